"""A leaf that exists already gets the versions that were tried out before it."""

from collections.abc import Iterator
from typing import Any

from catalogc.fix.change import ABSENT
from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.resolve.leaves import DEFAULTS_NAME
from catalogc.scaffold.promotion import Change, Promotion, values
from catalogc.scaffold.renaming import Renaming

_VERSIONS = frozenset(
    {"digest", "id", "modelId", "modelTag", "quantization", "revision", "storageUri", "tag"}
)
_IMAGE = frozenset({"digest", "image", "repository", "tag"})
_WHOLE = frozenset({"chart", "model", "models"})


def is_version(path: FieldPath) -> bool:
    """Tell whether a field says which version of something runs: image, model, chart."""
    keys = [part for part in path if isinstance(part, str)]
    parent = keys[-2] if len(keys) > 1 else ""
    if keys[0] in _WHOLE:
        return True
    is_image = parent.lower().endswith("image") and keys[-1] in _IMAGE
    return is_image or keys[-1] in _VERSIONS


def updated_leaf(
    source: Release, target: Release, renaming: Renaming, also: tuple[FieldPath, ...]
) -> Promotion:
    """Carry versions over to a leaf that exists; all else stays as the target has it.

    Args:
        also: more fields to carry, with all below them.

    Raises:
        UnchangeableError: a text that must change cannot be.
    """
    document = target.leaf.document
    made = Promotion(document.file.path, document.file.text, document.file.text)
    here, there = _written_values(source), _written_values(target)
    for path, before, after in _differences(here, there, renaming):
        asked = any(path[: len(prefix)] == prefix for prefix in also)
        if asked or (is_version(path) and _is_same_thing(path[:-1], here, there)):
            written = _written(target, path)
            if after is not ABSENT or written in document.spans:
                made.set(written, after, f"as in {renaming.old}")
        else:
            made.kept.append(Change(path, before, after, ""))
    return made


def _is_same_thing(
    parent: FieldPath, here: dict[FieldPath, Any], there: dict[FieldPath, Any]
) -> bool:
    """Tell whether both leaves describe, at ``parent``, a version of the same thing.

    A model that one environment does not have, or that has another name there, is not one.
    """
    depth = len(parent)
    known = [
        any(path[:depth] == parent and is_version(path) for path in found)
        for found in (here, there)
    ]
    name = (*parent, "name")
    is_chart = parent == ("chart",)
    return not parent or (all(known) and (is_chart or here.get(name) == there.get(name)))


def _written_values(release: Release) -> dict[FieldPath, Any]:
    """Return what people wrote: not a proxy's list of models, nor what subcharts are given."""
    files = (release.leaf.document.file.path, DEFAULTS_NAME)
    found = release.leaf.values
    all_values = dict(values(found.data))
    kept = {}
    for path, value in all_values.items():
        document, written = (origin := found.origin(path)).document, origin.path
        is_copy = written != path and written in all_values
        if document.file.path.endswith(files) and written in document.spans and not is_copy:
            kept[path] = value
    return kept


def _written(target: Release, path: FieldPath) -> FieldPath:
    """Return where the target's own file has a field, which may be an old spelling."""
    origin = target.leaf.values.origin(path)
    document = target.leaf.document
    own = origin.document.file.path == document.file.path and origin.path in document.spans
    return origin.path if own else path


def _differences(
    here: dict[FieldPath, Any], there: dict[FieldPath, Any], renaming: Renaming
) -> Iterator[tuple[FieldPath, Any, Any]]:
    """Yield path, the target's value, and the source's as the target would have it."""
    for path in [*here, *(path for path in there if path not in here)]:
        if path in (("environment",), ()):
            continue
        before = there.get(path, ABSENT)
        after = renaming.of_all(here[path], path) if path in here else ABSENT
        if before is not after and before != after:
            yield path, before, after
