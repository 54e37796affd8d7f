"""Text in; data as Helm reads it, a span for every key and value, and what is odd about it."""

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from catalogc.goyaml.events import IMPLICIT, PLAIN, NodeReader, bare_tag, too_deep
from catalogc.goyaml.quick import quick_data
from catalogc.goyaml.scalars import helm_number, read_core, read_key, read_plain, same
from catalogc.model.document import FieldSpan
from catalogc.model.late import LateMapping
from catalogc.model.source import FieldPath, Span

MAX_DEPTH = 100
MAX_NODES = 10_000
"""Counted after aliases are expanded."""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something odd; ``kind`` is the rule's slug.

    Attributes:
        detail: what is there, such as the key or the tag.
        other: a second place, such as the first of two equal keys.
    """

    kind: str
    span: Span
    detail: Any = None
    other: Span | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """One document of a text; ``data`` is None for an empty one."""

    data: Any
    spans: Mapping[FieldPath, FieldSpan]
    anomalies: tuple[Anomaly, ...] = ()


class SyntaxProblemError(Exception):
    """Not YAML; ``problem`` is libyaml's text, ``offset`` where it is."""

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.offset = offset


class TooLargeError(Exception):
    """Deeper or larger than is read."""

    def __init__(self, reason: str, span: Span) -> None:
        super().__init__(reason)
        self.reason = reason
        self.span = span


def compose(text: str) -> list[Composed]:
    """Read every document of a text.

    Raises:
        TooLargeError: deeper than ``MAX_DEPTH`` or more than ``MAX_NODES``.
        SyntaxProblemError: not YAML.
    """
    try:
        deep = too_deep(text, MAX_DEPTH)
        if deep is not None:
            raise TooLargeError(f"nesting is deeper than {MAX_DEPTH}", span_at(text, deep.index))
        quick = quick_data(text, MAX_DEPTH, MAX_NODES)
        if quick is None:
            return _compose(text)
        return [Composed(data, late_spans(text, index)) for index, data in enumerate(quick)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        offset = min(mark.index, len(text)) if mark is not None else 0
        raise SyntaxProblemError(str(getattr(error, "problem", "") or error), offset) from None


def late_spans(text: str, index: int = 0) -> Mapping[FieldPath, FieldSpan]:
    """Return the spans of a document of a text, which are worked out when first asked for."""
    return LateMapping(functools.partial(_spans, text, index))


def _spans(text: str, index: int) -> Mapping[FieldPath, FieldSpan]:
    return _compose(text)[index].spans


def _compose(text: str) -> list[Composed]:
    reader = NodeReader(text)
    documents = []
    aliases = _alias_spans(text) if "*" in text else []
    while reader.check_node():
        node = reader.get_node()
        walk = _Walk(aliases)
        data, span = walk.read(node, (), 1)
        walk.spans[()] = FieldSpan(None, span)
        documents.append(Composed(data, walk.spans, tuple(walk.anomalies)))
    tagged = bare_tag(text)
    if tagged is not None:
        odd = Anomaly("yaml-tag", _span(tagged.start_mark, tagged.end_mark), "!")
        documents[0] = replace(documents[0], anomalies=(*documents[0].anomalies, odd))
    return documents


def span_at(text: str, offset: int, length: int = 1) -> Span:
    """Return the span of ``length`` characters of one line at an offset."""
    before = text[:offset]
    line = before.count("\n") + 1
    column = offset - (before.rfind("\n") + 1) + 1
    end = min(offset + length, len(text))
    return Span(line, column, line, column + end - offset, offset, end)


def _alias_spans(text: str) -> list[Span]:
    """Where aliases stand: a composed node only tells where its anchor is."""
    reader = NodeReader(text)
    spans = []
    while reader.check_event():
        event = reader.get_event()
        if isinstance(event, yaml.AliasEvent):
            spans.append(_span(event.start_mark, event.end_mark))
    return spans[::-1]


def _span(start: Any, end: Any) -> Span:
    return Span(
        start.line + 1, start.column + 1, end.line + 1, end.column + 1, start.index, end.index
    )


@dataclass(slots=True)
class _Walk:
    """Turns nodes into data; ``aliases`` is a stack, the next one last."""

    aliases: list[Span]
    spans: dict[FieldPath, FieldSpan] = field(default_factory=dict)
    anomalies: list[Anomaly] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    count: int = 0
    replaying: int = 0

    def read(self, node: Any, path: FieldPath, depth: int) -> tuple[Any, Span]:
        """Return a node's data and span; children's spans are put into ``spans``."""
        span = _span(node.start_mark, node.end_mark)
        self.count += 1
        if self.count > MAX_NODES:
            raise TooLargeError(f"it has more than {MAX_NODES} values", span)
        if depth > MAX_DEPTH:
            raise TooLargeError(f"nesting is deeper than {MAX_DEPTH}", span)
        if id(node) in self.seen:
            return self._alias(node, path, depth)
        self.seen.add(id(node))
        return self._fresh(node, path, depth, span)

    def _alias(self, node: Any, path: FieldPath, depth: int) -> tuple[Any, Span]:
        """An alias: its data is the anchor's, its place its own, and so are its children's."""
        place = self.aliases.pop() if self.aliases and not self.replaying else None
        span = place or _span(node.start_mark, node.end_mark)
        known, odd = len(self.spans), len(self.anomalies)
        self.replaying += 1
        data, _ = self._fresh(node, path, depth, span)
        self.replaying -= 1
        del self.anomalies[odd:]  # reported where the anchor is
        if place is not None:
            for inner in list(self.spans)[known:]:
                self.spans[inner] = FieldSpan(None, place)
        return data, span

    def _fresh(self, node: Any, path: FieldPath, depth: int, span: Span) -> tuple[Any, Span]:
        if node.tag not in IMPLICIT:
            self.anomalies.append(Anomaly("yaml-tag", span, node.tag))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth, span)
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node, path, depth, span)
        if node.tag != PLAIN:
            return node.value, span
        value = helm_number(read_plain(node.value))
        if value is not node.value:
            self._judge_plain(node.value, value, span)
        return value, span

    def _judge_plain(self, text: str, value: Any, span: Span) -> None:
        if isinstance(value, float) and not math.isfinite(value):
            self.anomalies.append(Anomaly("not-a-number", span, text))
        elif not same(value, read_core(text)):
            self.anomalies.append(Anomaly("ambiguous-scalar", span, (text, value, read_core(text))))

    def _sequence(self, node: Any, path: FieldPath, depth: int, span: Span) -> tuple[Any, Span]:
        items = []
        for index, child in enumerate(node.value):
            data, inner = self.read(child, (*path, index), depth + 1)
            self.spans[(*path, index)] = FieldSpan(None, inner)
            items.append(data)
            if not node.flow_style:
                span = _clip(span, inner)
        return items, span

    def _mapping(self, node: Any, path: FieldPath, depth: int, span: Span) -> tuple[Any, Span]:
        result: dict[str, Any] = {}
        for key_node, child in node.value:
            key, key_span = self._key(key_node)
            inner_path = path if key is None else (*path, key)
            if key is not None and key in result:
                first = self.spans[inner_path].key
                self.anomalies.append(Anomaly("duplicate-key", key_span, key, first))
                self._forget(inner_path)
            data, inner = self.read(child, inner_path, depth + 1)
            if not node.flow_style:
                span = _clip(span, inner if inner.end > inner.start else key_span)
            if key is not None:
                self.spans[inner_path] = FieldSpan(key_span, inner)
                result[key] = data
        return result, span

    def _key(self, node: Any) -> tuple[str | None, Span]:
        span = _span(node.start_mark, node.end_mark)
        self.seen.add(id(node))
        if not isinstance(node, yaml.ScalarNode):
            self.anomalies.append(Anomaly("complex-key", span))
            return None, span
        if node.tag not in IMPLICIT:
            self.anomalies.append(Anomaly("yaml-tag", span, node.tag))
        if node.tag != PLAIN:
            return node.value, span
        if node.value == "<<":
            self.anomalies.append(Anomaly("merge-key", span))
            return None, span
        key = read_key(node.value)
        if key is None:
            self.anomalies.append(Anomaly("unusable-key", span, node.value))
        elif key != node.value and not same(read_plain(node.value), read_core(node.value)):
            self.anomalies.append(
                Anomaly("ambiguous-scalar", span, (node.value, key, read_core(node.value)))
            )
        elif key != node.value:
            self.anomalies.append(Anomaly("ambiguous-scalar", span, (node.value, key, node.value)))
        return key, span

    def _forget(self, path: FieldPath) -> None:
        depth = len(path)
        for inner in [known for known in self.spans if known[:depth] == path]:
            del self.spans[inner]


def _clip(span: Span, last: Span) -> Span:
    """A block ends with its last child: the C parser's mark is at the next token."""
    return Span(
        span.line,
        span.column,
        last.end_line,
        last.end_column,
        span.start,
        max(span.start, last.end),
    )
