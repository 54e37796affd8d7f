"""An adapter: the Helm chart, values schema and Backstage entity of one workloadType."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalogc.model.document import Document
from catalogc.model.source import FieldPath, Location


@dataclass(frozen=True, slots=True)
class MovedField:
    """A spelling that a chart once had, and the canonical one."""

    old: FieldPath
    new: FieldPath


@dataclass(frozen=True, slots=True)
class HandedDown:
    """A field of a leaf that a subchart is given too.

    Attributes:
        source: the field of the leaf.
        target: the value of the subchart, below the subchart's name.
    """

    source: FieldPath
    target: FieldPath


class RenderedBy(StrEnum):
    """Who makes manifests of an adapter's releases."""

    CATALOGC = "catalogc"
    ARGO_CD = "argocd"


@dataclass(frozen=True, slots=True)
class Chart:
    """A Helm chart on disk, with the library charts that it depends on.

    Attributes:
        path: folder, relative to the repository root.
        digest: sha256 over every file of the chart and its ``file://`` dependencies.
        files: archive member name -> bytes, as Helm expects them inside a chart archive.
        defaults: values.yaml.
        has_dependencies: whether Helm would mutate a loaded chart while rendering.
        kube_version: the constraint of Chart.yaml, or empty.
        rendered_by: with Argo CD, a release is an Application of the chart that its leaf names,
            and this chart is only a schema with defaults.
        dependency_folders: where each ``file://`` dependency is in the repository, by where it is
            in ``files``, such as ``charts/common``; those of dependencies as well.
    """

    name: str
    version: str
    path: str
    digest: str
    files: Mapping[str, bytes] = field(repr=False)
    defaults: Document = field(repr=False)
    has_dependencies: bool = False
    kube_version: str = ""
    rendered_by: RenderedBy = RenderedBy.CATALOGC
    dependency_folders: Mapping[str, str] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """The files of the repository that it was read from, sorted."""
        return tuple(sorted({self._source(name) for name in self.files}))

    def _source(self, name: str) -> str:
        inside = [place for place in self.dependency_folders if name.startswith(f"{place}/")]
        if not inside:
            return f"{self.path}/{name}"
        nearest = max(inside, key=len)
        return f"{self.dependency_folders[nearest]}{name.removeprefix(nearest)}"


@dataclass(frozen=True, slots=True)
class Adapter:
    """What a workloadType means.

    Attributes:
        name: name of its Backstage entity.
        declared_at: the annotation that names the chart.
        schema: the chart's values.schema.json.
    """

    workload_type: str
    name: str
    declared_at: Location
    chart: Chart
    schema: Mapping[str, Any] = field(repr=False)
    moved_fields: tuple[MovedField, ...] = ()
    handed_down: tuple[HandedDown, ...] = ()
