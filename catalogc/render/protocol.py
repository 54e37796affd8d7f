"""What a renderer is given and what it gives back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Protocol, Self

from catalogc.model.adapter import Chart
from catalogc.model.resource import Resource
from catalogc.model.unavailable import UnavailableError

MIB = 1 << 20


class RendererUnavailableError(UnavailableError):
    """The Helm engine cannot be used on this machine; the message says why."""


class FailureKind(StrEnum):
    """Why a release could not be rendered; also the rule of its finding."""

    TEMPLATE_ERROR = "template-error"
    RENDER_TIMEOUT = "render-timeout"
    RENDER_CRASH = "render-crash"
    INVALID_MANIFEST = "invalid-manifest"
    KUBE_VERSION = "kube-version"
    NON_DETERMINISTIC_TEMPLATE = "non-deterministic-template"


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How charts are rendered.

    Attributes:
        kube_version: what ``.Capabilities.KubeVersion`` says for jobs that name none.
        api_versions: added to the API versions that Helm knows by itself.
        deadline_seconds: wall-clock limit of one release.
        memory_bytes: how much the engine may take beyond its own start-up size.
        jobs: number of worker processes; 0 for one a processor.
    """

    kube_version: str = "1.34"
    api_versions: tuple[str, ...] = ()
    deadline_seconds: float = 30.0
    memory_bytes: int = 1024 * MIB
    jobs: int = 0

    def version_for(self, job: "RenderJob") -> str:
        """``v1.34.0`` for ``1.34``: what the API server of a job's cluster would report."""
        version = "v" + (job.kube_version or self.kube_version).removeprefix("v")
        return f"{version}.0" if version.count(".") == 1 else version


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One release to render.

    Attributes:
        index: the caller's own number.
        kube_version: of the cluster that it goes to, such as ``1.34``; empty for that of the
            settings.
        once: whether it is not asked if a second render is the same.
    """

    index: int
    release_name: str
    namespace: str
    values: Mapping[str, Any] = field(repr=False)
    chart: Chart
    kube_version: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class RenderFailure:
    """Why there are no resources.

    Attributes:
        message: plain words, lower case.
        template: file relative to the chart's folder, or empty where unknown.
        line: line in the template from 1, or 0 where unknown.
        column: byte in that line from 1, or 0 where unknown.
        expression: the template expression that failed; for an invalid manifest the line
            of the rendered text, which may hold values of the leaf: never print it.
        caller: the file that Helm rendered when ``template`` failed; empty for the same one.
    """

    kind: FailureKind
    message: str
    template: str = ""
    line: int = 0
    column: int = 0
    expression: str = ""
    caller: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class RenderResult:
    """Resources in the order of their keys, or a failure and no resources."""

    index: int
    resources: tuple[Resource, ...] = ()
    failure: RenderFailure | None = None


class Renderer(Protocol):
    """A Helm engine.

    Attributes:
        version: names the engine; equal versions render equal bytes.
    """

    @property
    def version(self) -> str:
        """Name and version of the engine."""

    def render(self, jobs: Iterable[RenderJob]) -> Iterator[RenderResult]:
        """Render each job; one result a job, in the order of the jobs.

        Raises:
            RendererUnavailableError: the engine cannot be started.
        """

    def __enter__(self) -> Self:
        """Return the renderer itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave no process and no file behind."""
