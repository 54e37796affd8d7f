"""Merge layers of values by Helm's rules, keeping where each value was written."""

from collections.abc import Iterable
from typing import Any

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
    origins: dict[FieldPath, Origin] = dict(top.origins)
    data = _merge(top.data, bottom, (), origins, delete_nulls=delete_nulls)
    return Values(data, origins)


def _merge(
    top: dict[str, Any],
    bottom: Values,
    path: FieldPath,
    origins: dict[FieldPath, Origin],
    *,
    delete_nulls: bool,
) -> dict[str, Any]:
    below = bottom.get(path)
    merged: dict[str, Any] = {}
    for key, value in top.items():
        if value is None and delete_nulls and key in below:
            continue
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            inner = (*path, key)
            merged[key] = _merge(value, bottom, inner, origins, delete_nulls=delete_nulls)
        else:
            merged[key] = value
    for key, value in below.items():
        if key not in top:
            inner = (*path, key)
            merged[key] = value
            origins.update(
                (nested, origin)
                for nested, origin in bottom.origins.items()
                if nested[: len(inner)] == inner
            )
            origins[inner] = bottom.origin(inner)
    return merged
