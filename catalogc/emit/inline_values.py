"""Helm values inside an Application."""

import re
from typing import Any

from catalogc.goyaml.dump import dump

_EXACT = 1 << 53
"""From here on, JSON numbers lose digits where they are read as floating point."""

# What YAML does not take unescaped. An ApplicationSet puts JSON into YAML, which escapes none.
_UNPRINTABLE = re.compile("[\x7f-\x9f\ufeff\ufffe\uffff\u2028\u2029]")


def inline_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return ``valuesObject``, or ``values`` as text where the Kubernetes API would change them.

    ``valuesObject`` is JSON of the Kubernetes API, which drops nulls; an ApplicationSet reads
    its numbers as floating point.
    """
    if not values:
        return {}
    return {"valuesObject": values} if _survives(values) else {"values": dump(values)}


def _survives(data: Any) -> bool:
    if isinstance(data, dict):
        return all(_survives(key) and _survives(value) for key, value in data.items())
    if isinstance(data, list):
        return all(map(_survives, data))
    if isinstance(data, str):
        return _UNPRINTABLE.search(data) is None
    if isinstance(data, bool):
        return True
    if isinstance(data, int | float):
        return -_EXACT < data < _EXACT
    return data is not None
