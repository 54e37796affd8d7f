"""Objects that are new."""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.result import Effect, EffectKind, Pairing


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield that the object is made."""
    # What has a hash of its content in its name is told as one change: see ``delete``.
    if change.added is not None and change.pairing is not Pairing.CONTENT_HASH:
        yield Effect(EffectKind.CREATE, f"a new {change.added.kind} is made")
