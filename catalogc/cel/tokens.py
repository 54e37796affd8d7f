"""The tokens of a CEL expression (cel-spec, doc/langdef.md, Syntax)."""

import re
from typing import NamedTuple

from catalogc.cel.errors import Unsupported

_STRING = (
    r'[rR]?(?:"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\')'
    r"|[rR](?:\"[^\"\r\n]*\"|'[^'\r\n]*')"
    r'|"(?:\\.|[^"\\\r\n])*"'
    r"|'(?:\\.|[^'\\\r\n])*'"
)
_ESCAPED_TRIPLE = (
    r'"""(?:\\(?s:.)|(?!""")[^\\])*"""'
    r"|'''(?:\\(?s:.)|(?!''')[^\\])*'''"
)
_TOKEN = re.compile(
    rf"(?P<space>(?:[ \t\r\n\f]|//[^\n]*)+)"
    rf"|(?P<bytes>[bB](?:{_ESCAPED_TRIPLE}|{_STRING})|[rR][bB](?:{_STRING}))"
    rf"|(?P<string>{_ESCAPED_TRIPLE}|{_STRING})"
    r"|(?P<double>[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)"
    r"|(?P<int>(?:0[xX][0-9a-fA-F]+|[0-9]+)(?P<unsigned>[uU]?))"
    r"|(?P<identifier>[_a-zA-Z][_a-zA-Z0-9]*|`[^`\r\n]+`)"
    r"|(?P<operator>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])"
)
_SIMPLE_ESCAPES = dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True))
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))", re.DOTALL
)


class Token(NamedTuple):
    """A word of an expression and where it stands, in characters."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Split an expression; the last token is an empty one of kind ``end``.

    Raises:
        Unsupported: a character starts no token; the engine's own message is better.
    """
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            message = f"cannot read the expression at {text[position : position + 10]!r}"
            raise Unsupported(message)
        kind = match.lastgroup or ""
        if kind == "unsigned":
            kind = "uint" if match["unsigned"] else "int"
        if kind != "space":
            found.append(Token(kind, match.group(), position, match.end()))
        position = match.end()
    found.append(Token("end", "", position, position))
    return found


def string_value(literal: str) -> str:
    """Return what a string literal stands for."""
    raw = literal[0] in "rR"
    body = literal[1:] if raw else literal
    width = 3 if body[:3] in ('"""', "'''") else 1
    body = body[width:-width]
    return body if raw else _ESCAPE.sub(_unescape, body)


def _unescape(match: re.Match[str]) -> str:
    *codes, octal, other = match.groups()
    for code in codes:
        if code is not None:
            return chr(min(int(code, 16), 0x10FFFF))
    if octal is not None:
        return chr(int(octal, 8))
    return _SIMPLE_ESCAPES.get(other, other)
