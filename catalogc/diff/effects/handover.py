"""An object that one Application hands over to another: both claim it for a while.

Source: Argo CD 3.5, resource tracking: an object belongs to the Application that its tracking
annotation names; an Application that is deleted takes along what it still tracks.
"""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.effects.data_loss import holds_data
from catalogc.diff.removal import Fate, application_fate
from catalogc.diff.result import Effect, EffectKind


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield an effect where the Application has another name and the object has not."""
    pair = change.application
    if not change.is_update or not pair.is_deleted or pair.after is None:
        return
    if application_fate(pair) is not Fate.DELETED or not pair.environment.finalizer:
        return
    old, new = pair.names
    data = change.before is not None and holds_data(change.before)
    yield Effect(
        EffectKind.DATA_LOSS if data else EffectKind.DOWNTIME,
        f"Application {old} is deleted and {new} takes the object over: if {old} goes first, it "
        "takes the object along",
        sure=False,
    )
