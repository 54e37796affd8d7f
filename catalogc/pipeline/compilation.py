"""What a run needs to render and to judge, and what it found and made."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from catalogc import __version__
from catalogc.affected.comparison import Comparison
from catalogc.affected.records import Read
from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.configuration import Config
from catalogc.model.crash import Crash
from catalogc.model.finding import Finding, has_errors
from catalogc.model.leaf import LeafId
from catalogc.model.record import EnvironmentRecord, Looked
from catalogc.model.release import Release
from catalogc.render.protocol import Renderer
from catalogc.validate.stage import Validated

if TYPE_CHECKING:
    from catalogc.validate.kubeconform import KubeconformValidator

Select = Callable[[Release], bool]


@dataclass(frozen=True, slots=True)
class Backend:
    """What renders and judges, for as long as a run lasts; whoever made it ends it.

    Attributes:
        progress: gets the number of leaves rendered so far, and of all.
        kubeconform: instead of the built-in check against schemas.
        variables: those that say where the user's caches are; without any there is none.
        jobs: most workers at a time that evaluate policies; 0 for one a processor.
    """

    renderer: Renderer
    progress: Callable[[int, int], None] | None = None
    kubeconform: "KubeconformValidator | None" = None
    variables: Mapping[str, str] = field(default_factory=dict)
    jobs: int = 0


Prepare = Callable[[Config], Backend]


@dataclass(frozen=True, slots=True)
class Made:
    """Releases with their objects, and what was found out about these.

    Attributes:
        validated: what was judged of rendered objects, in numbers and names.
        rendered: all releases; of a narrowed run, also what is as it was.
        judged: those of them that were judged.
        engine: name and version of what rendered; empty where nothing did.
        comparison: which leaves a change can reach; None where all were judged.
    """

    validated: Validated = field(default_factory=Validated, repr=False)
    rendered: tuple[RenderedRelease, ...] = ()
    judged: tuple[RenderedRelease, ...] = ()
    engine: str = ""
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Compilation:
    """What a run found and made.

    Attributes:
        catalog: None where catalogc.yaml could not be read.
        leaves: number of leaves found, also those that could not be resolved.
        inputs: sha256 of every file that was read, by path.
        suppressed: number of findings that a waiver or the baseline accepts.
        crashes: rules that failed; the findings of all others are there.
    """

    catalog: Catalog | None
    made: Made
    findings: tuple[Finding, ...]
    leaves: int
    inputs: Mapping[str, str]
    suppressed: int = 0
    crashes: tuple[Crash, ...] = ()

    @property
    def rendered(self) -> tuple[RenderedRelease, ...]:
        """All releases with their objects."""
        return self.made.rendered

    def records(self) -> dict[str, EnvironmentRecord]:
        """Return what the output of each environment depends on."""
        if self.catalog is None:
            return {}
        read = Read(self.catalog, self.inputs, versions(self.made.engine))
        return read.after_rendering(self.rendered, self._looked())

    @property
    def reached(self) -> frozenset[LeafId] | None:
        """The leaves that a change can reach, themselves or by what they look at; None for all."""
        comparison = self.made.comparison
        if comparison is None:
            return None
        return comparison.affected.union(item.release.id for item in self.made.judged)

    def _looked(self) -> dict[LeafId, Iterable[Looked]]:
        before = self.made.comparison.looked() if self.made.comparison else {}
        none = {item.release.id: () for item in self.made.judged}
        return {**before, **none, **self.made.validated.looked}

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return has_errors(self.findings)


def versions(engine: str) -> dict[str, str]:
    """Return the versions that output depends on; without that of the engine where none ran."""
    return {"catalogc": __version__, **({"engine": engine} if engine else {})}


def environment_names(catalog: Catalog) -> tuple[str, ...]:
    """Return the environments that a build writes: those with a leaf, sorted."""
    return tuple(sorted({release.environment.name for release in catalog.releases}))
