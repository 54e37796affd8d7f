"""Template text in; its actions as tokens out."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_COMMENT = re.compile(r"-?\s*/\*.*?\*/\s*-?\}\}", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<end>-?\}\})
      | (?P<text>"(?:\\.|[^"\\\n])*" | `[^`]*` | '(?:\\.|[^'\\\n])*')
      | (?P<number>[-+]?(?:0[xXoObB])?\d[\w.]*)
      | (?P<variable>\$\w*(?:\.[^\W\d]\w*)*)
      | (?P<field>(?:\.[^\W\d]\w*)+)
      | (?P<close>\)(?:\.[^\W\d]\w*)*)
      | (?P<word>[^\W\d]\w*)
      | (?P<sign>:=|[=|,(.])""",
    re.VERBOSE,
)


class TemplateSyntaxError(ValueError):
    """The text is no Go template."""


class Token(NamedTuple):
    """A word of an action; ``kind`` is a group of the pattern above."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """Everything between two pairs of braces.

    Attributes:
        line: from 1.
        start: offset of the opening braces; ``end`` is behind the closing ones.
    """

    tokens: tuple[Token, ...]
    line: int
    start: int
    end: int


def read_actions(text: str) -> Iterator[Action]:
    """Yield the actions of a text in their order; comments are none.

    Raises:
        TemplateSyntaxError: an action is not closed, or holds what is no token.
    """
    breaks = [index for index, character in enumerate(text) if character == "\n"]
    position = text.find("{{")
    while position >= 0:
        comment = _COMMENT.match(text, position + 2)
        if comment:
            end = comment.end()
        else:
            tokens, end = _tokens(text, position + 2)
            yield Action(tokens, bisect.bisect_left(breaks, position) + 1, position, end)
        position = text.find("{{", end)


def _tokens(text: str, position: int) -> tuple[tuple[Token, ...], int]:
    if text.startswith("-", position) and text[position + 1 : position + 2].isspace():
        position += 1  # a trim marker, and no sign of a number
    tokens: list[Token] = []
    while True:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            message = f"unexpected text in an action: {text[position : position + 20]!r}"
            raise TemplateSyntaxError(message)
        position = found.end()
        if found.lastgroup == "end":
            return tuple(tokens), position
        if found.lastgroup != "space":
            tokens.append(Token(found.lastgroup, found[0]))
