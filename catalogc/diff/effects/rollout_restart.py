"""Pods that start anew, as their template changes."""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.effects.pod_templates import names_of, template_changes
from catalogc.diff.facts import least_of, scale_text
from catalogc.diff.fields import Noise
from catalogc.diff.result import Effect, EffectKind
from catalogc.diff.workloads import Scale
from catalogc.rules.shared.nodes import mapping, text
from catalogc.rules.shared.pods import DAEMON_SET, DEPLOYMENT, ROLLOUT, STATEFUL_SET

_RUNTIMES = frozenset({"ServingRuntime", "ClusterServingRuntime"})
_REPLICATED = frozenset({DEPLOYMENT, STATEFUL_SET, ROLLOUT})


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield a restart, where the controller makes one by itself."""
    if change.kind[0] == "serving.kserve.io" and change.kind[1] in _RUNTIMES:
        yield from _runtime(change)
        return
    items = list(template_changes(change))
    if not items or waits(change):
        return
    scale = least_of(change.either, change.application.new_resources)
    if scale == Scale(0, 0) and change.kind in _REPLICATED:
        return  # nothing runs
    # Whether a new order alone is stored depends on how Argo CD applies it.
    sure = any(item.noise is not Noise.ORDER for item in items) and change.kind[1] != "EnvoyProxy"
    many = "" if change.kind not in _REPLICATED else f" ({scale_text(scale)})"
    yield Effect(
        EffectKind.ROLLOUT_RESTART,
        f"pods{many} start anew: {names_of(items)}",
        sure,
        items[0].path,
    )


def waits(change: ResourceChange) -> bool:
    """Tell whether the controller leaves running pods alone: OnDelete, or paused."""
    spec = mapping(change.either.manifest, "spec")
    if change.kind in (STATEFUL_SET, DAEMON_SET):
        return text(mapping(spec, "updateStrategy"), "type") == "OnDelete"
    return change.kind == DEPLOYMENT and spec.get("paused") is True


def _runtime(change: ResourceChange) -> Iterator[Effect]:
    items = list(change.real(("spec",))) if change.is_update else []
    if items:
        yield Effect(
            EffectKind.ROLLOUT_RESTART,
            f"pods of every InferenceService that uses it may start anew: {names_of(items)}",
            sure=False,
            path=items[0].path,
        )
