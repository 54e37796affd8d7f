"""CPU and memory of a leaf's container, with what a preset of the chart adds."""

from typing import Any, NamedTuple

from catalogc.goyaml.compose import SyntaxProblemError, TooLargeError, compose
from catalogc.model.adapter import Adapter
from catalogc.model.document import Document
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, Location, SourceFile, get_in
from catalogc.rules.shared.chart_facts import PerChart, declares
from catalogc.rules.shared.written import blame

RESOURCES = ("container", "resources")
PRESET = ("resourcePreset",)
_PRESETS = "files/presets.yaml"  # of a chart whose schema has the field resourcePreset


class Amount(NamedTuple):
    """One request or limit.

    Attributes:
        path: its field, which a leaf can write whether or not it does.
        preset: the preset of the chart that it comes from; empty for none.
    """

    path: FieldPath
    value: Any
    preset: str = ""


def amounts(release: Release, part: str) -> dict[str, Amount]:
    """Return the amounts that a release has, by resource; null is none.

    Args:
        part: ``requests`` or ``limits``.
    """
    found: dict[str, Amount] = {}
    preset = release.effective.get(PRESET)
    if isinstance(preset, str) and preset:
        document = _presets(release.adapter)
        for name, value in _mapping(document.data if document else None, preset, part).items():
            found[name] = Amount((*RESOURCES, part, name), value, preset)
    for name, value in release.effective.mapping((*RESOURCES, part)).items():
        if value is not None:
            found[name] = Amount((*RESOURCES, part, name), value)
    return found


def locate(release: Release, found: Amount) -> Location:
    """Locate an amount: in the preset, or what people wrote."""
    document = _presets(release.adapter) if found.preset else None
    if document is None:
        return blame(release, found.path)
    return document.at((found.preset, *found.path[-2:]))


def _mapping(data: Any, *path: str) -> dict[str, Any]:
    found = get_in(data, path)
    return found if isinstance(found, dict) else {}


@PerChart
def _presets(adapter: Adapter) -> Document | None:
    content = adapter.chart.files.get(_PRESETS)
    if content is None or not declares(adapter, PRESET):
        return None
    file = SourceFile(f"{adapter.chart.path}/{_PRESETS}", content.decode("utf-8", "replace"))
    try:
        composed = compose(file.text)
    except (SyntaxProblemError, TooLargeError):
        return None  # the template will say so
    return Document(file, composed[0].data, composed[0].spans) if composed else None
