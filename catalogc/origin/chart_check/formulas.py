"""The condition that a pipeline asks, as far as it can be told before a render."""

from collections.abc import Callable, Sequence

from catalogc.origin.chart_check.paths import ANY
from catalogc.origin.chart_check.reads import Formula, Junction, Same, Truth
from catalogc.origin.chart_check.symbols import Symbol
from catalogc.origin.chart_check.syntax import Function, Literal, Nested, Operand, Pipeline

Evaluate = Callable[[Operand], Symbol]

_JUNCTIONS = frozenset({"and", "or", "not"})


def read_formula(pipeline: Pipeline, evaluate: Evaluate) -> Formula | None:
    """Return what must hold for a pipeline to be true; None where only a render knows.

    Args:
        evaluate: tells what an operand may be.
    """
    if len(pipeline.commands) != 1:
        return None
    first, *rest = pipeline.commands[0]
    if isinstance(first, Function):
        return _call(first.name, rest, evaluate)
    return _operand(first, evaluate) if not rest else None


def _call(name: str, operands: Sequence[Operand], evaluate: Evaluate) -> Formula | None:
    if name in _JUNCTIONS and operands:
        parts = tuple(_operand(operand, evaluate) for operand in operands)
        return Junction(name, parts)
    if name == "empty" and len(operands) == 1:
        return Junction("not", (_operand(operands[0], evaluate),))
    if name in ("eq", "ne") and len(operands) == 2:
        same = _same(operands, evaluate)
        return Junction("not", (same,)) if name == "ne" else same
    if name in ("get", "index") and len(operands) > 1:
        return None
    return None


def _same(operands: Sequence[Operand], evaluate: Evaluate) -> Formula | None:
    texts = [operand for operand in operands if isinstance(operand, Literal) and operand.text]
    others = [operand for operand in operands if not isinstance(operand, Literal)]
    if len(texts) != 1 or len(others) != 1:
        return None
    known = _operand(others[0], evaluate)
    text = texts[0].text
    return Same(known.path, text) if isinstance(known, Truth) and text else None


def _operand(operand: Operand, evaluate: Evaluate) -> Formula | None:
    if isinstance(operand, Nested) and not operand.fields:
        return read_formula(operand.pipeline, evaluate)
    if isinstance(operand, Literal):
        return Junction("and" if operand.truth else "or", ())  # of nothing: true, or false
    if isinstance(operand, Function):
        return None
    symbol = evaluate(operand)
    if len(symbol.paths) != 1 or symbol.derived or symbol.texts or symbol.objects or symbol.items:
        return None
    path = next(iter(symbol.paths))
    return None if any(ANY in part for part in path) else Truth(path)
