"""Read a Go template: its nodes, and the named templates that it defines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalogc.origin.chart_check.lexing import Action, TemplateSyntaxError, Token, read_actions
from catalogc.origin.chart_check.syntax import (
    Block,
    Call,
    Dot,
    Function,
    Literal,
    Nested,
    Node,
    Operand,
    Output,
    Pipeline,
    Source,
    Template,
    Variable,
)

_BLOCKS = frozenset({"if", "with", "range"})
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONTROL = {"n": "\n", "t": "\t", "r": "\r"}
_MOST_NESTING = 100


@dataclass(slots=True)
class ParsedFile:
    """A file's own template, and those that it defines by name."""

    template: Template
    defines: dict[str, Template] = field(default_factory=dict)


def parse_template(source: Source) -> ParsedFile:
    """Parse one template.

    Raises:
        TemplateSyntaxError: it is no Go template, or blocks are nested without end.
    """
    reader = _Reader(source, list(read_actions(source.text)))
    body, end = reader.nodes(0)
    if end is not None:
        message = f"unexpected {{{{{end.tokens[0].text}}}}}"
        raise TemplateSyntaxError(message)
    return ParsedFile(Template(source, body, 0, len(source.text)), reader.defines)


@dataclass(slots=True)
class _Reader:
    source: Source
    actions: Sequence[Action]
    position: int = 0
    defines: dict[str, Template] = field(default_factory=dict)

    def nodes(self, depth: int) -> tuple[tuple[Node, ...], Action | None]:
        """Read nodes up to the ``else`` or ``end`` that closes them, which is returned, too."""
        if depth > _MOST_NESTING:
            message = "blocks are nested too deeply"
            raise TemplateSyntaxError(message)
        found: list[Node] = []
        while self.position < len(self.actions):
            action = self.actions[self.position]
            self.position += 1
            word = _first_word(action)
            if word in ("end", "else"):
                return tuple(found), action
            found += self._node(action, word, depth)
        return tuple(found), None

    def _node(self, action: Action, word: str, depth: int) -> Iterator[Node]:
        if word in _BLOCKS:
            yield self._block(action, action.tokens, depth)
        elif word in ("define", "block"):
            yield from self._define(action, word, depth)
        elif word == "template":
            yield self._call(action)
        elif action.tokens and word not in ("break", "continue"):
            pipeline = _pipeline(action.tokens)
            yield Output(pipeline, action.line, action.start, action.end)

    def _block(self, action: Action, tokens: Sequence[Token], depth: int) -> Block:
        pipeline = _pipeline(tokens[1:])
        body, end = self.nodes(depth + 1)
        otherwise: tuple[Node, ...] = ()
        if end is not None and _first_word(end) == "else":
            if len(end.tokens) > 1:  # else if, else with: closed by the same end
                inner = self._block(end, end.tokens[1:], depth + 1)
                return Block(tokens[0].text, pipeline, body, (inner,), action.line)
            otherwise, end = self.nodes(depth + 1)
        if end is None:
            message = f"a block of line {action.line} is never closed"
            raise TemplateSyntaxError(message)
        return Block(tokens[0].text, pipeline, body, otherwise, action.line)

    def _define(self, action: Action, word: str, depth: int) -> Iterator[Node]:
        call = self._call(action)
        body, end = self.nodes(depth + 1)
        if end is None:
            message = f"the template {call.name} is never closed"
            raise TemplateSyntaxError(message)
        self.defines[call.name] = Template(self.source, body, action.end, end.start)
        if word == "block":
            yield call

    def _call(self, action: Action) -> Call:
        if len(action.tokens) < 2 or action.tokens[1].kind != "text":
            message = f"a template of line {action.line} has no name"
            raise TemplateSyntaxError(message)
        rest = action.tokens[2:]
        pipeline = _pipeline(rest) if rest else None
        return Call(
            _unquoted(action.tokens[1].text), pipeline, action.line, action.start, action.end
        )


def _first_word(action: Action) -> str:
    first = action.tokens[0] if action.tokens else None
    return first.text if first is not None and first.kind == "word" else ""


def _pipeline(tokens: Sequence[Token]) -> Pipeline:
    pipeline, rest = _read_pipeline(list(tokens), 0)
    if rest != len(tokens):
        message = f"unexpected {tokens[rest].text}"
        raise TemplateSyntaxError(message)
    return pipeline


def _read_pipeline(tokens: list[Token], position: int) -> tuple[Pipeline, int]:
    variables, declares, position = _targets(tokens, position)
    commands: list[tuple[Operand, ...]] = []
    operands: list[Operand] = []
    while position < len(tokens) and tokens[position].kind != "close":
        token = tokens[position]
        if token.text == "|" and token.kind == "sign":
            commands.append(tuple(operands))
            operands = []
            position += 1
        else:
            operand, position = _operand(tokens, position)
            operands.append(operand)
    commands.append(tuple(operands))
    return Pipeline(tuple(commands), variables, declares), position


def _targets(tokens: list[Token], position: int) -> tuple[tuple[str, ...], bool, int]:
    names = []
    for index in range(position, min(position + 4, len(tokens))):
        token = tokens[index]
        if token.kind == "variable":
            names.append(token.text[1:])
        elif token.text in (":=", "="):
            return tuple(names), token.text == ":=", index + 1
        elif token.text != ",":
            break
    return (), False, position


def _operand(tokens: list[Token], position: int) -> tuple[Operand, int]:
    token = tokens[position]
    if token.text == "(":
        inner, position = _read_pipeline(tokens, position + 1)
        if position >= len(tokens):
            message = "a parenthesis is never closed"
            raise TemplateSyntaxError(message)
        return Nested(inner, _fields(tokens[position].text[1:])), position + 1
    simple = _simple(token)
    if simple is None:
        message = f"unexpected {token.text}"
        raise TemplateSyntaxError(message)
    return simple, position + 1


def _simple(token: Token) -> Operand | None:
    kind, text = token
    if kind == "text":
        return Literal(_unquoted(text), truth=len(text) > 2)
    if kind == "number":
        return Literal(text, truth=text.strip("+-0.") != "")
    if kind == "variable":
        name, *fields = text[1:].split(".")
        return Variable(name, tuple(fields))
    if kind == "field":
        return Dot(_fields(text))
    if kind == "word":
        constant = text in ("true", "false", "nil")
        return Literal(None, truth=text == "true") if constant else Function(text)
    return Dot() if text == "." else None


def _fields(text: str) -> tuple[str, ...]:
    return tuple(text.split(".")[1:])


def _unquoted(text: str) -> str:
    if text.startswith("`"):
        return text[1:-1]
    return _ESCAPE.sub(lambda match: _CONTROL.get(match[1], match[1]), text[1:-1])
