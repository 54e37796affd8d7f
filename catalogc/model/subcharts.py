"""Parts of a release: the adapter's own chart, and each subchart that is an adapter's as well."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalogc.model.adapter import Chart
from catalogc.model.release import Release
from catalogc.model.source import FieldPath

_SCHEMA = ("charts/", "/values.schema.json")


@dataclass(frozen=True, slots=True)
class Part:
    """Values for the chart of one workloadType, wherever a leaf has them.

    Attributes:
        base: where they begin: ``()`` in a leaf of that type, ``("model-serving",)`` in a stack.
    """

    release: Release
    workload_type: str
    base: FieldPath

    def field(self, path: FieldPath) -> FieldPath:
        """Return a path of the chart as a path of the leaf: what findings name."""
        return self.base + path

    def get(self, path: FieldPath, default: Any = None) -> Any:
        """Return the value at ``path``, or ``default`` where there is none."""
        return self.release.effective.get(self.field(path), default)

    def mapping(self, path: FieldPath) -> dict[str, Any]:
        """Return the mapping at ``path``; an empty one where there is something else."""
        return self.release.effective.mapping(self.field(path))

    def sequence(self, path: FieldPath) -> list[Any]:
        """Return the list at ``path``; an empty one where there is something else."""
        return self.release.effective.sequence(self.field(path))


def parts(release: Release, *workload_types: str) -> Iterator[Part]:
    """Yield what a release has of these types: of a stack, the subcharts that are not switched off.

    A rule about a MODEL_SERVING leaf so judges an INFERENCE_STACK as well::

        for part in parts(release, "MODEL_SERVING"):
            gpus = part.get(("inferenceService", "gpu"))
    """
    if release.adapter.workload_type in workload_types:
        yield Part(release, release.adapter.workload_type, ())
    for name, workload_type in _subcharts(release.adapter.chart).items():
        if workload_type in workload_types:
            part = Part(release, workload_type, (name,))
            if part.get(("enabled",)) is not False:
                yield part


_known: dict[str, Mapping[str, str]] = {}  # by digest: rules ask this of every leaf


def _subcharts(chart: Chart) -> Mapping[str, str]:
    """Return the workloadType of each subchart that has one."""
    if not chart.has_dependencies:
        return {}
    known = _known.get(chart.digest)
    return _known.setdefault(chart.digest, _read(chart.files)) if known is None else known


def _read(files: Mapping[str, bytes]) -> Mapping[str, str]:
    found = {}
    head, tail = _SCHEMA
    for path in sorted(files):
        name = path.removeprefix(head).removesuffix(tail)
        if path == f"{head}{name}{tail}" and "/" not in name:
            workload_type = _workload_type(files[path])
            if workload_type:
                found[name] = workload_type
    return found


@lru_cache(maxsize=64)
def _workload_type(schema: bytes) -> str:
    """Return the constant of ``workloadType``, or nothing."""
    try:
        found = json.loads(schema)["properties"]["workloadType"]["const"]
    except (ValueError, KeyError, TypeError):
        return ""
    return found if isinstance(found, str) else ""
