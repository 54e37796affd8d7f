"""Label selectors: ``matchLabels`` and ``matchExpressions`` (apimachinery, LabelSelector)."""

from typing import NamedTuple

from catalogc.model.display import listing
from catalogc.model.source import FieldPath
from catalogc.rules.shared.nodes import Node, entries, mapping


class Mismatch(NamedTuple):
    """The part of a selector that labels do not meet.

    Attributes:
        wanted: what it asks for.
        found: what the labels have instead.
    """

    path: FieldPath
    wanted: str
    found: str


def first_mismatch(selector: Node, labels: Node) -> Mismatch | None:
    """Return the first part of a selector that labels do not meet, or None where they meet all.

    What has a wrong type counts as met: its schema reports it.
    """
    for key, value in mapping(selector, "matchLabels").items():
        if labels.get(key) != value:
            return Mismatch(("matchLabels", key), f"{key}={value}", _found(key, labels))
    for index, expression in entries(selector, "matchExpressions"):
        if not _meets(expression, labels):
            key = str(expression.get("key"))
            path = ("matchExpressions", index)
            return Mismatch(path, _written(key, expression), _found(key, labels))
    return None


def labels_mismatch(selector: Node, labels: Node) -> Mismatch | None:
    """Do the same for a plain mapping of labels, such as a Service has."""
    for key, value in selector.items():
        if labels.get(key) != value:
            return Mismatch((key,), f"{key}={value}", _found(key, labels))
    return None


def is_empty(selector: Node) -> bool:
    """Tell whether a selector asks for nothing."""
    return not mapping(selector, "matchLabels") and not entries(selector, "matchExpressions")


def _found(key: str, labels: Node) -> str:
    return f"{key}={labels[key]}" if key in labels else f"no label {key}"


def _meets(expression: Node, labels: Node) -> bool:
    key, values = expression.get("key"), expression.get("values")
    found = labels.get(key) if isinstance(key, str) else None
    values = values if isinstance(values, list) else []
    match expression.get("operator"):
        case "In":
            return found in values
        case "NotIn":
            return found is None or found not in values
        case "Exists":
            return found is not None
        case "DoesNotExist":
            return found is None
        case _:
            return True


def _written(key: str, expression: Node) -> str:
    values = expression.get("values")
    shown = [str(value) for value in values] if isinstance(values, list) else []
    wanted = f"{key} {expression.get('operator')}"
    return f"{wanted} ({listing(shown)})" if shown else wanted
