"""What charts below an umbrella chart add to its values, as far as it is told without Helm."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogc.goyaml.load import YamlError, load_documents
from catalogc.model.adapter import Chart
from catalogc.model.source import FieldPath
from catalogc.model.values import Values
from catalogc.render.parts import ChartPart, chart_parts
from catalogc.render.reach import Reach, defined_names
from catalogc.resolve.layers import coalesce

_GLOBAL = "global"
_MOST_CHARTS = 64
_KNOWN: "dict[str, Below]" = {}


@dataclass(frozen=True, slots=True)
class Below:
    """The application charts below a chart.

    Attributes:
        defaults: of the chart itself, over those of the charts below it.
        scopes: names that lead to each of them; empty where there are none.
        switches: values that decide which of the charts there are.
        is_known: whether all of that is known; if not, Helm must be asked.
        removable: where the files of a chart are that a value alone switches off, by that value;
            no other chart's templates notice.
    """

    defaults: Mapping[str, Any]
    scopes: tuple[FieldPath, ...] = ()
    switches: tuple[FieldPath, ...] = ()
    is_known: bool = True
    removable: Mapping[FieldPath, str] = field(default_factory=dict)

    def decides(self, path: FieldPath) -> bool:
        """Whether a value decides what charts there are, or is handed down to all of them."""
        if not self.scopes:
            return False
        if any(_overlap(path, switch) for switch in self.switches):
            return True
        return any(path[: len(scope) + 1] == (*scope, _GLOBAL) for scope in ((), *self.scopes))


def charts_below(chart: Chart) -> Below:
    """Read the charts below a chart; kept by its digest."""
    known = _KNOWN.get(chart.digest)
    if known is None:
        if len(_KNOWN) >= _MOST_CHARTS:
            _KNOWN.clear()
        known = _KNOWN[chart.digest] = _read(chart)
    return known


def _read(chart: Chart) -> Below:
    own = chart.defaults.data
    if not chart.has_dependencies:
        return Below(own)
    parts = chart_parts(chart.files)
    if parts is None:
        return Below(own, is_known=False)
    applications = [part for part in parts if not (part.is_top or part.is_library)]
    try:
        for part in applications:
            own = _over(own, part, _values_file(chart, part))
    except (YamlError, TypeError):
        return Below(own, is_known=False)
    return Below(
        own,
        tuple(part.path for part in applications),
        tuple(switch for part in parts for switch in part.switches),
        removable=dict(_removable(chart.files, applications)),
    )


def _removable(
    files: Mapping[str, bytes], parts: Sequence[ChartPart]
) -> Iterator[tuple[FieldPath, str]]:
    reach = Reach(files)
    if reach.names_subcharts:
        return
    for part in parts:
        others = [
            path for path in files if "templates/" in path and not path.startswith(part.prefix)
        ]
        # What only defines is looked into where somebody includes it.
        above = [path for path in others if path.startswith("templates/") and "/_" not in path]
        if not part.switch or len(part.path) != 1:
            continue
        is_read = any(reach.may_reach(path, [part.switch]) for path in above)
        if not (is_read or _includes(files, part.prefix, others)):
            yield part.switch, part.prefix


def _includes(files: Mapping[str, bytes], prefix: str, others: Iterable[str]) -> bool:
    """Whether other charts may use a template that a chart alone defines."""
    text = "\n".join(files[path].decode(errors="replace") for path in others)
    own = {
        name
        for path, content in files.items()
        if path.startswith(prefix)
        for name in defined_names(content.decode(errors="replace"))
    }
    return any(f'"{name}"' in text for name in own - set(defined_names(text)))


def _values_file(chart: Chart, part: ChartPart) -> dict[str, Any]:
    text = chart.files.get(f"{part.prefix}values.yaml", b"").decode(errors="replace")
    documents = load_documents(text)
    data = documents[0] if documents else None
    if not isinstance(data, dict | None):
        raise TypeError(part.prefix)
    return data or {}


def _over(defaults: dict[str, Any], part: ChartPart, values: dict[str, Any]) -> dict[str, Any]:
    """Put defaults of the charts above over a chart's own."""
    tree: dict[str, Any] = {name: value for name, value in values.items() if name != _GLOBAL}
    for name in reversed(part.path):
        tree = {name: tree}
    return coalesce(Values(defaults, {}), Values(tree, {})).data


def _overlap(one: FieldPath, other: FieldPath) -> bool:
    depth = min(len(one), len(other))
    return one[:depth] == other[:depth]
