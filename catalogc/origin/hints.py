"""What a chart's templates do with values, by name: only that much of Go templates is read.

Names decide how a value is tried out, never what is reported: a value that is used in a way
that this module does not see is found by its effects, with a few more renders.
"""

import functools
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogc.model.source import FieldPath

ACTION = re.compile(
    r"\{\{-?\s*(/\*.*?\*/|(?:\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|[^}\"`]|\}(?!\}))*?)\s*-?\}\}",
    re.DOTALL,
)
_LITERAL = re.compile(r"`[^`]*`|\"(?:\\.|[^\"\\])*\"")
_FIELD = re.compile(r"\.([A-Za-z_]\w*)")
_QUOTED_NAME = re.compile(r"(?:get|hasKey|index|dig|pluck|pick|omit)\s.*?\"", re.DOTALL)
_VARIABLE = re.compile(r"\$([A-Za-z_]\w*)")
_WORD = re.compile(r"(?<![.$\w\"])[A-Za-z_]\w*")
_ASSIGNMENT = re.compile(
    r"(?:(?:range|with|if)\s+)?((?:\$\w+\s*,\s*)?\$\w+)\s*:?=\s*(.*)", re.DOTALL
)
_DEFINE = re.compile(r'(?:define|block)\s+"([^"]+)"')
_INCLUDE = re.compile(r'(?:include|template)\s+"([^"]+)"')
_DICT_ENTRY = re.compile(r'"(\w+)"\s+(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|[^\s()]+)')
_CONTROL = frozenset({
    "if", "with", "range", "default", "coalesce", "empty", "and", "or", "not", "hasKey", "fail",
})  # fmt: skip
_REFUSAL = frozenset({"fail", "required"})
_ACTIONS_BEFORE = 3
_COMPARISON = frozenset({"eq", "ne", "hasPrefix", "hasSuffix", "contains", "has"})
# Whose result holds the text of its arguments, and does not depend on it otherwise.
_TRANSPARENT = frozenset({
    "quote", "squote", "toYaml", "toJson", "toString", "nindent", "indent", "printf", "print",
    "println", "include", "template", "define", "block", "end", "else", "dict", "list", "get",
    "set", "int", "int64", "float64", "trim", "tpl", "required", "merge", "mergeOverwrite",
    "deepCopy", "fromYaml", "fromYamlArray", "fromJson", "index", "append", "concat", "pick",
    "omit", "cat", "tuple", "range", "with", "if", "default", "true", "false", "nil",
    "trimSuffix", "trimPrefix", "lower", "hasKey", "break", "continue", "prepend", "without",
    "first", "last", "values", "kindIs", "keys", "sortAlpha", "join",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hints:
    """Names of values, by what templates do with them.

    Attributes:
        control: decide whether something is rendered.
        opaque: are compared, counted or transformed.
        ranged: are gone through item by item.
        compared: the texts that a name is compared with.
        refused: stand right before, or in, what refuses values.
    """

    control: frozenset[str]
    opaque: frozenset[str]
    ranged: frozenset[str]
    compared: Mapping[str, frozenset[str]]
    refused: frozenset[str]

    def decides(self, path: FieldPath) -> bool:
        """Whether the value at a path may decide whether something is rendered."""
        return _name(path) in self.control

    def listed(self, path: FieldPath) -> bool:
        """Whether templates go through the mapping that the value at a path is an entry of."""
        return isinstance(path[-1], str) and _name(path[:-1]) in self.ranged

    def rivals(self, path: FieldPath) -> list[str]:
        """Texts that templates compare the value at a path with, sorted."""
        return sorted(self.compared.get(_name(path), ()))

    def may_be_refused(self, path: FieldPath) -> bool:
        """Whether a template may refuse another value at a path in words of its own."""
        return _name(path) in self.refused

    def transformed(self, path: FieldPath) -> bool:
        """Whether the value at a path may come out as something else than its text."""
        return _name(path) in self.opaque


def read_hints(files: Mapping[str, bytes]) -> Hints:
    """Read the templates of a chart."""
    return _read(tuple(text for path, text in sorted(files.items()) if is_template(path)))


def is_template(path: str) -> bool:
    """Tell whether Helm renders a file of a chart."""
    return path.startswith("templates/") or "/templates/" in path


@functools.lru_cache(maxsize=64)
def _read(templates: tuple[bytes, ...]) -> Hints:
    control: set[str] = set()
    opaque: set[str] = set()
    ranged: set[str] = set()
    compared: dict[str, set[str]] = defaultdict(set)
    known: dict[str, set[str]] = defaultdict(set)
    refused: set[str] = set()
    before: deque[set[str]] = deque(maxlen=_ACTIONS_BEFORE)
    body = ""
    for action in _actions(templates):
        found = names(action)
        words = set(_WORD.findall(_LITERAL.sub('""', action)))
        if define := _DEFINE.match(action):
            body = define[1]
        known[body] |= found
        _learn(action, words, known)
        if words & _REFUSAL:
            refused |= found.union(*before)
        before.append(found)
        if words & _CONTROL:
            control |= found
        if "range" in words:
            ranged |= found
        if words - _TRANSPARENT:
            opaque |= found
        if words & _COMPARISON:
            for name in found:
                compared[name] |= {text[1:-1] for text in _LITERAL.findall(action)}
    return Hints(
        _closed(control, known),
        _closed(opaque, known),
        _closed(ranged, known),
        {name: frozenset(texts) for name, texts in compared.items()},
        _closed(refused, {}),
    )


def _learn(action: str, words: set[str], known: dict[str, set[str]]) -> None:
    """Note what variables and the keys of a ``dict`` stand for."""
    if assignment := _ASSIGNMENT.match(action):
        for variable in _VARIABLE.findall(assignment[1]):
            known[f"${variable}"] |= names(assignment[2])
    if "dict" in words:
        for key, value in _DICT_ENTRY.findall(action):
            known[key] |= names(value)


def _actions(templates: Iterable[bytes]) -> Iterator[str]:
    for text in templates:
        for match in ACTION.finditer(text.decode(errors="replace")):
            if not match[1].startswith("/*"):
                yield match[1]


def names(action: str) -> set[str]:
    """Names of fields, quoted names, included templates and, with ``$``, variables in an action."""
    found = {f"${name}" for name in _VARIABLE.findall(action)}
    found.update(_FIELD.findall(_LITERAL.sub('""', action)))
    if not action.startswith(("with", "range")):  # which ask only whether anything is there
        found.update(_INCLUDE.findall(action))
    if _QUOTED_NAME.search(action):
        found.update(text[1:-1] for text in _LITERAL.findall(action))
    return found


def _closed(found: set[str], defined: Mapping[str, set[str]]) -> frozenset[str]:
    """Add what variables stand for."""
    seen: set[str] = set()
    pending = list(found)
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending += defined.get(name, ())
    return frozenset(name for name in seen if not name.startswith("$"))


def _name(path: FieldPath) -> str:
    """The last name of a path: the field, or the list that an item stands in."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")
