"""Where text of values flows, and whether hostile text gets through: it is tried out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath, format_path
from catalogc.model.values import Values
from catalogc.origin.chart_check.paths import ANY
from catalogc.origin.chart_check.reads import Printed
from catalogc.origin.chart_check.shells import shell_texts
from catalogc.origin.chart_check.subject import Subject, Trials, changed
from catalogc.origin.trees import scalars
from catalogc.render.protocol import FailureKind, RenderResult

RULE = "value-flow"
_MARK = "zqflowqz"
_BREAKING = (": zqa", " #zqa", "\nzqa: zqb")
_SHELL = ("$(zqa)", "; zqa", " zqa")
_URL = (" zqa", "#zqa", "?zqa")
_LONG = 70
_MOST_LABEL = 63
_BUILT_URL = re.compile(rf"[a-z][a-z0-9+.-]*://\S*{_MARK}")
_QUOTING = frozenset({
    "quote", "squote", "toJson", "toYaml", "toRawJson", "toPrettyJson", "b64enc", "sha256sum",
    "int", "int64", "float64", "urlquery", "toString.quote",
})  # fmt: skip


class Sink(NamedTuple):
    """A field that text of a value reaches."""

    value: FieldPath
    resource: Resource
    path: FieldPath
    text: str


@dataclass(frozen=True, slots=True)
class _Danger:
    """Hostile text that gets through.

    Attributes:
        what: how the text is used.
        severity: of its finding.
        remedy: what to do in the template.
    """

    what: str
    severity: Severity
    remedy: str


_UNQUOTED = _Danger(
    "stands without quotes: text with `{tail}` changes the structure of the object",
    Severity.WARNING,
    "quote it in the template (`| quote`), or let the schema refuse such text",
)
_PROGRAM = _Danger(
    "becomes a part of a shell's program: text with `{tail}` is run",
    Severity.ERROR,
    'give it to the program as an argument or a variable ("$1", "$NAME"), never as its text',
)
_ADDRESS = _Danger(
    "becomes a part of a URL as it is: text with `{tail}` changes where it leads",
    Severity.WARNING,
    "write it with `| urlquery`, or let the schema refuse such text",
)
_TOO_LONG = _Danger(
    "becomes a {tail} without a limit: Kubernetes takes at most 63 characters",
    Severity.WARNING,
    'cut it in the template (`| trunc 63 | trimSuffix "-"`), or give it a maxLength in the schema',
)


def flow_findings(subject: Subject, trials: Trials) -> Iterator[Finding]:
    """Report text of values that is used unsafely, at the template line that writes it."""
    seen: set[tuple[FieldPath, str]] = set()
    for values, _ in trials.lawful():
        known = list(_texts(subject, values))
        marked = [changed(subject, values, path, _MARK) for path, _ in known]
        results = trials.render(marked)
        for (path, _), result in zip(known, results, strict=True):
            flow = _Flow(subject, trials, values, path, tuple(_sinks(path, result)))
            for danger, tail, sink in flow.dangers():
                if (path, danger.what) not in seen:
                    seen.add((path, danger.what))
                    yield _finding(subject, danger, tail, sink)


def _texts(subject: Subject, values: Mapping[str, Any]) -> Iterator[tuple[FieldPath, Any]]:
    for path, value in scalars(subject.effective(values)):
        kind = subject.law.part(path).get("type", "string")
        if isinstance(value, str) and "{{" not in value:
            yield path, value
        elif value is None and kind == "string" and path:
            yield path, value


def _sinks(path: FieldPath, result: RenderResult) -> Iterator[Sink]:
    for resource in result.resources:
        for inner, text in scalars(resource.manifest):
            if isinstance(text, str) and _MARK in text:
                yield Sink(path, resource, inner, text)


@dataclass(frozen=True, slots=True)
class _Flow:
    """One value, the fields that it reaches, and what hostile text does in them."""

    subject: Subject
    trials: Trials
    values: Mapping[str, Any]
    path: FieldPath
    sinks: tuple[Sink, ...]

    def dangers(self) -> Iterator[tuple[_Danger, str, Sink]]:
        if not self.sinks:
            return
        programs = [sink for sink in self.sinks if _is_program(sink)]
        addresses = [sink for sink in self.sinks if _BUILT_URL.search(sink.text)]
        others = [sink for sink in self.sinks if sink not in programs]
        yield from self._first(_PROGRAM, _SHELL, programs, _comes_through)
        yield from self._first(_ADDRESS, _URL, addresses, _comes_through)
        if others and self._unquoted_lines():
            yield from self._first(_UNQUOTED, _BREAKING, others, _is_broken)
        yield from self._too_long()

    def _first(
        self,
        danger: _Danger,
        tails: Iterable[str],
        sinks: list[Sink],
        is_unsafe: "Callable[[Sink, str, RenderResult], bool]",
    ) -> Iterator[tuple[_Danger, str, Sink]]:
        if not sinks:
            return
        lawful = [tail for tail in tails if self._accepts(_MARK + tail)]
        for tail, result in zip(lawful, self._render(_MARK + tail for tail in lawful), strict=True):
            for sink in sinks:
                if is_unsafe(sink, tail, result):
                    yield danger, tail.strip().partition("zq")[0].strip() or " ", sink
                    return

    def _too_long(self) -> Iterator[tuple[_Danger, str, Sink]]:
        limited = [(sink, kind) for sink in self.sinks if (kind := _limited(sink))]
        text = _MARK + "q" * (_LONG - len(_MARK))
        if not limited or not self._accepts(text):
            return
        (result,) = self._render([text])
        for sink, kind in limited:
            found = _same_field(sink, result)
            if isinstance(found, str) and len(found) > _MOST_LABEL:
                yield _TOO_LONG, kind, sink
                return

    def _accepts(self, text: str) -> bool:
        return self.subject.law.accepts(self.path, text)

    def _render(self, texts: Iterable[str]) -> list[RenderResult]:
        made = [changed(self.subject, self.values, self.path, text) for text in texts]
        return self.trials.render(made)

    def _unquoted_lines(self) -> list[Printed]:
        return unquoted_places(self.subject, self.path)


def unquoted_places(subject: Subject, path: FieldPath) -> list[Printed]:
    """Actions that write a value beside other text of their line, and without quotes."""
    names = tuple(map(str, path))
    return [
        item
        for item in subject.reads.printed
        if any(_agrees(value, names) for value in item.values)
        and not _QUOTING & set(item.functions)
        and _is_bare(subject, item)
    ]


def _agrees(known: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return len(known) == len(names) and all(
        ANY in part or part == name for part, name in zip(known, names, strict=True)
    )


def _is_bare(subject: Subject, item: Printed) -> bool:
    """Whether an action is preceded by text on its line that opens no quotes."""
    text = subject.chart.files.get(item.file, b"").decode(errors="replace")
    begin = max(text.rfind("\n", 0, item.start) + 1, item.own)
    before = re.sub(r"\{\{.*?\}\}", "", text[begin : item.start])
    in_quotes = before.count('"') % 2 == 1 or before.count("'") % 2 == 1
    return bool(before.strip()) and not in_quotes


def _is_program(sink: Sink) -> bool:
    return any(
        _MARK in found.text
        for found in shell_texts(sink.resource.manifest)
        if found.path == sink.path
    )


def _comes_through(sink: Sink, tail: str, result: RenderResult) -> bool:
    found = _same_field(sink, result)
    return isinstance(found, str) and _MARK + tail in found


def _is_broken(sink: Sink, tail: str, result: RenderResult) -> bool:
    if result.failure is not None:
        return result.failure.kind is FailureKind.INVALID_MANIFEST
    found = _same_field(sink, result)
    return not isinstance(found, str) or _MARK + tail.rstrip() not in found


def _same_field(sink: Sink, result: RenderResult) -> Any:
    """What a field holds in another render; None where it, or its object, is gone."""
    for resource in result.resources:
        if (resource.template, resource.kind) == (sink.resource.template, sink.resource.kind):
            return Values(resource.manifest, {}).get(sink.path)
    return None


def _limited(sink: Sink) -> str:
    """How Kubernetes limits a field to 63 characters: as a label, or as a name; else empty."""
    path = sink.path
    is_label = path[-3:-1] == ("metadata", "labels") or "matchLabels" in path[:-1]
    if is_label or (sink.resource.kind == "Service" and path[:2] == ("spec", "selector")):
        return "label"
    is_name = path == ("metadata", "name") and sink.resource.kind in ("Service", "Namespace")
    return "name" if is_name else ""


def _finding(subject: Subject, danger: _Danger, tail: str, sink: Sink) -> Finding:
    name = format_path(sink.value)
    places = unquoted_places(subject, sink.value) or [
        item
        for item in subject.reads.printed
        if any(_agrees(value, tuple(map(str, sink.value))) for value in item.values)
    ]
    near = [item for item in places if item.file == sink.resource.template] or places
    file, line = (near[0].file, near[0].line) if near else (sink.resource.template, 1)
    field = f"{format_path(sink.path)} of {sink.resource.kind}/{sink.resource.name}"
    return Finding(
        RULE,
        danger.severity,
        f"{name} {danger.what.format(tail=tail)}",
        subject.template_at(file, line),
        label=f"becomes {field.replace(_MARK, '...')}",
        field=sink.value,
        related=(Label(subject.at(sink.value), "the value"),),
        help=danger.remedy,
    )
