"""Many variants of one release in one job: what a renderer is given and what it gives back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, runtime_checkable

from catalogc.model.resource import Resource, ResourceKey
from catalogc.model.source import FieldPath
from catalogc.render.protocol import RenderFailure, RenderJob, RenderResult
from catalogc.render.runs import MOST_RUNS

MOST_VARIANTS = MOST_RUNS
"""Of one job: a bound on its time and memory."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A release with other values.

    Attributes:
        values: effective ones: with the chart's defaults.
        changed: what differs from the release as it is; None for anything.
    """

    release_name: str
    namespace: str
    values: Mapping[str, Any] = field(repr=False)
    changed: tuple[FieldPath, ...] | None = None


@dataclass(frozen=True, slots=True)
class VariantsJob:
    """Variants of one release, to be rendered at once; at most ``MOST_VARIANTS``.

    Attributes:
        base: the release as it is.
        unchanged: the same with effective values.
    """

    base: RenderJob
    unchanged: Variant
    variants: tuple[Variant, ...]


class VariantPatch(NamedTuple):
    """A part of an object that is another one now.

    Attributes:
        resource: its identity; with ``template``, that of one object.
    """

    resource: ResourceKey
    template: str
    path: FieldPath
    value: Any


@dataclass(frozen=True, slots=True)
class VariantAnswer:
    """How a variant differs from the release as it is.

    Attributes:
        changed: all objects, without their text, of each template that writes something else.
        patches: what differs in objects of other templates.
        failure: why Helm would render nothing; changes are then those of all templates that do
            not fail.
        is_exact: whether the failure is what a render of the variant alone would tell.
    """

    changed: Mapping[str, tuple[Resource, ...]] = field(default_factory=dict)
    patches: tuple[VariantPatch, ...] = ()
    failure: RenderFailure | None = None
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class VariantsResult:
    """One answer a variant; None for a variant that must be rendered by itself."""

    answers: tuple[VariantAnswer | None, ...]


@runtime_checkable
class VariantsRenderer(Protocol):
    """A renderer that can render many variants at once.

    Attributes:
        parallel: how many jobs it does at a time.
    """

    @property
    def parallel(self) -> int:
        """How many jobs it does at a time."""

    def render_mixed(
        self, jobs: Iterable[RenderJob | VariantsJob]
    ) -> Iterator[RenderResult | VariantsResult]:
        """Do each job; one result a job, in the order of the jobs.

        Raises:
            RendererUnavailableError: the engine cannot be started.
        """
