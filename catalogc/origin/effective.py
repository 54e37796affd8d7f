"""Effective values of a variant: what Helm would merge of changed values and the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.model.values import Values
from catalogc.origin.below import Below, charts_below
from catalogc.resolve.layers import coalesce


class _Removed:
    def __repr__(self) -> str:
        return "REMOVED"


REMOVED: Any = _Removed()
_NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class EffectiveValues:
    """Effective values of a release, with those of charts below its own.

    Attributes:
        unchanged: of the release as it is.
        below: the charts below, and all defaults.
    """

    unchanged: dict[str, Any]
    below: Below

    @classmethod
    def of(cls, release: Release) -> "EffectiveValues":
        """The effective values of a release."""
        below = charts_below(release.adapter.chart)
        if not below.scopes:
            return cls(release.effective.data, below)
        # A null of the leaf also takes away the default of a chart below.
        defaults = Values(dict(below.defaults), {})
        return cls(coalesce(release.leaf.values, defaults).data, below)

    def changed(self, changes: Mapping[FieldPath, Any]) -> dict[str, Any] | None:
        """Return them with changes; None where Helm must merge them.

        What is not on the way to a change is shared with the unchanged values.
        """
        if not self.below.is_known:
            return None
        values = self.unchanged
        # Items are taken away from the end, so that the places of the others stay true.
        for path, value in sorted(changes.items(), key=change_order, reverse=True):
            default = _default(self.below.defaults, path)
            is_tree = isinstance(value, dict) and isinstance(default, dict) and default
            if is_tree or self.below.decides(path):
                return None
            values = _changed(values, path, _effective(value, default))
        return values


def _effective(value: Any, default: Any) -> Any:
    if value is REMOVED:
        return default
    return _NOTHING if value is None and default is not _NOTHING else value


def change_order(item: tuple[FieldPath, Any]) -> tuple[tuple[bool, int, str], ...]:
    """Sort key of a change: by its path, list items by their position."""
    return tuple(
        (isinstance(part, int), part if isinstance(part, int) else 0, str(part)) for part in item[0]
    )


def _default(defaults: Any, path: FieldPath) -> Any:
    """The chart's default at a path; items of lists have none, because Helm replaces lists."""
    for part in path:
        if not isinstance(part, str) or not isinstance(defaults, dict) or part not in defaults:
            return _NOTHING
        defaults = defaults[part]
    return defaults


def _changed(node: Any, path: FieldPath, value: Any) -> Any:
    """A copy of a tree with one place changed; nothing takes it away."""
    part, *rest = path
    is_item = isinstance(node, list)
    copied: Any = list(node) if is_item else dict(node) if isinstance(node, dict) else {}
    if rest:
        old = copied[part] if is_item else copied.get(part)
        copied[part] = _changed(old, tuple(rest), value)
    elif value is not _NOTHING:
        copied[part] = value
    elif is_item or part in copied:
        del copied[part]
    return copied
