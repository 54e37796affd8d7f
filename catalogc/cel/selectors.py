"""Label selectors, as far as the labels are known (apimachinery, LabelSelector)."""

from collections.abc import Mapping
from typing import Any


def selects(
    selector: Mapping[str, Any] | None, labels: Mapping[str, Any], *, complete: bool = True
) -> bool | None:
    """Return whether labels match; None when that depends on labels that are not known.

    Args:
        complete: whether these are all labels.
    """
    if not selector:
        return True
    answers = [
        labels.get(key) == value if key in labels else _absent(complete=complete, answer=False)
        for key, value in (selector.get("matchLabels") or {}).items()
    ]
    answers += [
        _matches(expression, labels, complete=complete)
        for expression in selector.get("matchExpressions") or ()
    ]
    return False if False in answers else None if None in answers else True


def _matches(
    expression: Mapping[str, Any], labels: Mapping[str, Any], *, complete: bool
) -> bool | None:
    key, operator = str(expression.get("key")), expression.get("operator")
    values = expression.get("values") or ()
    negative = operator in ("NotIn", "DoesNotExist")
    if key not in labels:
        return _absent(complete=complete, answer=negative)
    if operator in ("In", "NotIn"):
        return (labels[key] in values) is not negative
    return not negative


def _absent(*, complete: bool, answer: bool) -> bool | None:
    return answer if complete else None
