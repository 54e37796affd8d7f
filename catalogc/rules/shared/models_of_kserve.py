"""Models that KServe runs for a leaf: their settings, by field of the chart model-serving."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogc.model.inference import RUNTIMES, SERVICES, InferenceService, inference_services
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path

VLLM, LLAMA_CPP, OLLAMA = SERVICES
KNATIVE = "Knative"


@dataclass(frozen=True, slots=True)
class KserveModel:
    """An InferenceService that is switched on, with the runtime that it names."""

    service: InferenceService

    @property
    def kind(self) -> str:
        """The field that describes it, one of ``SERVICES``: tells the server."""
        return self.service.key

    def path(self, *names: str) -> FieldPath:
        """Return the path in the leaf of a field of the InferenceService."""
        return self.service.part.field((self.kind, *names))

    def runtime_path(self, *names: str) -> FieldPath:
        """Return the path in the leaf of a field of its runtime."""
        return self.service.part.field((RUNTIMES[SERVICES.index(self.kind)], *names))

    def field(self, *names: str) -> str:
        """Return such a path as text: ``inferenceService.gpu``."""
        return format_path(self.path(*names))

    def get(self, *names: str) -> Any:
        """Return a value of the InferenceService."""
        return self.service.part.release.effective.get(self.path(*names))

    def text(self, *names: str) -> str:
        """Return a text of the InferenceService; an empty one where there is something else."""
        found = self.get(*names)
        return found if isinstance(found, str) else ""

    def whole(self, *names: str) -> int | None:
        """Return a whole number of the InferenceService; None where there is something else."""
        return as_whole(self.get(*names))

    def runtime(self, name: str) -> Any:
        """Return a value of its runtime."""
        return self.service.part.release.effective.get(self.runtime_path(name))

    @property
    def has_own_runtime(self) -> bool:
        """Whether the leaf makes the runtime, whose settings are then known."""
        return self.runtime("enabled") is True

    @property
    def mode(self) -> str:
        """The deployment mode: Knative or Standard."""
        found = self.service.part.get(("deploymentMode",))
        return found if isinstance(found, str) else KNATIVE

    @property
    def autoscaler(self) -> str:
        """The class of the autoscaler; the mode's own where the leaf names none."""
        return self.text("autoscaling", "class") or ("kpa" if self.mode == KNATIVE else "hpa")


def models_of(release: Release) -> Iterator[KserveModel]:
    """Yield the models that KServe runs for a leaf, also as parts of a stack."""
    return map(KserveModel, inference_services(release))


def as_whole(value: Any) -> int | None:
    """Return a whole number; None for anything else, truth values included."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
