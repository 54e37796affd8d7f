"""GPUs that pods ask for, before and after, and while a rollout goes on."""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.facts import scale_text
from catalogc.diff.gpus import gpus_of
from catalogc.diff.result import Effect, EffectKind
from catalogc.diff.workloads import Scale

_NOTHING = Scale(0, 0)


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield the demand of each extended resource that changes."""
    before = gpus_of(change.before, change.application.old_resources)
    after = gpus_of(change.after, change.application.new_resources)
    for name in sorted({*before, *after}):
        old, new = before.get(name, _NOTHING), after.get(name, _NOTHING)
        if old != new:
            message = f"{name}: {scale_text(old)} before, {scale_text(new)} after"
            yield Effect(EffectKind.GPU_DEMAND, message, sure=new.most is not None)
