"""How few pods a release may have."""

from typing import Any, NamedTuple

from catalogc.model.release import Release
from catalogc.model.source import FieldPath

AUTOSCALERS = ("hpa", "autoscaling")
REPLICAS = ("container", "replicas")


class Pods(NamedTuple):
    """The fewest pods, and the field that says so."""

    path: FieldPath
    number: int


def fewest_pods(release: Release) -> Pods | None:
    """Return the minimum of the autoscaler that is enabled, else the replicas; None if unsaid."""
    for name in AUTOSCALERS:
        if release.effective.get((name, "enabled")) is True:
            return _pods(release, (name, "minReplicas"))
    return _pods(release, REPLICAS)


def may_have_two(release: Release, pods: Pods) -> bool:
    """Tell whether a maximum beside the minimum leaves room for a second pod."""
    most = _number(release.effective.get((*pods.path[:-1], "maxReplicas")))
    return most is None or most > 1


def _pods(release: Release, path: FieldPath) -> Pods | None:
    number = _number(release.effective.get(path))
    return None if number is None else Pods(path, number)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
