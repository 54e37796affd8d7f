"""kubeconform's messages: which field of the manifest each is about, and what it says.

``validationErrors`` names the outermost problems alone ("/spec: validation failed"); the whole
tree is in the message, one entry a problem, indented by two blanks a level::

    ... failed with 'file:///...#' - at '/spec': validation failed   - at '/spec/replicas': got ...

Entries, pointers and escapes are those of github.com/santhosh-tekuri/jsonschema v6 (output.go,
kind/kind.go); kubeconform 0.7 puts a blank for each line break.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogc.model.display import show
from catalogc.model.source import FieldPath, format_path

_QUOTED = r"'((?:[^'\\]|\\.)*)'"
_ENTRY = re.compile(rf" ((?:  )*)- at {_QUOTED}: ")
_WRONG_TYPE = re.compile(r"got (?P<got>\w+), want (?P<want>[\w ]+)\Z")
_UNKNOWN = re.compile(rf"additional properties (?P<names>{_QUOTED}(?:, {_QUOTED})*) not allowed\Z")
_MISSING = re.compile(rf"missing propert(?:y|ies) (?P<names>{_QUOTED}(?:, {_QUOTED})*)\Z")
# What begins with the value itself, or with the word "value" for a list or a mapping.
_OF_VALUE = re.compile(
    rf"(?:{_QUOTED}|\S+) (?P<text>does not match pattern .*|is not valid [\w-]+)(?:: .*)?\Z",
    re.DOTALL,
)
_WRONG_NAME = re.compile(rf"invalid propertyName {_QUOTED}\Z")
_ALL = ("validation failed", "allOf failed")
_ONE = ("anyOf failed", "oneOf failed, none")
_SCHEMA_FILE = re.compile(r"file://[^\s']*")
_PREFIX = "problem validating schema. Check JSON formatting: "
_ESCAPE = re.compile(
    r"\\(?:x(?P<x>[0-9a-f]{2})|u(?P<u>[0-9a-f]{4})|U(?P<U>[0-9a-f]{8})|(?P<c>.))", re.DOTALL
)
_CONTROL = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that kubeconform refuses.

    Attributes:
        path: field of the manifest; for a missing one, where it would be.
        text: what is wrong there.
        also: fields below that are wrong in one of several alternatives.
    """

    path: FieldPath
    text: str
    also: tuple[FieldPath, ...] = ()


@dataclass(slots=True)
class _Node:
    path: FieldPath
    text: str
    below: list["_Node"] = field(default_factory=list)


def read_problems(
    message: str, errors: Iterable[tuple[str, str]], manifest: Mapping[str, Any]
) -> list[Problem]:
    """Read what kubeconform says about an object that it refuses.

    Args:
        message: the whole of it.
        errors: path and message of the outermost problems; taken where ``message`` has none.
        manifest: the object; paths end where it ends.

    Returns:
        At least one problem.
    """
    nodes = _tree(message, manifest)
    if not nodes:
        nodes = [_Node(_unescaped_path(path, manifest), text) for path, text in errors]
    is_secret = manifest.get("kind") == "Secret"
    found = [problem for node in nodes for problem in _problems(node, manifest, is_secret)]
    if not found:
        text = _SCHEMA_FILE.sub("the schema", message.removeprefix(_PREFIX)).strip()
        return [Problem((), text or "it gives no reason")]
    # kubeconform goes through mappings in any order, another one each time.
    return sorted(set(found), key=lambda problem: (format_path(problem.path), problem.text))


def _tree(message: str, manifest: Mapping[str, Any]) -> list[_Node]:
    entries = list(_ENTRY.finditer(message))
    ends = [entry.start() for entry in entries[1:]] + [len(message)] * bool(entries)
    roots: list[_Node] = []
    branch: list[_Node] = []
    for entry, end in zip(entries, ends, strict=True):
        text = message[entry.end() : end]
        node = _Node(_pointer(_unquoted(entry[2]), manifest), text)
        del branch[len(entry[1]) // 2 :]
        if branch and _WRONG_NAME.match(text):
            node.path = branch[-1].path  # kubeconform does not say of which mapping
        (branch[-1].below if branch else roots).append(node)
        branch.append(node)
    return roots


def _problems(node: _Node, manifest: Mapping[str, Any], is_secret: bool) -> Iterator[Problem]:
    below = [problem for part in node.below for problem in _problems(part, manifest, is_secret)]
    if below and node.text.startswith(_ALL):
        yield from below
    elif below and node.text.startswith(_ONE):
        yield _alternatives(node, below)
    elif match := _UNKNOWN.match(node.text):
        for name in _names(match["names"]):
            yield Problem((*node.path, name), "additional property, which is not allowed")
    elif match := _MISSING.match(node.text):
        for name in _names(match["names"]):
            yield Problem((*node.path, name), "missing property, which is required")
    elif match := _WRONG_NAME.match(node.text):
        yield Problem(node.path, f"the name {match[1]} is not allowed")
    elif match := _OF_VALUE.match(node.text):
        value = "the value" if is_secret else show(_value(manifest, node.path), node.path)
        yield Problem(node.path, f"{value} {match['text']}")
    else:
        yield Problem(node.path, node.text.strip())


def _alternatives(node: _Node, below: list[Problem]) -> Problem:
    """A value that fits none of several schemas; usually these are types."""
    types = [_WRONG_TYPE.match(problem.text) for problem in below]
    if all(types) and all(problem.path == node.path for problem in below):
        matches = [match for match in types if match]
        want = dict.fromkeys(word for match in matches for word in match["want"].split(" or "))
        return Problem(node.path, f"got {matches[0]['got']}, want {' or '.join(want)}")
    texts = sorted({problem.text for problem in below})
    deeper = sorted({problem.path for problem in below} - {node.path}, key=format_path)
    return Problem(node.path, f"fits none of what is allowed: {'; or '.join(texts)}", (*deeper,))


def _names(quoted: str) -> list[str]:
    return [_unquoted(match[1]) for match in re.finditer(_QUOTED, quoted)]


def _unquoted(text: str) -> str:
    """Undo Go's escapes; a double quote is not escaped here."""
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = match["x"] or match["u"] or match["U"]
    return chr(int(code, 16)) if code else _CONTROL.get(match["c"], match["c"])


def _pointer(text: str, manifest: Mapping[str, Any]) -> FieldPath:
    """A JSON pointer as a field path, as far as the manifest has it."""
    path: FieldPath = ()
    value: Any = manifest
    for part in text.split("/")[1:]:
        key: str | int = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            key = int(part)
        elif not isinstance(value, dict) or key not in value:
            break
        value = value[key]
        path = (*path, key)
    return path


def _unescaped_path(text: str, manifest: Mapping[str, Any]) -> FieldPath:
    """The path of ``validationErrors``, which does not escape the slashes of keys."""
    path: FieldPath = ()
    value: Any = manifest
    parts = text.split("/")[1:]
    while parts:
        for count in range(len(parts), 0, -1):
            if isinstance(value, dict) and (key := "/".join(parts[:count])) in value:
                value, path, parts = value[key], (*path, key), parts[count:]
                break
        else:
            if not isinstance(value, list) or not parts[0].isdecimal():
                break
            index = int(parts[0])
            if index >= len(value):
                break
            value, path, parts = value[index], (*path, index), parts[1:]
    return path


def _value(manifest: Any, path: FieldPath) -> Any:
    for part in path:
        manifest = manifest[part]
    return manifest
