"""Objects that go away, or that stay although nobody renders them any more."""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.removal import SENTENCES, Fate, fate_of
from catalogc.diff.result import Effect, EffectKind, Pairing

_HOW = {
    Pairing.RENAMED: "renamed to {}, which is a new object",
    Pairing.MOVED: "moved to {}, where it is a new object",
}


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield what becomes of the object of the base."""
    gone = change.removed
    if gone is None:
        return
    fate = fate_of(change)
    if change.pairing is Pairing.CONTENT_HASH and change.after is not None:
        message = f"its content, and so its name, changes to {change.after.name}"
        yield Effect(EffectKind.IN_PLACE, f"{message}; of the old one: {SENTENCES[fate]}")
        return
    kind = EffectKind.DELETE if fate in (Fate.DELETED, Fate.CONFIRM) else EffectKind.LEFT_BEHIND
    sentence = SENTENCES[fate]
    if change.after is not None:
        where = f"{change.after.namespace}/{change.after.name}".lstrip("/")
        same_namespace = change.after.namespace == gone.namespace
        how = _HOW[change.pairing].format(change.after.name if same_namespace else where)
        sentence = f"{how}; as for the old one, {sentence}"
    yield Effect(kind, sentence, sure=fate is not Fate.CONFIRM)
