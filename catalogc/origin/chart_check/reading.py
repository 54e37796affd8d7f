"""Follow values through a chart's templates, without rendering: every branch is taken.

A template is run with symbols in place of values. What comes out is every use of a value, under
which conditions it is used. It may say too much: a name that only a render knows counts as
every name that it could be.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogc.origin.chart_check.formulas import read_formula
from catalogc.origin.chart_check.functions import apply
from catalogc.origin.chart_check.lexing import TemplateSyntaxError
from catalogc.origin.chart_check.parsing import parse_template
from catalogc.origin.chart_check.paths import ANY, ValuePath
from catalogc.origin.chart_check.reads import Junction, Read
from catalogc.origin.chart_check.recording import Frame, Recorder
from catalogc.origin.chart_check.symbols import (
    NOTHING,
    Symbol,
    constant,
    join,
    structure,
)
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

_MOST_STEPS = 400_000
_MOST_SAME_CALLS = 4
_MERGES = frozenset({"merge", "mustMerge", "mergeOverwrite", "mustMergeOverwrite"})


class TooManyStepsError(Exception):
    """The templates are too large to be followed."""


@dataclass(slots=True)
class Machine:
    """Runs templates with symbols.

    Attributes:
        defines: named templates of the chart and of those below it.
        texts_at: the texts that a value may be, which ``tpl`` would render.
        files: texts of the chart that ``.Files`` may return.
        log: what was seen.
    """

    defines: Mapping[str, Template]
    texts_at: Mapping[ValuePath, str]
    files: Mapping[str, str]
    log: Recorder = field(default_factory=Recorder)
    _stack: list[str] = field(default_factory=list)
    _known: dict[object, tuple[Symbol, list[Read]]] = field(default_factory=dict)
    _steps: int = 0

    def run(self, template: Template, context: Symbol) -> Symbol:
        """Run a template; return what its text may be made of.

        Raises:
            TooManyStepsError: it is too large.
        """
        frame = Frame(template, context, [{"": context}])
        return self._nodes(template.body, frame)

    # Nodes

    def _nodes(self, nodes: Sequence[Node], frame: Frame) -> Symbol:
        return join([self._node(node, frame) for node in nodes])

    def _node(self, node: Node, frame: Frame) -> Symbol:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooManyStepsError
        frame.line = node.line
        if isinstance(node, Output):
            return self._output(node, frame)
        if isinstance(node, Call):
            context = self._pipeline(node.pipeline, frame) if node.pipeline else NOTHING
            made = self._include(node.name, context, frame)
            self.log.note_printed(made, node, ("include",), frame)
            return made
        return self._block(node, frame)

    def _output(self, node: Output, frame: Frame) -> Symbol:
        found = self._pipeline(node.pipeline, frame)
        if node.pipeline.variables:
            return NOTHING
        self.log.consume(found, frame)
        self.log.note_printed(found, node, tuple(_functions(node.pipeline)), frame)
        return found.text()

    def _block(self, node: Block, frame: Frame) -> Symbol:
        frame.variables.append({})
        found = self._pipeline(node.pipeline, frame)
        self.log.test(found, frame)
        formula = read_formula(node.pipeline, lambda operand: self._operand(operand, frame))
        before = self.log.conditions
        self.log.conditions = (*before, formula)
        made = [found.text()] if node.kind == "if" else []
        made.append(self._body(node, found, frame))
        self.log.conditions = (*before, formula and Junction("not", (formula,)))
        frame.variables[-1] = {}
        made.append(self._nodes(node.otherwise, frame))
        frame.variables.pop()
        self.log.conditions = before
        return join(made)

    def _body(self, node: Block, found: Symbol, frame: Frame) -> Symbol:
        if node.kind == "if":
            return self._nodes(node.body, frame)
        outer = frame.dot
        if node.kind == "range":
            element = found.element()
            self._bind_range(node.pipeline, found, element, frame)
            frame.dot = element
            if node.body:  # how many items there are makes a difference
                self.log.note(Symbol(tested=element.paths), frame)
        else:
            frame.dot = found
        made = self._nodes(node.body, frame)
        if node.kind == "range":  # what a round assigns, the next one reads
            made = join([made, self._nodes(node.body, frame)])
        frame.dot = outer
        return made

    def _bind_range(self, pipeline: Pipeline, found: Symbol, element: Symbol, frame: Frame) -> None:
        names = pipeline.variables
        if not names:
            return
        frame.variables[-1][names[-1]] = element
        if len(names) > 1:
            key = Symbol(tested=element.paths, derived=found.derived, texts=_keys_of(found))
            frame.variables[-1][names[0]] = key

    # Expressions

    def _pipeline(self, pipeline: Pipeline, frame: Frame) -> Symbol:
        found: Symbol | None = None
        for command in pipeline.commands:
            found = self._command(command, found, frame)
        result = found or NOTHING
        if pipeline.variables:
            self._assign(pipeline, result, frame)
        return result

    def _assign(self, pipeline: Pipeline, value: Symbol, frame: Frame) -> None:
        name = pipeline.variables[-1]
        if pipeline.declares:
            frame.variables[-1][name] = value
            return
        for variables in reversed(frame.variables):
            if name in variables:  # an earlier value may still be there
                variables[name] = join([variables[name], value])
                return
        frame.variables[-1][name] = value

    def _command(self, command: tuple[Operand, ...], piped: Symbol | None, frame: Frame) -> Symbol:
        first, *rest = command
        arguments = [self._operand(operand, frame) for operand in rest]
        if piped is not None:
            arguments.append(piped)
        if isinstance(first, Function):
            return self._apply(first.name, arguments, frame)
        if _is_files(first):
            return self._files(arguments)
        found = self._operand(first, frame)
        return join([found, *(argument.text() for argument in arguments)]) if arguments else found

    def _operand(self, operand: Operand, frame: Frame) -> Symbol:
        if isinstance(operand, Literal):
            return NOTHING if operand.text is None else constant(operand.text)
        if isinstance(operand, Function):
            return self._apply(operand.name, [], frame)
        if _is_files(operand):
            return self._files([])
        if isinstance(operand, Dot):
            found = frame.dot
        elif isinstance(operand, Variable):
            found = frame.variable(operand.name)
        else:
            found = self._pipeline(operand.pipeline, frame)
        for name in operand.fields:
            found = found.field(name)
        return found

    def _files(self, arguments: list[Symbol]) -> Symbol:
        names = arguments[0].texts if arguments else frozenset[str]()
        known = {self.files[name] for name in names if name in self.files}
        texts = known or {text for text in self.files.values() if "{{" in text}
        made = join(argument.text() for argument in arguments)
        return replace(made, texts=frozenset(texts) | {ANY})

    def _apply(self, name: str, arguments: list[Symbol], frame: Frame) -> Symbol:
        if name == "include" and len(arguments) > 1:
            return self._includes(arguments[0], arguments[1], frame)
        if name == "tpl" and len(arguments) > 1:
            return self._tpl(arguments[0], arguments[1], frame)
        if name in ("required", "fail"):
            for argument in arguments:
                self.log.test(argument, frame)
        if name == "set" and len(arguments) == 3:
            return self._set(arguments, frame)
        if name in _MERGES and arguments:
            self._merge(arguments, frame)
        return apply(name, arguments)

    def _set(self, arguments: list[Symbol], frame: Frame) -> Symbol:
        owner, key, value = arguments
        if self._stack or not owner.objects:  # what a call changes is not followed
            self.log.consume(value, frame)
        for item in owner.objects:
            for name in key.texts or {ANY}:
                if ANY in name:
                    item.rest = join([item.rest or NOTHING, Symbol(items=value)])
                else:
                    item.fields[name] = join([item.fields.get(name, NOTHING), value])
        return owner

    def _merge(self, arguments: list[Symbol], frame: Frame) -> None:
        """The first argument is changed, too: whoever has it sees what was merged into it."""
        owner, *others = arguments
        merged = join(others)
        if owner.paths or (self._stack and not owner.objects):
            self.log.consume(merged, frame)
        for item in owner.objects:
            if item not in merged.objects:
                item.rest = join([item.rest or NOTHING, merged])

    # Templates by name, and texts that are templates

    def _includes(self, name: Symbol, context: Symbol, frame: Frame) -> Symbol:
        made = [Symbol(derived=name.everything)]
        for text in sorted(name.texts or {ANY}):
            if ANY not in text:
                made.append(self._include(text, context, frame))
                continue
            pattern = re.compile(re.escape(text).replace(re.escape(ANY), ".*"), re.DOTALL)
            made += (
                self._include(known, context, frame)
                for known in self.defines
                if pattern.fullmatch(known)
            )
        return join(made)

    def _include(self, name: str, context: Symbol, frame: Frame) -> Symbol:
        template = self.defines.get(name)
        if template is not None:
            return self._call(name, template, context)
        self.log.consume(context, frame)  # of a chart that is not there: it may read anything
        return context.text()

    def _call(self, name: str, template: Template, context: Symbol) -> Symbol:
        key = (name, structure(context))
        if key not in self._known:
            if self._stack.count(name) >= _MOST_SAME_CALLS:
                # It walks down a tree without end: it may read all of it.
                whole = Symbol(derived=context.paths | context.derived)
                self.log.note(whole, Frame(template, context, [], 1))
                return Symbol(noted=whole.derived)
            self._stack.append(name)
            with self.log.apart() as reads:
                text = self.run(template, context)
            self._stack.pop()
            # What it prints was noted there, under the conditions that hold there.
            made = Symbol(noted=text.everything | text.noted)
            self._known[key] = (made, list(dict.fromkeys(reads)))
        made, known = self._known[key]
        self.log.replay(known)
        return made

    def _tpl(self, text: Symbol, context: Symbol, frame: Frame) -> Symbol:
        self.log.consume(text, frame)
        self.log.renders_values |= bool(text.everything)
        made = [text.text()]
        for found in sorted(self._template_texts(text)):
            try:
                parsed = parse_template(Source("", found))
            except TemplateSyntaxError:
                continue
            made.append(self._call(f"tpl {found}", parsed.template, context))
        return join(made)

    def _template_texts(self, text: Symbol) -> Iterator[str]:
        yield from (known for known in text.texts if "{{" in known)
        for path in text.everything:
            for place, known in self.texts_at.items():
                if "{{" in known and _is_at_or_below(place, path):
                    yield known


def _is_files(operand: Operand) -> bool:
    return isinstance(operand, Dot | Variable) and "Files" in operand.fields[:1]


def _functions(pipeline: Pipeline) -> Iterator[str]:
    for command in pipeline.commands:
        for operand in command:
            if isinstance(operand, Function):
                yield operand.name
            elif isinstance(operand, Nested):
                yield from _functions(operand.pipeline)


def _keys_of(found: Symbol) -> frozenset[str]:
    keys = {key for item in found.objects for key in item.fields}
    closed = keys and not found.paths and all(item.rest is None for item in found.objects)
    return frozenset(keys) if closed else frozenset((ANY,))


def _is_at_or_below(place: ValuePath, path: ValuePath) -> bool:
    return len(place) >= len(path) and all(
        ANY in part or part == other for part, other in zip(path, place, strict=False)
    )
