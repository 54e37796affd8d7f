"""The parts of a Go template, as far as values can flow through them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; ``text`` is None for ``nil`` and booleans, which hold no text."""

    text: str | None
    truth: bool = True


@dataclass(frozen=True, slots=True)
class Dot:
    """``.`` and the fields below it: ``.a.b``."""

    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """``$name`` and the fields below it; the name is empty for ``$``."""

    name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """A name that stands for a function."""

    name: str


@dataclass(frozen=True, slots=True)
class Nested:
    """A pipeline in parentheses and the fields below it."""

    pipeline: "Pipeline"
    fields: tuple[str, ...] = ()


Operand = Literal | Dot | Variable | Function | Nested


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands joined by ``|``, each a list of operands.

    Attributes:
        variables: names that the result is given to.
        declares: whether these are new (``:=``).
    """

    commands: tuple[tuple[Operand, ...], ...]
    variables: tuple[str, ...] = ()
    declares: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """An action that prints, or only assigns.

    Attributes:
        line: from 1.
        start: offset of its braces in the text; ``end`` is behind them.
    """

    pipeline: Pipeline
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """``if``, ``with`` or ``range``, with what stands in it and in its ``else``."""

    kind: str
    pipeline: Pipeline
    body: tuple["Node", ...]
    otherwise: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Call:
    """``template "name" pipeline``; also what a ``block`` does where it stands."""

    name: str
    pipeline: Pipeline | None
    line: int
    start: int
    end: int


Node = Output | Block | Call


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a template.

    Attributes:
        file: relative to the chart's folder; empty for a text that ``tpl`` renders.
    """

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """What stands in a file, or in one ``define`` of it."""

    source: Source
    body: tuple[Node, ...]
    start: int = 0
    end: int = 0
