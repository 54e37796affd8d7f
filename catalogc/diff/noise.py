"""Changes that say nothing by themselves.

Sources: Helm's recommended labels (helm.sh/chart, app.kubernetes.io/version) and its "automatically
roll deployments" tip (checksum annotations); Kubernetes API conventions on quantities; defaults of
core/v1, apps/v1 and batch/v1 (defaults.go).
"""

import re
from dataclasses import replace
from typing import Any

from catalogc.diff.fields import ABSENT, FieldChange, Noise
from catalogc.model.quantity import parse_quantity
from catalogc.model.source import FieldPath

_CHECKSUM = re.compile(r"checksum[/.-]|.*/(config-?)?(checksum|hash)\Z|rollme\Z")
_VERSION_LABELS = frozenset({"helm.sh/chart", "app.kubernetes.io/version", "chart"})
_LEAF = "catalogc.dev/leaf"
_AMOUNTS = frozenset({"requests", "limits", "capacity", "hard", "allocatable"})
_AMOUNT = frozenset({"sizeLimit", "averageValue", "divisor"})

_DEFAULTS: dict[str, tuple[Any, ...]] = {
    "dnsPolicy": ("ClusterFirst",),
    "restartPolicy": ("Always",),
    "schedulerName": ("default-scheduler",),
    "terminationGracePeriodSeconds": (30,),
    "terminationMessagePath": ("/dev/termination-log",),
    "terminationMessagePolicy": ("File",),
    "protocol": ("TCP",),
    "scheme": ("HTTP",),
    "successThreshold": (1,),
    "failureThreshold": (3,),
    "periodSeconds": (10,),
    "timeoutSeconds": (1,),
    "initialDelaySeconds": (0,),
    "revisionHistoryLimit": (10,),
    "progressDeadlineSeconds": (600,),
    "minReadySeconds": (0,),
    "podManagementPolicy": ("OrderedReady",),
    "completionMode": ("NonIndexed",),
    "sessionAffinity": ("None",),
    "internalTrafficPolicy": ("Cluster",),
    "volumeMode": ("Filesystem",),
    "enableServiceLinks": (True,),
}
"""What the API server writes where a field is left out; for Kubernetes' own kinds alone."""

_OWN_GROUPS = frozenset({"", "apps", "batch", "policy", "autoscaling"})


def without_meaning(change: FieldChange, group: str, kind: str) -> FieldChange:
    """Return the change, marked with why it says nothing if it does.

    Args:
        change: one field before and after.
        group: API group of the object.
        kind: kind of the object.
    """
    if change.noise is not None:
        return change
    noise = _label(change) or _value(change, group, kind)
    return replace(change, noise=noise) if noise else change


def _label(change: FieldChange) -> Noise | None:
    """Judge a label or annotation, or all of them where they come or go together."""
    for depth in (1, 2):
        if change.path[-depth:][:1] not in (("labels",), ("annotations",)):
            continue
        if "metadata" not in change.path[:-depth]:
            return None
        if depth == 2:
            return _of_name(change.path[-1])
        found = {
            _of_name(name)
            for side in (change.before, change.after)
            if isinstance(side, dict)
            for name in side
        }
        return found.pop() if len(found) == 1 else None
    return None


def _of_name(name: str | int) -> Noise | None:
    if name == _LEAF:
        return Noise.LEAF_PATH
    if name in _VERSION_LABELS:
        return Noise.VERSION_LABEL
    return Noise.CHECKSUM if _CHECKSUM.match(str(name)) else None


def is_noisy_name(name: str) -> bool:
    """Tell whether a label or annotation of this name says nothing by itself."""
    return _of_name(name) is not None


def _value(change: FieldChange, group: str, kind: str) -> Noise | None:
    if _is_amount(change.path) and _equal_amounts(change.before, change.after):
        return Noise.QUANTITY
    if group in _OWN_GROUPS and _is_default(change, kind):
        return Noise.DEFAULT
    return None


def _is_amount(path: FieldPath) -> bool:
    return bool(_AMOUNT & set(path[-1:]) or _AMOUNTS & set(path[-2:-1]))


def _equal_amounts(before: Any, after: Any) -> bool:
    sides = (before, after)
    if not all(isinstance(side, str | int | float) and side is not True for side in sides):
        return False
    try:
        return parse_quantity(str(before)) == parse_quantity(str(after))
    except ValueError:
        return False


def _is_default(change: FieldChange, kind: str) -> bool:
    if change.before is not ABSENT and change.after is not ABSENT:
        return False
    written = change.after if change.before is ABSENT else change.before
    if change.path == ("spec", "replicas"):
        return bool(written == 1)
    if change.path == ("spec", "type") and kind == "Service":
        return bool(written == "ClusterIP")
    # Names of a mapping that people fill, such as labels and data, are no fields.
    if not change.path or {"data", "labels", "annotations", "matchLabels"} & set(change.path[:-1]):
        return False
    return any(
        written == known and type(written) is type(known)
        for known in _DEFAULTS.get(str(change.path[-1]), ())
    )
