"""The chart that is checked, and the values that it is tried with."""

import copy
import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogc.model.adapter import Chart
from catalogc.model.document import Document
from catalogc.model.source import START_OF_FILE, FieldPath, Location, SourceFile, get_in
from catalogc.origin.chart_check.archives import Opened
from catalogc.origin.chart_check.chart_reads import is_library, read_chart
from catalogc.origin.chart_check.reads import INTERNAL_MARK, READ_MARK, ChartReads
from catalogc.origin.lawful import Law
from catalogc.origin.lines import TemplateLine
from catalogc.origin.places import template_location
from catalogc.origin.trees import child
from catalogc.render.protocol import Renderer, RenderJob, RenderResult
from catalogc.schemas.validation import InvalidSchema, SchemaValidator

_MOST_CONFIGURATIONS = 6


@dataclass(frozen=True)
class Subject:
    """A chart with its schema, and values of users to try it with.

    Attributes:
        schema: empty for a chart without one.
        schema_document: its text with positions; None for a chart without one.
        configurations: values as users write them, over the defaults; the first is empty.
        outside: values that something else than a template reads.
        packed: the chart's files with those of packed charts below it, which ``chart`` has, too.
    """

    chart: Chart
    schema: Mapping[str, Any]
    schema_document: Document | None = field(repr=False)
    configurations: tuple[Mapping[str, Any], ...] = ({},)
    outside: frozenset[FieldPath] = frozenset()
    packed: Opened | None = field(default=None, repr=False)

    @property
    def reads(self) -> ChartReads:
        """What its templates read."""
        return read_chart(self.chart)

    @functools.cached_property
    def is_library(self) -> bool:
        """Whether it is a library chart, which renders nothing by itself."""
        return is_library(self.chart)

    @functools.cached_property
    def law(self) -> Law:
        """Its schema, asked about single values."""
        return Law(self.schema)

    @functools.cached_property
    def _validator(self) -> SchemaValidator | None:
        try:
            return SchemaValidator(self.schema) if self.schema else None
        except InvalidSchema:
            return None

    def effective(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values over the chart's defaults, as templates see them."""
        return merged(values, self.chart.defaults.data)

    def is_lawful(self, values: Mapping[str, Any]) -> bool:
        """Tell whether the schema accepts values over the defaults."""
        if self._validator is None:
            return True
        document = Document(SourceFile("values", ""), self.effective(values), {})
        return not self._validator.document_findings(document)

    def is_read_outside(self, path: FieldPath) -> bool:
        """Tell whether the compiler, Helm, or whoever the schema means, reads a value."""
        names = tuple(part for part in path if isinstance(part, str))
        parts = (self.law.part(path[:depth]) for depth in range(1, len(path) + 1))
        return any(names[:depth] in self.outside for depth in range(1, len(path) + 1)) or any(
            part.get(mark) is True for part in parts for mark in (READ_MARK, INTERNAL_MARK)
        )

    def at(self, path: FieldPath) -> Location:
        """Locate a value's key: in values.yaml, else in the schema, else the nearest parent."""
        defaults = self.chart.defaults
        schema = self.schema_document
        if path in defaults.spans or schema is None:
            return defaults.at_key(path)
        route = schema_route(self.schema, path)
        if route is not None and route in schema.spans:
            return schema.at_key(route)
        return defaults.at_key(path)

    def template_at(self, file: str, line: int) -> Location:
        """Locate a line of a file of the chart."""
        if file not in self.chart.files:
            return Location(SourceFile(f"{self.chart.path}/{file}", ""), START_OF_FILE)
        location = template_location(self.chart, TemplateLine(file, max(line, 1)))
        where = self.packed.path_of(file) if self.packed else file
        if where == file:
            return location
        source = SourceFile(f"{self.chart.path}/{where}", location.file.text)
        return dataclasses.replace(location, file=source)


@dataclass(slots=True)
class Trials:
    """Renders a chart with many values.

    Attributes:
        count: number of renders so far.
    """

    subject: Subject
    renderer: Renderer
    count: int = 0
    _sound: list[tuple[Mapping[str, Any], RenderResult]] | None = None

    def render(
        self, values: Iterable[Mapping[str, Any]], *, lawful: bool = False
    ) -> list[RenderResult]:
        """Render each of several values.

        Args:
            lawful: whether the chart's schema may refuse them.

        Raises:
            RendererUnavailableError: the engine cannot be started.
        """
        chart = self.subject.chart if lawful else without_schema(self.subject.chart)
        jobs = [self._job(index, item, chart) for index, item in enumerate(values)]
        self.count += len(jobs)
        return list(self.renderer.render(jobs))

    def sound(self) -> list[tuple[Mapping[str, Any], RenderResult]]:
        """Return the configurations that can be rendered, each with what it makes.

        Those with every toggle on come last.
        """
        if self._sound is None:
            given = list(self.subject.configurations)[:_MOST_CONFIGURATIONS]
            tried = [*given, *(_all_on(self.subject, values) for values in given)]
            distinct = [item for index, item in enumerate(tried) if item not in tried[:index]]
            found = zip(distinct, self.render(distinct), strict=True)
            self._sound = [(item, result) for item, result in found if result.failure is None]
        return self._sound

    def lawful(self) -> list[tuple[Mapping[str, Any], RenderResult]]:
        """Return those of them that the schema accepts; all where it accepts none."""
        found = [item for item in self.sound() if self.subject.is_lawful(item[0])]
        return found or self.sound()

    def _job(self, index: int, values: Mapping[str, Any], chart: Chart) -> RenderJob:
        name = values.get("serviceName")
        release = name if isinstance(name, str) and name else "release-name"
        return RenderJob(index, release, "default", values, chart)


@functools.lru_cache(maxsize=8)
def _bare(chart: "_ByDigest") -> Chart:
    kept = {
        name: content
        for name, content in chart.chart.files.items()
        if not name.endswith("values.schema.json")
    }
    return dataclasses.replace(chart.chart, files=kept, digest=f"{chart.digest}-without-schema")


@dataclass(frozen=True, slots=True)
class _ByDigest:
    digest: str
    chart: Chart = field(compare=False)


def without_schema(chart: Chart) -> Chart:
    """Return the chart as it is without values.schema.json, which refuses nothing."""
    return _bare(_ByDigest(chart.digest, chart))


def merged(values: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Put values over defaults by Helm's rules; a null deletes a default."""
    found = {key: value for key, value in defaults.items() if key not in values}
    for key, value in values.items():
        default = defaults.get(key)
        if isinstance(value, Mapping) and isinstance(default, Mapping):
            found[key] = merged(value, default)
        elif value is not None or key not in defaults:
            found[key] = value
    return found


def changed(
    subject: Subject, values: Mapping[str, Any], path: FieldPath, new: Any
) -> dict[str, Any]:
    """Return a user's values with one value changed; lists are set as a whole."""
    result: dict[str, Any] = copy.deepcopy(dict(values))
    effective: Any = subject.effective(values)
    node: Any = result
    for index, part in enumerate(path[:-1]):
        effective = child(effective, part)
        inner = child(node, part)
        if inner is None:
            whole = isinstance(path[index + 1], int)
            inner = copy.deepcopy(effective) if whole else {}
            if inner is None or not isinstance(node, dict):
                return result
            node[part] = inner
        node = inner
    last: Any = path[-1]
    if isinstance(node, dict | list):
        node[last] = new
    return result


def schema_route(schema: Mapping[str, Any], path: FieldPath) -> FieldPath | None:
    """Return where a schema file writes a property; None where it is behind a reference."""
    route: FieldPath = ()
    for part in path:
        route = (*route, "items") if isinstance(part, int) else (*route, "properties", part)
    return route if get_in(schema, route) is not None else None


def _all_on(subject: Subject, values: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(values)
    for path in _booleans(subject.effective(values), ()):
        result = changed(subject, result, path, new=True)
    return result


def _booleans(node: Any, path: FieldPath) -> Iterator[FieldPath]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _booleans(value, (*path, key))
    elif isinstance(node, bool):
        yield path
