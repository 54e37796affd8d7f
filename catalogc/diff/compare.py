"""The entry: two compilations in, what changes and what will happen out. No git, no files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from catalogc.diff.application_objects import application_objects
from catalogc.diff.application_pairs import pair_applications
from catalogc.diff.change import ApplicationPair, ResourceChange
from catalogc.diff.deletions import deletions_of
from catalogc.diff.effects.application import application_effects
from catalogc.diff.effects.registry import effects_of
from catalogc.diff.facts import facts_of
from catalogc.diff.fields import FieldChange, field_changes
from catalogc.diff.gpus import gpu_demands
from catalogc.diff.keys import keyed_fields
from catalogc.diff.noise import without_meaning
from catalogc.diff.renames import as_renamed
from catalogc.diff.resource_pairs import ResourcePair, pair_resources
from catalogc.diff.result import ApplicationDiff, CatalogDiff, Pairing, ResourceDiff
from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.leaf import LeafId
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath, Location

Origin = Callable[[RenderedRelease, Resource, FieldPath], Location | None]
"""Finds the line of a leaf that made a field of a rendered object."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two compilations."""

    catalog: Catalog
    rendered: Sequence[RenderedRelease]


def compare(base: Side, head: Side, origin: Origin | None = None) -> CatalogDiff:
    """Compare two compilations of one repository.

    Args:
        base: what is there, such as the target branch of a pull request.
        head: what is proposed.
        origin: finds the lines of the head's leaves; without it none are named.

    Raises:
        MissingBundle: the schemas of Kubernetes are not part of this installation.
        ValueError: leaves wait for one another in a circle; the check stage refuses that.
    """
    undecided = _undecided(base) | _undecided(head)
    old, new = (_without(side.rendered, undecided) for side in (base, head))
    objects = application_objects(base, old), application_objects(head, new)
    comparison = _Comparison(head.catalog, objects, origin)
    pairs = list(pair_applications(old, new, head.catalog.config))
    found = [comparison.application(pair) for pair in pairs]
    changed = [item for item in found if item.resources or item.pairing is not Pairing.SAME]
    changed.sort(key=lambda item: (item.headline.sort_key[0], item.id))
    return CatalogDiff(
        applications=tuple(changed),
        gpus=gpu_demands(old, new, (base.catalog, head.catalog)),
        unchanged=len(found) - len(changed),
        undecided=tuple(sorted(undecided)),
        deletions=deletions_of(pairs, changed),
    )


def _undecided(side: Side) -> set[LeafId]:
    """Return leaves that were read and not rendered, as an error is about them."""
    rendered = {item.release.id for item in side.rendered}
    return {release.id for release in side.catalog.releases if release.id not in rendered}


def _without(items: Sequence[RenderedRelease], left_out: set[LeafId]) -> list[RenderedRelease]:
    return [item for item in items if item.release.id not in left_out]


@dataclass(frozen=True, slots=True)
class _Comparison:
    catalog: Catalog
    objects: tuple[dict[LeafId, Resource], dict[LeafId, Resource]]
    origin: Origin | None

    def application(self, pair: ApplicationPair) -> ApplicationDiff:
        """Compare one Application and its objects."""
        before, after = pair.before, pair.after
        resources: list[ResourceDiff] = []
        same = 0
        for item in (*self._own(pair), *self._objects(pair)):
            if not pair.is_deleted and _equal(item):
                same += 1
                continue
            resources.append(self._resource(pair, item))
        resources.sort(key=lambda item: (item.headline.sort_key[0], item.key))
        return ApplicationDiff(
            before=before.release.id if before is not None else None,
            after=after.release.id if after is not None else None,
            pairing=pair.pairing,
            names=pair.names,
            leaves=(_leaf(before), _leaf(after)),
            resources=tuple(resources),
            effects=tuple(application_effects(pair)),
            facts=tuple(facts_of(pair)) if resources else (),
            unchanged=same,
        )

    def _own(self, pair: ApplicationPair) -> Iterable[ResourcePair]:
        """Yield the Application object, where there is one on both sides: else it is the whole."""
        if pair.before is None or pair.after is None or pair.is_deleted:
            return
        before = self.objects[0][pair.before.release.id]
        after = self.objects[1][pair.after.release.id]
        yield ResourcePair(before, after, Pairing.SAME)

    def _objects(self, pair: ApplicationPair) -> Iterable[ResourcePair]:
        names = tuple(
            item.release.id.service_name if item is not None else ""
            for item in (pair.before, pair.after)
        )
        for found in pair_resources(pair.old_resources, pair.new_resources, (names[0], names[1])):
            moved = found.pairing is Pairing.SAME and not pair.same_place
            yield found._replace(pairing=Pairing.MOVED) if moved else found

    def _resource(self, pair: ApplicationPair, item: ResourcePair) -> ResourceDiff:
        unmarked = ResourceChange(pair, item.before, item.after, item.pairing)
        changes = self._fields(unmarked)
        change = replace(unmarked, changes=changes)
        return ResourceDiff(item.before, item.after, item.pairing, changes, effects_of(change))

    def _fields(self, of: ResourceChange) -> tuple[FieldChange, ...]:
        pair, before, after = of.application, of.before, of.after
        if before is None or after is None:
            return ()
        version = self.catalog.kubernetes_version(pair.environment)
        keyed = keyed_fields(after.api_version, after.kind, version)
        found = field_changes(before.manifest, after.manifest, keyed)
        quiet = (as_renamed(change, of) for change in found)
        marked = (without_meaning(change, after.group, after.kind) for change in quiet)
        return tuple(self._located(pair, after, change) for change in marked)

    def _located(self, pair: ApplicationPair, after: Resource, change: FieldChange) -> FieldChange:
        if self.origin is None or pair.after is None:
            return change
        return replace(change, origin=self.origin(pair.after, after, change.at))


def _equal(item: ResourcePair) -> bool:
    if item.pairing is not Pairing.SAME or item.before is None or item.after is None:
        return False
    return item.before.text == item.after.text if item.after.text else False


def _leaf(item: RenderedRelease | None) -> str:
    return item.release.leaf.document.file.path if item is not None else ""
