"""All effects, and how they go together.

Each module has ``find(change)``, which yields what it sees. An update that is surely refused
changes nothing else, and one without any other effect is made in place, or changes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from catalogc.diff.change import ResourceChange
from catalogc.diff.effects import (
    create,
    data_loss,
    delete,
    downtime,
    exposure,
    gpu_demand,
    handover,
    in_place,
    rejected,
    rollout_restart,
    secret_scope,
    traffic,
    unknown,
)
from catalogc.diff.result import Effect, EffectKind
from catalogc.diff.sentences import without_secret

Find = Callable[[ResourceChange], Iterator[Effect]]

EFFECTS: tuple[Find, ...] = (
    data_loss.find,
    rejected.find,
    handover.find,
    downtime.find,
    traffic.find,
    exposure.find,
    secret_scope.find,
    gpu_demand.find,
    delete.find,
    unknown.find,
    rollout_restart.find,
    create.find,
)

_STILL = frozenset({EffectKind.REJECTED, EffectKind.DATA_LOSS})
_BASIC = frozenset(
    {EffectKind.ROLLOUT_RESTART, EffectKind.CREATE, EffectKind.DELETE, EffectKind.LEFT_BEHIND}
)


def effects_of(change: ResourceChange) -> tuple[Effect, ...]:
    """Return the effects of one changed object, the worst first; at least one."""
    found = [effect for find in EFFECTS for effect in find(change)]
    if any(effect.kind is EffectKind.REJECTED and effect.sure for effect in found):
        found = [effect for effect in found if effect.kind in _STILL]
    elif change.is_update and not any(effect.kind in _BASIC for effect in found):
        # What it does besides, such as letting traffic in, it does by an update in place.
        found.extend(in_place.find(change, alone=not found))
    printable = (replace(item, message=without_secret(item.message)) for item in found)
    return tuple(sorted(dict.fromkeys(printable), key=lambda effect: effect.sort_key))
