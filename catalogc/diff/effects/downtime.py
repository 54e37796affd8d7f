"""Moments without a pod that answers, because of how pods are replaced.

Sources: Kubernetes, Deployment (strategy, maxSurge is rounded up and maxUnavailable down, 25 % by
default; where both are 0 one pod may be unavailable), StatefulSet and DaemonSet update strategies,
access modes of persistent volumes.
"""

import math
from collections.abc import Iterator
from typing import Any

from catalogc.diff.change import ResourceChange
from catalogc.diff.effects.pod_templates import template_changes
from catalogc.diff.effects.rejected import refused
from catalogc.diff.effects.rollout_restart import waits
from catalogc.diff.facts import least_of
from catalogc.diff.fields import Noise
from catalogc.diff.removal import is_replaced_by_force
from catalogc.diff.result import Effect, EffectKind
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath
from catalogc.rules.shared.models_of_kserve import as_whole
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pods import (
    DAEMON_SET,
    DEPLOYMENT,
    JOB,
    POD_TEMPLATES,
    ROLLOUT,
    STATEFUL_SET,
    pods_of,
)

_RUNNING = frozenset({DEPLOYMENT, STATEFUL_SET, ROLLOUT})
_WORKLOADS = frozenset(POD_TEMPLATES) - {JOB}
_QUARTER = "25%"
_ONE_NODE = frozenset({"ReadWriteOnce", "ReadWriteOncePod"})


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield why pods are missing for a moment, or for good."""
    if not change.is_update or change.after is None or change.before is None:
        return
    yield from _scaled_to_nothing(change, change.before, change.after)
    if change.kind in _WORKLOADS and is_replaced_by_force(change.after) and refused(change):
        yield _downtime("Argo CD deletes it and makes it anew by force, with all its pods")
        return
    items = list(template_changes(change))
    if not items or waits(change):
        return
    sure = any(item.noise is not Noise.ORDER for item in items)
    replicas = least_of(change.after, change.application.new_resources).least
    if replicas == 0 and change.kind != DAEMON_SET:
        return
    yield from _while_replaced(change, change.after, replicas, sure=sure)


def _while_replaced(
    change: ResourceChange, after: Resource, replicas: int, *, sure: bool
) -> Iterator[Effect]:
    spec = mapping(after.manifest, "spec")
    if change.kind == DEPLOYMENT:
        yield from _deployment(change, spec, replicas, sure=sure)
    elif change.kind == STATEFUL_SET and replicas == 1:
        if not as_whole(mapping(spec, "updateStrategy", "rollingUpdate").get("partition")):
            yield _downtime("the only pod of a StatefulSet stops before its successor", sure=sure)
    elif change.kind == DAEMON_SET:
        rolling = mapping(spec, "updateStrategy", "rollingUpdate")
        if str(rolling.get("maxSurge", 0)) in ("0", "0%"):
            yield _downtime("node after node is without its pod for a moment", sure=False)
    elif change.kind == ("serving.kserve.io", "InferenceService"):
        for name, component in spec.items():
            if isinstance(component, dict) and _recreates(component, "deploymentStrategy"):
                yield _downtime(f"all pods of the {name} stop before new ones start", sure=sure)


def _deployment(
    change: ResourceChange, spec: Node, replicas: int, *, sure: bool
) -> Iterator[Effect]:
    if _recreates(spec, "strategy"):
        message = "all pods stop before new ones start (strategy Recreate)"
        yield _downtime(message, sure=sure, path=("spec", "strategy"))
        return
    surge, missing = _rolling(spec, replicas)
    path: FieldPath = ("spec", "strategy", "rollingUpdate")
    if missing >= replicas:
        which = "the only pod stops" if replicas == 1 else f"all {replicas} pods may stop"
        message = f"{which} before a new one is ready (maxSurge {surge}, maxUnavailable {missing})"
        yield _downtime(message, sure=sure and surge == 0, path=path)
    if surge:
        yield from _held_volumes(change)


def _held_volumes(change: ResourceChange) -> Iterator[Effect]:
    """Yield claims that new pods cannot mount while old ones hold them."""
    peers = {item.name: item for item in change.application.new_resources}
    for pod in pods_of(change.either):
        for _, volume in entries(pod.spec, "volumes"):
            name = text(mapping(volume, "persistentVolumeClaim"), "claimName")
            claim = peers.get(name)
            if claim is None or claim.kind != "PersistentVolumeClaim":
                continue
            modes = mapping(claim.manifest, "spec").get("accessModes")
            if isinstance(modes, list) and modes and set(map(str, modes)) <= _ONE_NODE:
                yield _downtime(
                    f"claim {name} is {modes[0]}: a new pod on another node waits until the old "
                    "one has gone, and the rollout may stand still",
                    sure=False,
                )


def _rolling(spec: Node, replicas: int) -> tuple[int, int]:
    """Return how many pods may be on top, and how many may be missing."""
    rolling = mapping(spec, "strategy", "rollingUpdate")
    surge = _share(rolling.get("maxSurge", _QUARTER), replicas, math.ceil)
    missing = _share(rolling.get("maxUnavailable", _QUARTER), replicas, math.floor)
    return surge, missing if surge or missing else 1


def _share(value: Any, replicas: int, rounded: Any) -> int:
    if isinstance(value, str) and value.endswith("%") and value[:-1].isdigit():
        return int(rounded(replicas * int(value[:-1]) / 100))
    return as_whole(value) or 0


def _recreates(spec: Node, field: str) -> bool:
    return text(mapping(spec, field), "type") == "Recreate"


def _scaled_to_nothing(
    change: ResourceChange, before: Resource, after: Resource
) -> Iterator[Effect]:
    if change.kind not in _RUNNING:
        return
    old = least_of(before, change.application.old_resources)
    new = least_of(after, change.application.new_resources)
    if old.least > 0 and new.most == 0:
        yield _downtime("no pod is left: it is scaled to 0", path=("spec", "replicas"))


def _downtime(message: str, *, sure: bool = True, path: FieldPath = ()) -> Effect:
    return Effect(EffectKind.DOWNTIME, message, sure, path)
