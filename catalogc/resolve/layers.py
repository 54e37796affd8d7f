"""Merge layers of values by Helm's rules, keeping where each value was written."""

from collections.abc import Iterable
from typing import Any

from catalogc.model.late import LateMapping
from catalogc.model.source import FieldPath
from catalogc.model.values import Origin, Values


def merge_layers(layers: Iterable[Values]) -> Values:
    """Merge layers, the last one winning, as Helm merges several values files.

    Mappings merge key by key; anything else replaces. A null stays, so that it can delete a
    chart's default later (Helm 4, pkg/cli/values and pkg/chart/common/util/coalesce.go).
    """
    merged: Values | None = None
    for layer in layers:
        merged = layer if merged is None else _over(layer, merged, delete_nulls=False)
    if merged is None:
        message = "no layer to merge"
        raise ValueError(message)
    return merged


def coalesce(values: Values, defaults: Values) -> Values:
    """Put values over a chart's defaults; a null deletes the default, as in Helm."""
    return _over(values, defaults, delete_nulls=True)


def _over(top: Values, bottom: Values, *, delete_nulls: bool) -> Values:
    data = _merge(top.data, bottom.data, delete_nulls=delete_nulls)

    def origins() -> dict[FieldPath, Origin]:
        return _origins(top, bottom)

    return Values(data, LateMapping(origins))


def _merge(top: dict[str, Any], below: dict[str, Any], *, delete_nulls: bool) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for key, value in top.items():
        if key in below:
            if value is None and delete_nulls:
                continue
            default = below[key]
            if isinstance(value, dict) and isinstance(default, dict):
                merged[key] = _merge(value, default, delete_nulls=delete_nulls)
                continue
        merged[key] = value
    merged.update({key: value for key, value in below.items() if key not in top})
    return merged


def _origins(top: Values, bottom: Values) -> dict[FieldPath, Origin]:
    """Where each subtree of the merged values was written."""
    origins: dict[FieldPath, Origin] = dict(top.origins)

    def walk(upper: dict[str, Any], path: FieldPath) -> None:
        below = bottom.get(path)
        for key, value in below.items():
            inner = (*path, key)
            if key not in upper:
                origins.update(
                    (nested, origin)
                    for nested, origin in bottom.origins.items()
                    if nested[: len(inner)] == inner
                )
                origins[inner] = bottom.origin(inner)
            elif isinstance(value, dict) and isinstance(upper[key], dict):
                walk(upper[key], inner)

    walk(top.data, ())
    return origins
