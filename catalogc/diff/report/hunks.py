"""The change of an object as a unified diff of YAML, without secrets and without noise."""

from typing import Any

from catalogc.diff.noise import is_noisy_name
from catalogc.diff.report.masking import masked_manifest
from catalogc.diff.result import ResourceDiff
from catalogc.fix.splice import Rewritten
from catalogc.goyaml.dump import dump
from catalogc.model.resource import Resource
from catalogc.model.source import SourceFile
from catalogc.report.diff import unified_diff


def hunks(item: ResourceDiff) -> str:
    """Return the hunks without their two lines of file names; empty where nothing is to be seen.

    What is removed as a whole has none.
    """
    if item.after is None:
        return ""
    after = _quiet(masked_manifest(item.after))
    before = _quiet(masked_manifest(item.before)) if item.before is not None else None
    texts = ["" if before is None else dump(_aligned(before, after)), dump(after)]
    written = unified_diff(Rewritten(SourceFile(_name(item.after), texts[0]), texts[1]))
    return "".join(written.splitlines(keepends=True)[2:])


def _name(resource: Resource) -> str:
    return f"{resource.kind}/{resource.name}"


def _quiet(value: Any, key: str = "") -> Any:
    """Leave out labels and annotations that say nothing by themselves."""
    if isinstance(value, dict):
        named = key in ("labels", "annotations")
        return {
            name: _quiet(inner, name)
            for name, inner in value.items()
            if not (named and is_noisy_name(name))
        }
    return [_quiet(item) for item in value] if isinstance(value, list) else value


def _aligned(before: Any, after: Any) -> Any:
    """Return ``before`` in the order of ``after``: of its keys, and of items with a name."""
    if isinstance(before, dict) and isinstance(after, dict):
        order = [key for key in after if key in before]
        return {
            key: _aligned(before[key], after.get(key))
            for key in (*order, *(key for key in before if key not in after))
        }
    if not isinstance(before, list) or not isinstance(after, list):
        return before
    old, new = _by_name(before), _by_name(after)
    if old is None or new is None:
        pairs = zip(before, [*after, *[None] * len(before)], strict=False)
        return [_aligned(item, other) for item, other in pairs]
    names = [name for name in new if name in old] + [name for name in old if name not in new]
    return [_aligned(old[name], new.get(name)) for name in names]


def _by_name(items: list[Any]) -> dict[str, Any] | None:
    found = {str(item["name"]): item for item in items if isinstance(item, dict) and "name" in item}
    return found if len(found) == len(items) else None
