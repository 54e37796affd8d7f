"""Text of leaves that is used unsafely: run by a shell, read as something else, put into a URL."""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogc.goyaml.load import YamlError, load_documents
from catalogc.model.adapter import Chart
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.release import Release
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath, Location, format_path
from catalogc.origin.cache import OriginCache
from catalogc.origin.chart_check.printed import Place, places, whole_plain, within_url
from catalogc.origin.chart_check.shells import shell_texts
from catalogc.origin.chart_check.stored_reads import stored_reads
from catalogc.origin.fields import Origins
from catalogc.origin.lawful import Law
from catalogc.origin.lines import TemplateLine
from catalogc.origin.trees import scalars
from catalogc.render.protocol import Renderer, RendererUnavailableError

RULE = "value-flow"
_SHELL_WORD = re.compile(rb"\b(?:ba|da|a|k|mk|z)?sh\b")
_SHELL_OPTION = re.compile(rb"-[a-zA-Z]*c\b|#!")
_HOSTILE = ("$(x)", ";x", " x", "'x", '"x')
_NOT_IN_URL = re.compile(r"[\s?#%\\<>\"{}|^`]")


@dataclass(frozen=True, slots=True)
class _Sites:
    """Where a chart's templates write values.

    Attributes:
        plain: by value, places where it stands alone and without quotes.
        urls: by value, places inside a URL, as it is.
        has_shell: whether anything in the chart looks like a program for a shell.
        lines: of templates and other files that are the same for every leaf.
    """

    plain: tuple[Place, ...]
    urls: tuple[Place, ...]
    has_shell: bool
    lines: frozenset[str]

    @classmethod
    def of(cls, chart: Chart, cache: OriginCache) -> "_Sites":
        printed = stored_reads(chart, cache.folder).printed
        has_shell = any(
            _SHELL_WORD.search(text) and _SHELL_OPTION.search(text) for text in chart.files.values()
        )
        return cls(
            tuple(places(chart, printed, whole_plain)),
            tuple(places(chart, printed, within_url)),
            has_shell,
            frozenset(_fixed_lines(chart)) if has_shell else frozenset(),
        )

    def is_fixed(self, program: str) -> bool:
        """Tell whether a program stands in the chart as it is, so that no value is in it."""
        return all(line in self.lines for line in _lines_of(program))


def _fixed_lines(chart: Chart) -> Iterator[str]:
    for path, content in chart.files.items():
        if path.rpartition("/")[2] != "values.yaml":  # these lines are values
            text = content.decode(errors="replace")
            yield from (line for line in _lines_of(text) if "{{" not in line and "}}" not in line)


def _lines_of(text: str) -> Iterator[str]:
    """Yield lines without their indentation, which YAML takes away."""
    return filter(None, map(str.strip, text.splitlines()))


@dataclass(slots=True)
class UnsafeFlows:
    """Finds unsafe uses of leaves' text.

    Attributes:
        renderer: an open one.
        kube_version: of an environment's cluster.
        output: folder of all output, relative to the repository's root.
        cache: origins of earlier runs.
    """

    renderer: Renderer
    kube_version: Callable[[Environment], str]
    output: str
    cache: OriginCache
    _sites: dict[str, _Sites] = field(default_factory=dict)
    _harmless: set[tuple[str, str, FieldPath, str]] = field(default_factory=set)

    def findings(self, rendered: Sequence[RenderedRelease]) -> list[Finding]:
        """Judge what became of the values that leaves write.

        It does not fail: without a renderer no program is said to hold a leaf's text.
        """
        return [finding for item in rendered for finding in self._of(item)]

    def _of(self, item: RenderedRelease) -> Iterator[Finding]:
        chart = item.release.adapter.chart
        if item.release.is_third_party or not item.resources:
            return
        if chart.digest not in self._sites:
            self._sites[chart.digest] = _Sites.of(chart, self.cache)
        sites = self._sites[chart.digest]
        if sites.has_shell:
            yield from self._programs(item, sites)
        if sites.plain:
            yield from self._misread(item, sites.plain)
        if sites.urls:
            yield from self._addresses(item, sites.urls)

    def _programs(self, item: RenderedRelease, sites: _Sites) -> Iterator[Finding]:
        release = item.release
        for resource in item.resources:
            for found in shell_texts(resource.manifest):
                key = (release.adapter.chart.digest, resource.template, found.path, found.text)
                if key in self._harmless or sites.is_fixed(found.text):
                    continue
                origins = self._origins(item)
                values = list(_leaf_text(item, origins, resource, found.path, found.text))
                if not values:
                    self._harmless.add(key)
                for value in values:
                    line = origins.of(resource.key, found.path).template
                    yield self._finding(
                        item,
                        value,
                        Severity.ERROR,
                        f"{format_path(value)} becomes a part of a program that {found.shell} runs",
                        (resource, found.path, line),
                        "change the chart: give it to the program as an argument or a variable",
                    )

    def _misread(self, item: RenderedRelease, plain: tuple[Place, ...]) -> Iterator[Finding]:
        for place, path, text in _written(item, plain):
            read = _as_yaml(text)
            if isinstance(read, str):
                continue
            seen = _field_with(item, functools.partial(_same, read))
            if seen is not None:
                yield self._finding(
                    item,
                    path,
                    Severity.WARNING,
                    f"{format_path(path)} is text, and is rendered without quotes as "
                    f"{_kind(read)} {_go_text(read)}",
                    (*seen, place.line),
                    "change the chart: quote it in the template (`| quote`)",
                )

    def _addresses(self, item: RenderedRelease, urls: tuple[Place, ...]) -> Iterator[Finding]:
        for place, path, text in _written(item, urls):
            hostile = _NOT_IN_URL.search(text)
            if hostile is None:
                continue
            seen = _field_with(item, functools.partial(_is_url_with, text))
            if seen is not None:
                yield self._finding(
                    item,
                    path,
                    Severity.WARNING,
                    f"{format_path(path)} holds `{hostile[0]}`, and becomes a part of a URL as it "
                    "is",
                    (*seen, place.line),
                    "change the chart: write it with `| urlquery`; or use a text without it",
                )

    def _origins(self, item: RenderedRelease) -> Origins:
        from catalogc.origin.find import find_origins  # a clean run does not pay for it

        version = self.kube_version(item.release.environment)
        try:
            engine = self.renderer.version
            known = self.cache.read(item, version, engine)
            if known is None:
                known = find_origins(item, self.renderer, version)
                self.cache.write(item, version, engine, known)
        except RendererUnavailableError:
            return Origins({}, {})
        return known

    def _finding(
        self,
        item: RenderedRelease,
        value: FieldPath,
        severity: Severity,
        message: str,
        sink: tuple[Resource, FieldPath, TemplateLine | None],
        remedy: str,
    ) -> Finding:
        from catalogc.origin.places import RenderedFiles, template_location

        resource, path, line = sink
        release = item.release
        rendered = RenderedFiles(item, self.output).locate(resource, path)
        written: Location = template_location(
            release.adapter.chart, line or TemplateLine(resource.template, 1)
        )
        where = f"{format_path(path)} of {resource.kind}/{resource.name}"
        return Finding(
            rule=RULE,
            severity=severity,
            message=message,
            location=release.effective.at(value),
            label=f"becomes {where}",
            field=value,
            leaf=release.id,
            related=(
                Label(rendered, "rendered here"),
                Label(written, "the chart's template writes it here"),
            ),
            help=remedy,
        )


def _leaf_text(
    item: RenderedRelease, origins: Origins, resource: Resource, path: FieldPath, program: str
) -> Iterator[FieldPath]:
    """Values of the leaf whose text is in a program, and could be any program's text."""
    release = item.release
    law = Law(release.adapter.schema)
    for value in origins.of(resource.key, path).values:
        text = release.effective.get(value)
        if not _is_written(release, value) or not isinstance(text, str) or text not in program:
            continue
        # A leaf's own program is for the rule `shell`.
        if text != program and any(law.accepts(value, text + tail) for tail in _HOSTILE):
            yield value


def _written(
    item: RenderedRelease, known: tuple[Place, ...]
) -> Iterator[tuple[Place, FieldPath, str]]:
    """Texts that the leaf writes at the values of places."""
    release = item.release
    for place in known:
        text = release.effective.get(place.value)
        if isinstance(text, str) and text and _is_written(release, place.value):
            yield place, place.value, text


def _is_written(release: Release, value: FieldPath) -> bool:
    """Whether a leaf or one of its defaults files sets a value, and not the chart alone."""
    return release.leaf.values.get(value) is not None


def _as_yaml(text: str) -> Any:
    """What a text is when it stands in YAML without quotes; the text itself where it is none."""
    try:
        documents = load_documents(f"x: {text}\n")
    except YamlError:
        return text
    node = documents[0] if documents else None
    return node.get("x") if isinstance(node, dict) and len(node) == 1 else text


def _field_with(
    item: RenderedRelease, matches: Callable[[Any], bool]
) -> tuple[Resource, FieldPath] | None:
    for resource in item.resources:
        for path, value in scalars(resource.manifest):
            if matches(value):
                return resource, path
    return None


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _is_url_with(text: str, value: Any) -> bool:
    if not isinstance(value, str) or text not in value:
        return False
    return "://" in value[: value.find(text)]


def _kind(read: Any) -> str:
    names = {bool: "the boolean", int: "the number", float: "the number", type(None): "the null"}
    return names.get(type(read), "a mapping or list, such as")


def _go_text(read: Any) -> str:
    return (
        {True: "true", False: "false", None: "null"}.get(read, str(read))
        if not isinstance(read, dict | list)
        else str(read)
    )
