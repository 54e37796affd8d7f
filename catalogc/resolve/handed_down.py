"""Fields of a leaf that the subcharts of an umbrella chart are given too."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.adapter import HandedDown
from catalogc.model.finding import Finding, Outcome, Severity
from catalogc.model.source import FieldPath, format_path
from catalogc.model.values import Origin, Values

RULE = "unknown-field"
_ABSENT = object()


def hand_down(values: Values, fields: tuple[HandedDown, ...]) -> Outcome[Values]:
    """Copy each field to its subchart; the copy belongs to the line of the field that it copies.

    A subchart sees only what is below its own name, so an umbrella's leaf would have to repeat its
    identity for each. What a leaf writes at a target itself is an error and is replaced: else a
    part of a workload could pass for another team's.

    Args:
        values: of the leaf, without the chart's defaults.
        fields: of the leaf's adapter.
    """
    data = values.data
    copied: dict[FieldPath, Origin] = {}
    for field in fields:
        text = values.get(field.source, _ABSENT)
        if isinstance(text, str) and _can_hold(data, field.target):
            data = _with(data, field.target, text)
            copied[field.target] = values.origin(field.source)
    if not copied:
        return Outcome(values)
    # Nothing lies below a text, so that no other origin is left there.
    given = Values(data, {**values.origins, **copied})
    return Outcome(given, tuple(_written(values, fields)))


def _can_hold(data: dict[str, Any], target: FieldPath) -> bool:
    """Whether the parents are mappings, or absent; the schema reports what they should not be."""
    node: Any = data
    for part in target[:-1]:
        node = node.get(part, {})
        if not isinstance(node, dict):
            return False
    return True


def _with(data: dict[str, Any], path: FieldPath, value: str) -> dict[str, Any]:
    head, *rest = path
    inner = _with(data.get(str(head), {}), tuple(rest), value) if rest else value
    return {**data, str(head): inner}


def _written(values: Values, fields: tuple[HandedDown, ...]) -> Iterator[Finding]:
    for field in fields:
        if values.get(field.target, _ABSENT) is _ABSENT:
            continue
        target, source = format_path(field.target), format_path(field.source)
        yield Finding(
            rule=RULE,
            severity=Severity.ERROR,
            message=f"{target} is not for leaves: it always follows {source}",
            location=values.at_key(field.target),
            label=f"made from {source}",
            field=field.target,
            help=f"remove {target}, and set {source} alone",
        )
