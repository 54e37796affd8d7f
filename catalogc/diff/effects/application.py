"""What happens to an Application as a whole: made, deleted, renamed, moved."""

from collections.abc import Iterator

from catalogc.diff.change import ApplicationPair
from catalogc.diff.removal import Fate, application_fate
from catalogc.diff.result import Effect, EffectKind


def application_effects(pair: ApplicationPair) -> Iterator[Effect]:
    """Yield the effects of one Application that its objects do not show."""
    old, new = pair.names
    if pair.before is None:
        yield Effect(EffectKind.CREATE, f"Application {new} is made")
        return
    if pair.after is not None and not pair.is_deleted:
        before, after = pair.before.release, pair.after.release
        if before.id != after.id:
            yield Effect(
                EffectKind.IN_PLACE,
                f"Application {new} belongs to another project now: "
                f"{before.id.service_catalog} before, {after.id.service_catalog} after",
            )
        return
    yield _deleted(pair, old, new)
    if pair.after is not None:
        yield Effect(EffectKind.CREATE, f"Application {new} is made in its place")


def _deleted(pair: ApplicationPair, old: str, new: str) -> Effect:
    why = f"renamed to {new}: " if new else ""
    if application_fate(pair) is Fate.BY_HAND:
        return Effect(
            EffectKind.LEFT_BEHIND,
            f"{why}Application {old} stays with all its objects until somebody prunes it: "
            f"environment {pair.environment.name} does not prune by itself",
        )
    if not pair.environment.finalizer:
        return Effect(
            EffectKind.LEFT_BEHIND,
            f"{why}Application {old} is deleted; its objects stay, with nobody to look after them",
        )
    return Effect(EffectKind.DELETE, f"{why}Application {old} is deleted with its objects")
