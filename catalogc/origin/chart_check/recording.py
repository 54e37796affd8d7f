"""Notes of what templates do with values, each with the conditions that hold there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from catalogc.origin.chart_check.reads import Formula, Printed, Read
from catalogc.origin.chart_check.symbols import Symbol
from catalogc.origin.chart_check.syntax import Call, Output, Template


@dataclass(slots=True)
class Frame:
    """Where a template is being run.

    Attributes:
        variables: from the innermost block outwards, the last is the innermost.
        line: of the action that is being run.
    """

    template: Template
    dot: Symbol
    variables: list[dict[str, Symbol]]
    line: int = 0

    def variable(self, name: str) -> Symbol:
        """Return what a variable may be."""
        for known in reversed(self.variables):
            if name in known:
                return known[name]
        return Symbol()


@dataclass(slots=True)
class Recorder:
    """Collects uses of values.

    Attributes:
        conditions: what must hold where the templates are being run.
        renders_values: whether text of a value was rendered as a template.
    """

    reads: list[Read] = field(default_factory=list)
    printed: set[Printed] = field(default_factory=set)
    conditions: tuple[Formula | None, ...] = ()
    renders_values: bool = False

    def consume(self, found: Symbol, frame: Frame) -> None:
        """Note that the content of values is used."""
        whole = Symbol(derived=found.everything, tested=found.tested, unguarded=found.unguarded)
        self.note(whole, frame)

    def test(self, found: Symbol, frame: Frame) -> None:
        """Note that it matters whether values are there."""
        whole = found.everything - found.paths
        self.note(Symbol(derived=whole, tested=found.tested | found.paths), frame)

    def note(self, found: Symbol, frame: Frame) -> None:
        """Note what a symbol says that it is made of, and what it depends on."""
        file, line = frame.template.source.file, frame.line
        for path in found.derived:
            read = Read(path, whole=True, conditions=self.conditions, file=file, line=line)
            self.reads.append(read._replace(unguarded=path in found.unguarded))
        for path in found.tested - found.derived:
            read = Read(path, whole=False, conditions=self.conditions, file=file, line=line)
            self.reads.append(read)

    def note_printed(
        self, found: Symbol, node: Output | Call, functions: Sequence[str], frame: Frame
    ) -> None:
        """Note an action that prints."""
        values = found.everything | found.noted
        template = frame.template
        if values and template.source.file:
            place = (template.source.file, node.line, node.start, node.end, template.start)
            self.printed.add(Printed(values, tuple(functions), *place))

    @contextmanager
    def apart(self) -> Iterator[list[Read]]:
        """Collect reads apart, without the conditions that hold until then."""
        reads, conditions = self.reads, self.conditions
        self.reads, self.conditions = [], ()
        try:
            yield self.reads
        finally:
            self.reads, self.conditions = reads, conditions

    def replay(self, reads: Sequence[Read]) -> None:
        """Note reads that were collected apart, under the conditions that hold here."""
        self.reads += (
            read._replace(conditions=(*self.conditions, *read.conditions)) for read in reads
        )
