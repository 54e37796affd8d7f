"""The syntax tree of a CEL expression, with macros as they were written."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression: its characters are ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant: ``kind`` is int, uint, double, string, bytes, bool or null."""

    kind: str
    value: object


@dataclass(frozen=True, slots=True)
class Identifier(Node):
    """A name."""

    name: str


@dataclass(frozen=True, slots=True)
class Select(Node):
    """``operand.field``, or ``operand.?field``."""

    operand: Node
    field: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Index(Node):
    """``operand[key]``, or ``operand[?key]``."""

    operand: Node
    key: Node
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function, a macro, or an operator under its sign (``&&``, ``?:``, ``!``, ``in``)."""

    function: str
    target: Node | None
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """A list (``[...]``) or a map (``{...}``, keys and values in turn)."""

    kind: str
    items: tuple[Node, ...]


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node in the order in which they are written."""
    if isinstance(node, Select):
        return (node.operand,)
    if isinstance(node, Index):
        return (node.operand, node.key)
    if isinstance(node, Call):
        return node.arguments if node.target is None else (node.target, *node.arguments)
    if isinstance(node, Aggregate):
        return node.items
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all parts of it."""
    yield node
    for child in children(node):
        yield from walk(child)
