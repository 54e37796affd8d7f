"""Constants of an expression, which Kubernetes looks at before anything runs."""

from collections.abc import Callable

from catalogc.cel.errors import ExpressionError
from catalogc.cel.tree import Aggregate, Call, Literal, Node, walk


def check_constants(text: str, tree: Node, invalid: Callable[[str, object], str]) -> None:
    """Kubernetes looks at constants before anything runs.

    Those of a list, and the values of a map, have one type; durations, timestamps and regular
    expressions are valid.

    Args:
        invalid: evaluates an expression of ``x``; returns its error.

    Raises:
        ExpressionError: a constant is not valid.
    """
    nodes = list(walk(tree))
    formatted = {
        id(part)
        for node in nodes
        if isinstance(node, Call) and node.function == "format"
        for argument in node.arguments
        for part in walk(argument)
    }
    for node in nodes:
        problem = ""
        if isinstance(node, Aggregate) and id(node) not in formatted:
            problem = _mixed(node)
        elif isinstance(node, Call) and node.function in _LITERALS:
            problem = _invalid_literal(node, invalid)
        if problem:
            raise error_at(text, node, problem)


def error_at(text: str, node: Node, message: str) -> ExpressionError:
    """Return an error with the place of a part of an expression."""
    line = text.count("\n", 0, node.start) + 1
    return ExpressionError(message, line, node.start - text.rfind("\n", 0, node.start))


def _mixed(node: Aggregate) -> str:
    step = 2 if node.kind == "map" else 1
    for first in range(step):
        items = [item for item in node.items[first::step] if isinstance(item, Literal)]
        kinds = {item.kind for item in items}
        if len(kinds) > 1 and "null" not in kinds:
            return f"expected all elements of one type, found {' and '.join(sorted(kinds))}"
    return ""


def _invalid_literal(node: Call, invalid: Callable[[str, object], str]) -> str:
    pattern = _LITERALS[node.function]
    arguments = node.arguments[:1]
    if not arguments or not isinstance(arguments[0], Literal) or arguments[0].kind != "string":
        return ""
    error = invalid(pattern, arguments[0].value)
    return f"invalid {node.function} argument: {error}" if error else ""


_LITERALS = {"duration": "duration(x)", "timestamp": "timestamp(x)"}
_LITERALS |= dict.fromkeys(("matches", "find", "findAll"), "''.matches(x)")
