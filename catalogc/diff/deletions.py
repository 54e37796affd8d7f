"""What a person has to acknowledge before it is deleted."""

from collections.abc import Iterable

from catalogc.diff.change import ApplicationPair
from catalogc.diff.effects.data_loss import holds_data
from catalogc.diff.result import ApplicationDiff, Pairing


def deletions_of(
    pairs: Iterable[ApplicationPair], changed: Iterable[ApplicationDiff]
) -> tuple[str, ...]:
    """Name Applications that go, and objects with data that go from one that stays; sorted.

    A renamed Application is one, as Argo CD deletes it. What an environment does not prune by
    itself counts too: it is no longer looked after, and somebody will prune it.
    """
    gone = {
        f"Application {pair.names[0]} ({pair.before.release.id})"
        for pair in pairs
        if pair.before is not None and pair.is_deleted
    }
    data = {
        f"{resource.before.kind} {resource.before.name} of {item.id}"
        for item in changed
        if item.names[0] == item.names[1]
        for resource in item.resources
        if resource.pairing is not Pairing.SAME
        and resource.before is not None
        and holds_data(resource.before)
    }
    return tuple(sorted(gone | data))
