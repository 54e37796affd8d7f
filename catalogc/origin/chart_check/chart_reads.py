"""Read all templates of a chart, with those of the charts below it."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogc.goyaml.load import YamlError, load_documents
from catalogc.model.adapter import Chart
from catalogc.origin.chart_check.archives import open_packed
from catalogc.origin.chart_check.lexing import TemplateSyntaxError
from catalogc.origin.chart_check.parsing import parse_template
from catalogc.origin.chart_check.paths import ValuePath
from catalogc.origin.chart_check.reading import Machine, TooManyStepsError
from catalogc.origin.chart_check.reads import ChartReads, Formula, Read, Truth
from catalogc.origin.chart_check.symbols import Scope, Symbol
from catalogc.origin.chart_check.syntax import Source, Template
from catalogc.origin.trees import scalars

_MOST_TEMPLATE_BYTES = 1 << 20
_BELOW = re.compile(r"(charts/([^/]+)/)(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Part:
    """A chart or one below it.

    Attributes:
        scope: where its values are.
        prefix: folder of its files in the chart, with a slash at the end, or empty.
        conditions: what must hold for Helm to render it.
    """

    scope: Scope
    prefix: str
    files: Mapping[str, bytes]
    conditions: tuple[Formula, ...] = ()

    @property
    def metadata(self) -> Mapping[str, Any]:
        return _mapping(self.files.get("Chart.yaml", b""))

    @property
    def dependencies(self) -> list[Mapping[str, Any]]:
        """Of Chart.yaml, or of the file that charts of apiVersion v1 have for them."""
        older = _mapping(self.files.get("requirements.yaml", b""))
        return [*_dependencies(self.metadata), *_dependencies(older)]


@dataclass(slots=True)
class _Collection:
    """Everything there is to run."""

    roots: list[tuple[_Part, Template]] = field(default_factory=list)
    defines: dict[str, Template] = field(default_factory=dict)
    texts: dict[ValuePath, str] = field(default_factory=dict)
    complete: bool = True


@functools.lru_cache(maxsize=32)
def _cached(chart: "_ByDigest") -> ChartReads:
    return _read(chart.chart)


@dataclass(frozen=True, slots=True)
class _ByDigest:
    digest: str
    chart: Chart = field(compare=False)


def read_chart(chart: Chart) -> ChartReads:
    """Return what a chart's templates read; remembered by the chart's digest."""
    return _cached(_ByDigest(chart.digest, chart))


def is_library(chart: Chart) -> bool:
    """Tell whether a chart only defines templates for others."""
    return _mapping(chart.files.get("Chart.yaml", b"")).get("type") == "library"


def _read(chart: Chart) -> ChartReads:
    found = ChartReads()
    files = open_packed(chart.files).files
    parts = list(_parts(_Part(Scope(), "", files), found))
    collection = _Collection()
    for part in reversed(parts):  # a chart's own templates win over those below it
        _collect(part, collection)
    found.complete = collection.complete
    machine = Machine(collection.defines, collection.texts, _texts(files))
    scopes = [part.scope.path for part in parts]
    try:
        for part, template in collection.roots:
            before = len(machine.log.reads)
            machine.run(template, Symbol(scopes=frozenset((part.scope,))))
            if part.conditions:
                machine.log.reads[before:] = [
                    read._replace(conditions=(*part.conditions, *read.conditions))
                    for read in machine.log.reads[before:]
                ]
    except (TooManyStepsError, RecursionError):
        found.complete = False
    found.reads = list(dict.fromkeys(_with_globals(machine.log.reads, scopes)))
    found.reads += (read for part in parts for read in _helm_reads(part))
    found.renders_values = machine.log.renders_values
    found.printed = sorted(machine.log.printed, key=lambda item: (item.file, item.start))
    return found


def _parts(part: _Part, found: ChartReads) -> Iterator[_Part]:
    """Yield a chart and those below it, under every name that they have."""
    yield part
    below = _below(part.files)
    for entry in part.dependencies:
        name = str(entry.get("name"))
        scope = Scope((*part.scope.path, str(entry.get("alias") or name)))
        if name not in below:
            found.opaque.append(scope.path)
            continue
        conditions = (*part.conditions, *_conditions(entry, part.scope))
        folder, files = below[name]
        yield from _parts(_Part(scope, part.prefix + folder, files, conditions), found)
    declared = {str(entry.get("name")) for entry in part.dependencies}
    for name in sorted(below.keys() - declared):
        scope = Scope((*part.scope.path, name))
        folder, files = below[name]
        yield from _parts(_Part(scope, part.prefix + folder, files, part.conditions), found)


def _collect(part: _Part, collection: _Collection) -> None:
    is_library = part.metadata.get("type") == "library"
    for name, content in sorted(part.files.items()):
        if not name.startswith("templates/"):
            continue
        source = Source(part.prefix + name, content.decode(errors="replace"))
        try:
            parsed = parse_template(source)
        except TemplateSyntaxError:
            collection.complete = False
            continue
        collection.defines.update(parsed.defines)
        partial = name.rpartition("/")[2].startswith("_")
        if not partial and not is_library:
            collection.roots.append((part, parsed.template))
        elif is_library and not part.prefix:
            collection.roots += ((part, template) for template in parsed.defines.values())
    values = _mapping(part.files.get("values.yaml", b""))
    for path, value in scalars(values):
        if isinstance(value, str):
            collection.texts[*part.scope.path, *map(str, path)] = value


def _helm_reads(part: _Part) -> Iterator[Read]:
    """What Helm itself reads: conditions, tags, imports and exports of dependencies."""
    exports = (*part.scope.path, "exports")
    yield Read(exports, whole=True, conditions=(), file=f"{part.prefix}values.yaml", line=1)
    for number, entry in enumerate(part.dependencies):
        file = f"{part.prefix}Chart.yaml"
        for condition in _conditions(entry, part.scope):
            yield Read(condition.path, whole=True, conditions=(), file=file, line=1)
        for tag in entry.get("tags") or ():
            yield Read(("tags", str(tag)), whole=True, conditions=(), file=file, line=1)
        scope = (*part.scope.path, str(entry.get("alias") or entry.get("name")))
        # Helm itself puts these two there.
        yield Read(scope, whole=False, conditions=(), file=file, line=1)
        yield Read((*scope, "global"), whole=False, conditions=(), file=file, line=1)
        for item in entry.get("import-values") or ():
            child = item.get("child", "") if isinstance(item, dict) else f"exports.{item}"
            yield Read(
                (*scope, *str(child).split(".")),
                whole=True,
                conditions=(),
                file=file,
                line=number + 1,
            )


def _with_globals(reads: Iterable[Read], scopes: list[ValuePath]) -> Iterator[Read]:
    """Values below ``global`` of a chart are those of its parents, too."""
    known = {scope for scope in scopes if scope}
    for read in reads:
        yield read
        for depth, part in enumerate(read.path):
            if part == "global" and read.path[:depth] in known:
                for length in range(depth):
                    yield read._replace(path=(*read.path[:length], *read.path[depth:]))
        # Whoever prints all values of a chart prints what its parents call global, too.
        if read.whole and read.path in known:
            yield read._replace(path=("global",))


def _conditions(entry: Mapping[str, Any], scope: Scope) -> list[Truth]:
    written = entry.get("condition")
    names = written.split(",") if isinstance(written, str) else []
    return [Truth((*scope.path, *name.strip().split("."))) for name in names]


def _dependencies(metadata: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    written = metadata.get("dependencies")
    return [entry for entry in written or () if isinstance(entry, dict)]


def _below(files: Mapping[str, bytes]) -> dict[str, tuple[str, dict[str, bytes]]]:
    """Folder and files of the charts right below, by the name that their Chart.yaml says."""
    found: dict[str, dict[str, bytes]] = {}
    for name, content in files.items():
        match = _BELOW.fullmatch(name)
        if match:
            found.setdefault(match[2], {})[match[3]] = content
    return {
        str(_mapping(inner["Chart.yaml"]).get("name") or folder): (f"charts/{folder}/", inner)
        for folder, inner in found.items()
        if "Chart.yaml" in inner
    }


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {
        name: content.decode(errors="replace")
        for name, content in files.items()
        if len(content) <= _MOST_TEMPLATE_BYTES and not name.startswith(("templates/", "charts/"))
    }


def _mapping(content: bytes) -> Mapping[str, Any]:
    try:
        documents = load_documents(content.decode(errors="replace"))
    except YamlError:
        return {}
    return documents[0] if documents and isinstance(documents[0], dict) else {}
