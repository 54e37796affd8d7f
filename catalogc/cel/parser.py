"""Reads a CEL expression into its syntax tree (cel-spec, doc/langdef.md, Syntax).

The engine has the last word on what is valid; this tree tells what an expression reads.
"""

from dataclasses import replace

from catalogc.cel.errors import Unsupported
from catalogc.cel.tokens import Token, string_value, tokens
from catalogc.cel.tree import Aggregate, Call, Identifier, Index, Literal, Node, Select

_PRECEDENCE = {"||": 1, "&&": 2} | dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "in"), 3)
_PRECEDENCE |= {"+": 4, "-": 4, "*": 5, "/": 5, "%": 5}
_CONSTANTS = {"true": ("bool", True), "false": ("bool", False), "null": ("null", None)}


def parse(text: str) -> Node:
    """Return the tree of an expression that the engine accepts.

    Raises:
        Unsupported: it holds a form that Kubernetes policies do not have, or is nested too deep.
    """
    try:
        return _Parser(tokens(text)).whole()
    except RecursionError:
        message = "the expression is nested too deep"
        raise Unsupported(message) from None


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._next = 0

    def whole(self) -> Node:
        node = self._conditional()
        self._expect("")
        return node

    def _peek(self) -> str:
        word = self._words[self._next]
        return "" if word.kind in ("string", "bytes") else word.text

    def _take(self) -> Token:
        word = self._words[self._next]
        self._next += word.kind != "end"
        return word

    def _accept(self, text: str) -> bool:
        word = self._words[self._next]
        if word.text != text or word.kind not in ("operator", "identifier"):
            return False
        self._next += 1
        return True

    def _expect(self, text: str) -> Token:
        word = self._take()
        if word.text != text:
            message = f"cannot read the expression at {word.text!r}"
            raise Unsupported(message)
        return word

    def _conditional(self) -> Node:
        condition = self._binary(1)
        if not self._accept("?"):
            return condition
        chosen = self._binary(1)
        self._expect(":")
        otherwise = self._conditional()
        return Call(condition.start, otherwise.end, "?:", None, (condition, chosen, otherwise))

    def _binary(self, lowest: int) -> Node:
        left = self._unary()
        while (strength := _PRECEDENCE.get(self._peek(), 0)) >= lowest:
            sign = self._take().text
            right = self._binary(strength + 1)
            left = Call(left.start, right.end, sign, None, (left, right))
        return left

    def _unary(self) -> Node:
        word = self._words[self._next]
        if word.text not in ("!", "-") or word.kind != "operator":
            return self._member()
        self._next += 1
        operand = self._unary()
        return Call(word.start, operand.end, "!" if word.text == "!" else "-_", None, (operand,))

    def _member(self) -> Node:
        node = self._primary()
        while True:
            if self._accept("."):
                node = self._selection(node)
            elif self._accept("["):
                optional = self._accept("?")
                key = self._conditional()
                node = Index(node.start, self._expect("]").end, node, key, optional)
            else:
                return node

    def _selection(self, operand: Node) -> Node:
        optional = self._accept("?")
        word = self._take()
        if word.kind != "identifier":
            message = f"cannot read the expression at {word.text!r}"
            raise Unsupported(message)
        name = word.text.strip("`")
        if not optional and self._accept("("):
            arguments, end = self._sequence(")")
            return Call(operand.start, end, name, operand, arguments)
        return Select(operand.start, word.end, operand, name, optional)

    def _primary(self) -> Node:
        word = self._take()
        if word.kind in ("int", "uint", "double", "string", "bytes"):
            return _constant(word)
        if word.kind == "identifier":
            return self._name(word)
        if word.text == "(":
            inner = self._conditional()
            return replace(inner, start=word.start, end=self._expect(")").end)
        if word.text == "[":
            items, end = self._sequence("]")
            return Aggregate(word.start, end, "list", items)
        if word.text == "{":
            return self._map(word)
        message = f"cannot read the expression at {word.text!r}"
        raise Unsupported(message)

    def _name(self, word: Token) -> Node:
        if word.text in _CONSTANTS:
            return Literal(word.start, word.end, *_CONSTANTS[word.text])
        if self._accept("("):
            arguments, end = self._sequence(")")
            return Call(word.start, end, word.text, None, arguments)
        return Identifier(word.start, word.end, word.text)

    def _map(self, opening: Token) -> Node:
        items: list[Node] = []
        while not self._accept("}"):
            self._accept("?")
            items.append(self._conditional())
            self._expect(":")
            items.append(self._conditional())
            if not self._accept(","):
                self._expect("}")
                break
        return Aggregate(opening.start, self._words[self._next - 1].end, "map", tuple(items))

    def _sequence(self, closing: str) -> tuple[tuple[Node, ...], int]:
        items: list[Node] = []
        while not self._accept(closing):
            self._accept("?")
            items.append(self._conditional())
            if not self._accept(","):
                self._expect(closing)
                break
        return tuple(items), self._words[self._next - 1].end


def _constant(word: Token) -> Literal:
    value: object = word.text
    if word.kind == "string":
        value = string_value(word.text)
    elif word.kind == "double":
        value = float(word.text)
    elif word.kind in ("int", "uint"):
        digits = word.text.rstrip("uU")
        value = int(digits, 16) if digits[:2].lower() == "0x" else int(digits)
    return Literal(word.start, word.end, word.kind, value)
