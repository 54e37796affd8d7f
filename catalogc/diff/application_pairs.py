"""Which Application of the base is which of the head."""

from collections.abc import Hashable, Iterable, Iterator, Sequence

from catalogc.diff.change import ApplicationPair
from catalogc.diff.likeness import likeness, traits_of_all
from catalogc.diff.resource_pairs import take_alike, take_equal
from catalogc.diff.result import Pairing
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Config, Environment
from catalogc.model.leaf import LeafId
from catalogc.model.naming import application_name


def pair_applications(
    base: Sequence[RenderedRelease], head: Sequence[RenderedRelease], config: Config
) -> Iterator[ApplicationPair]:
    """Pair releases by identity, then those that were renamed or moved.

    A leaf that is still in its file is the same leaf, whatever it is called now. Else the same
    service in another serviceCatalog or environment is, and last one whose objects are alike.

    Args:
        base: what the base renders.
        head: what the head renders.
        config: of the head; its environments say what becomes of what is removed.
    """
    old = {item.release.id: item for item in base}
    new = {item.release.id: item for item in head}
    for identity in sorted(old.keys() & new.keys()):
        yield _pair(old[identity], new[identity], config)
    gone = [old[identity] for identity in sorted(old.keys() - new.keys())]
    come = [new[identity] for identity in sorted(new.keys() - old.keys())]
    for key_of in (_file, _service, _anywhere):
        for one, other in take_equal(gone, come, key_of):
            yield _pair(one, other, config)
    for one, other in take_alike(gone, come, _bucket, _likeness):
        yield _pair(one, other, config)
    for item in gone:
        yield _pair(item, None, config)
    for item in come:
        yield _pair(None, item, config)


def _pair(
    before: RenderedRelease | None, after: RenderedRelease | None, config: Config
) -> ApplicationPair:
    names = (_name(before), _name(after))
    return ApplicationPair(
        before, after, _pairing(before, after), names, _environment(before, after, config)
    )


def _pairing(before: RenderedRelease | None, after: RenderedRelease | None) -> Pairing:
    if before is None or after is None:
        return Pairing.ADDED if before is None else Pairing.REMOVED
    old, new = before.release.id, after.release.id
    if old == new:
        return Pairing.SAME
    return Pairing.RENAMED if old.environment == new.environment else Pairing.MOVED


def _environment(
    before: RenderedRelease | None, after: RenderedRelease | None, config: Config
) -> Environment:
    """Return what decides on the objects of the base: its environment, as the head says it."""
    side = before or after
    if side is None:
        return Environment("")
    own = side.release.environment
    return config.environment(own.name) or own


def _name(item: RenderedRelease | None) -> str:
    if item is None:
        return ""
    identity = item.release.id
    return application_name(identity.service_name, identity.environment)


def _file(item: RenderedRelease) -> Hashable:
    return item.release.leaf.document.file.path


def _service(item: RenderedRelease) -> Hashable:
    return (item.release.id.environment, item.release.id.service_name)


def _anywhere(item: RenderedRelease) -> Hashable:
    return item.release.id[1:]


def _bucket(item: RenderedRelease) -> Hashable:
    return (item.release.id.environment, item.release.leaf.workload_type, bool(item.resources))


def _likeness(before: RenderedRelease, after: RenderedRelease) -> float:
    if not before.resources:
        return 0.0
    return likeness(
        traits_of_all(before.resources, *_words(before.release.id)),
        traits_of_all(after.resources, *_words(after.release.id)),
    )


def _words(identity: LeafId) -> Iterable[str]:
    return (identity.service_name, identity.service_catalog)
