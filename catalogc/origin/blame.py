"""Findings about rendered objects become findings about the lines that people wrote."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.finding import Finding, Label
from catalogc.model.leaf import LeafId  # noqa: TC001 - named in an annotation at run time
from catalogc.model.release import Release
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.source import FieldPath, Location, format_path
from catalogc.model.values import Values
from catalogc.origin.cache import OriginCache
from catalogc.origin.fields import FieldOrigin, Origins
from catalogc.origin.find import find_origins
from catalogc.origin.lines import TemplateLine
from catalogc.origin.places import RenderedFiles, template_location
from catalogc.origin.trees import ABSENT
from catalogc.render.protocol import Renderer, RendererUnavailableError
from catalogc.schemas.navigation import similar_fields


@dataclass(frozen=True, slots=True)
class Blame:
    """Finds the line to blame.

    Attributes:
        rendered: every release that the findings are about.
        renderer: an open one; None, and findings point at templates only.
        kube_version: of an environment's cluster.
        output: folder of all output, relative to the repository's root.
        cache: origins of earlier runs.
    """

    rendered: Sequence[RenderedRelease]
    renderer: Renderer | None
    kube_version: Callable[[Environment], str]
    output: str
    cache: OriginCache

    def findings(self, found: Iterable[ResourceFinding]) -> list[Finding]:
        """Point each finding at a leaf; at the chart where no value of a leaf is behind it.

        It does not fail: without a renderer the template of the object is what is known.
        """
        releases = {item.release.id: item for item in self.rendered}
        by_leaf: dict[LeafId, list[ResourceFinding]] = {}
        for finding in found:
            by_leaf.setdefault(finding.release.id, []).append(finding)
        result: list[Finding] = []
        for leaf, findings in by_leaf.items():
            release = findings[0].release
            resources = tuple({item.resource.key: item.resource for item in findings}.values())
            item = releases.get(leaf) or RenderedRelease(release, resources)
            files = RenderedFiles(item, self.output)
            origins = self._origins(item, findings)
            result += (_finding(finding, origins, files) for finding in findings)
        return result

    def _origins(self, item: RenderedRelease, findings: Sequence[ResourceFinding]) -> Origins:
        if self.renderer is None:
            return Origins({}, {})
        version = self.kube_version(item.release.environment)
        try:
            # Two renders tell most; all that they do not tell takes some fifty.
            origins = self._kept(item, self.renderer, version, marks_only=True)
            if not all(_is_settled(finding, origins) for finding in findings):
                origins = self._kept(item, self.renderer, version, marks_only=False)
        except RendererUnavailableError:
            return Origins({}, {})
        return origins

    def _kept(
        self, item: RenderedRelease, renderer: Renderer, version: str, *, marks_only: bool
    ) -> Origins:
        engine = renderer.version
        known = self.cache.read(item, version, engine, marks_only=marks_only)
        if known is None:
            known = find_origins(item, renderer, version, marks_only=marks_only)
            self.cache.write(item, version, engine, known, marks_only=marks_only)
        return known


def _is_settled(found: ResourceFinding, origins: Origins) -> bool:
    """Whether more origins would not change where a finding points."""
    origin = origins.fields.get(found.resource.key, {}).get(found.path)
    return origin is not None and any(is_written(found.release, value) for value in origin.values)


@dataclass(frozen=True, slots=True)
class _Cause:
    """What is to blame: a place, the field of the document there, and how it is one."""

    location: Location
    field: FieldPath
    label: str


def _finding(found: ResourceFinding, origins: Origins, files: RenderedFiles) -> Finding:
    path = _best_path(found, origins)
    below = origins.below(found.resource.key, path)
    line = below[0].template if below else None
    if _is_there(found.resource, path):
        line = origins.of(found.resource.key, path).template
        cause = _cause(found, path, origins.of(found.resource.key, path))
        constant = "the chart writes this"
    else:
        cause = _missing_cause(found, path, below)
        constant = f"the chart does not write {format_path(path[-1:])}"
    written = template_location(
        found.release.adapter.chart, line or TemplateLine(found.resource.template, 1)
    )
    place = cause or _Cause(written, found.path, constant)
    rendered = f"rendered here, in {_name(found.resource.key)}"
    related = [Label(files.locate(found.resource, found.path), rendered)]
    if place.location != written:
        related.append(Label(written, "the chart's template writes it here"))
    related += (
        Label(files.locate(other.resource, other.path), other.message) for other in found.related
    )
    return Finding(
        rule=found.rule,
        severity=found.severity,
        message=found.message,
        location=place.location,
        label=f"{found.label}; {place.label}" if found.label else place.label,
        field=place.field,
        leaf=found.release.id,
        related=tuple(related),
        help=found.help,
        policy=found.policy,
        unknown=found.unknown,
    )


def _best_path(found: ResourceFinding, origins: Origins) -> FieldPath:
    """The finding's own field if a leaf made it, else the first guess that a leaf made."""
    candidates = (found.path, *found.also, *_other_half(found.path))
    for path in candidates:
        origin = origins.of(found.resource.key, path)
        written = any(is_written(found.release, value) for value in origin.values)
        if written and _is_there(found.resource, path):
            # Of a list, that item which lacks something says more than the list does.
            return next((one for one in candidates if one != path and _is_in(one, path)), path)
    return found.path


_KIND = (("apiVersion",), ("kind",))


def _other_half(path: FieldPath) -> tuple[FieldPath, ...]:
    """What a kind is, only both of its fields say; either of them may be the leaf's."""
    return tuple(half for half in _KIND if path in _KIND and half != path)


def _is_in(path: FieldPath, outer: FieldPath) -> bool:
    """Whether a field is one of an item of a list."""
    inner = path[len(outer) :]
    return path[: len(outer)] == outer and len(inner) > 1 and isinstance(inner[0], int)


def _is_there(resource: Resource, path: FieldPath) -> bool:
    return Values(resource.manifest, {}).get(path, ABSENT) is not ABSENT


def _cause(found: ResourceFinding, path: FieldPath, origin: FieldOrigin) -> _Cause | None:
    """What a leaf says about a field; None where it says nothing."""
    release = found.release
    field = _field_name(found.resource, path)
    for value in origin.values:
        if is_written(release, value):
            return _Cause(release.effective.at(value), value, f"becomes {field}")
    for value in origin.values:
        if parent := written_parent(release, value):
            label = f"{format_path(value)} is not set here: the chart's default becomes {field}"
            return _Cause(release.leaf.values.at_key(parent), value, label)
    for value in origin.governed_by:
        if is_written(release, value):
            return _Cause(release.effective.at(value), value, f"decides whether there is {field}")
    for value in origin.values:
        label = f"{format_path(value)} is not set: the chart's default becomes {field}"
        return _Cause(release.leaf.values.at(("workloadType",)), value, label)
    return None


def _missing_cause(
    found: ResourceFinding, path: FieldPath, siblings: Sequence[FieldOrigin]
) -> _Cause | None:
    """Where a leaf would set what is missing: a value of that name, or beside its siblings."""
    release = found.release
    named = similar_fields(release.adapter.schema, str(path[-1])) if path else []
    if len(named) == 1 and (parent := written_parent(release, named[0])):
        place = release.leaf.values.at_key(parent)
        return _Cause(place, named[0], f"{format_path(named[0])} is not set here")
    values = [value for origin in siblings for value in origin.values]
    common = _common_start([value for value in values if is_written(release, value)])
    if not common:
        return None
    label = f"there is no {_field_name(found.resource, path)}; what is there comes from here"
    return _Cause(release.effective.at_key(common), common, label)


def _common_start(paths: Sequence[FieldPath]) -> FieldPath:
    """What all paths begin with."""
    if not paths:
        return ()
    first, last = min(paths, key=format_path), max(paths, key=format_path)
    depth = 0
    while depth < min(len(first), len(last)) and first[depth] == last[depth]:
        depth += 1
    return first[:depth]


def is_written(release: Release, value: FieldPath) -> bool:
    """Tell whether a leaf or one of its defaults files sets a value, and not the chart alone."""
    return written_parent(release, value) == value


def written_parent(release: Release, value: FieldPath) -> FieldPath:
    """Return the longest part of a value's path that the leaf or its defaults files write."""
    values = release.leaf.values
    depth = len(value)
    while depth and values.get(value[:depth], ABSENT) is ABSENT:
        depth -= 1
    return value[:depth]


def _field_name(resource: Resource, path: FieldPath) -> str:
    name = _name(resource.key)
    return f"{format_path(path)} of {name}" if path else name


def _name(key: tuple[str, str, str, str]) -> str:
    return f"{key[1]}/{key[3]}"
