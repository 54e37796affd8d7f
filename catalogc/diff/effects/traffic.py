"""Callers that no longer find what they call, and pods that nobody protects from a drain.

Sources: Kubernetes, Service (DNS name, ports, selector) and PodDisruptionBudget.
"""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.fields import ABSENT, format_field
from catalogc.diff.removal import Fate, fate_of
from catalogc.diff.result import Effect, EffectKind
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath
from catalogc.rules.shared.nodes import entries, mapping
from catalogc.rules.shared.pods import Kind

_SERVICE: Kind = ("", "Service")
_BUDGET: Kind = ("policy", "PodDisruptionBudget")
_SELECTOR: FieldPath = ("spec", "selector")


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield what Services and PodDisruptionBudgets no longer do; none where the whole goes."""
    if change.application.after is None:
        return
    if change.kind == _SERVICE:
        yield from _service(change)
    elif change.kind == _BUDGET and change.before is not None:
        yield from _budget(change, change.before)


def _service(change: ResourceChange) -> Iterator[Effect]:
    gone = change.removed
    if gone is not None and fate_of(change) in (Fate.DELETED, Fate.CONFIRM):
        name = f"{gone.name}.{gone.namespace}" if gone.namespace else gone.name
        yield _missing(f"who calls {name} no longer finds it")
    if not change.is_update or change.before is None or change.after is None:
        return
    lost = sorted(_ports(change.before) - _ports(change.after))
    if lost:
        yield _missing(f"port {', '.join(lost)} is no longer served", ("spec", "ports"))
    for item in change.real(_SELECTOR):
        yield _missing(f"{format_field(item.path)} selects other pods", item.path)
        return


def _budget(change: ResourceChange, before: Resource) -> Iterator[Effect]:
    if change.after is None:
        if fate_of(change) in (Fate.DELETED, Fate.CONFIRM):
            yield _missing("a drain of nodes may stop all pods at once: their budget is removed")
        return
    spec = mapping(before.manifest, "spec")
    for item in change.real(("spec", "minAvailable"), ("spec", "maxUnavailable")):
        if _is_weaker(item.path[-1], item.before, item.after, spec):
            message = f"a drain of nodes may stop more pods at once: {format_field(item.path)}"
            yield _missing(message, item.path)


def _is_weaker(name: str | int, before: object, after: object, spec: dict[str, object]) -> bool:
    if after is ABSENT:
        return name == "minAvailable"
    if before is ABSENT:
        return name == "maxUnavailable" and "minAvailable" in spec
    old, new = _number(before), _number(after)
    if old is None or new is None or str(before).endswith("%") != str(after).endswith("%"):
        return True
    return new < old if name == "minAvailable" else new > old


def _number(value: object) -> int | None:
    digits = str(value).removesuffix("%")
    return int(digits) if digits.isdigit() else None


def _ports(service: Resource) -> set[str]:
    ports = entries(mapping(service.manifest, "spec"), "ports")
    return {f"{port.get('port')}/{port.get('protocol', 'TCP')}" for _, port in ports}


def _missing(message: str, path: FieldPath = ()) -> Effect:
    return Effect(EffectKind.DOWNTIME, message, sure=False, path=path)
