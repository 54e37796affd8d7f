"""One expression, compiled: checked once, evaluated often."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cel_expr_python import cel

from catalogc.cel.constants import check_constants, error_at
from catalogc.cel.environment import MATCHES, UNSUPPORTED, checked, running
from catalogc.cel.errors import ExpressionError, Unsupported
from catalogc.cel.libraries import FUNCTIONS
from catalogc.cel.parser import parse
from catalogc.cel.rewrite import MAPS, UNKNOWN, Rewritten, rewrite, variable
from catalogc.cel.tree import Identifier, Literal, Node, Select, walk

_BODY = {"bool": "(\n{}\n) ? true : false", "string": '(\n{}\n) + ""', "": "(\n{}\n)"}
_SINCE = {function.name: function.since for function in FUNCTIONS}
_SINCE |= dict.fromkeys(("transformList", "transformMap", "transformMapEntry"), 32)
_TAKING_LISTS = frozenset(
    {function.name for function in FUNCTIONS if "list" in "".join(function.parameters)}
) | frozenset(MAPS)
_ABSENT = re.compile(r'No value with name "(\w+)" found in Activation')
_STATUS = re.compile(r"^[A-Z_]+: ")
_NO_FIELDS = ("no such overload: field of no object", "no such overload: _?._")
_WORDINGS = (
    (re.compile(r'Key not found in map : "(.*)"'), r"no such key: \1"),
    (re.compile(r"No matching overloads found : (.*)"), r"no such overload: \1"),
    (re.compile(r"Index error: index=(-?\d+) size=\d+"), r"index out of bounds: \1"),
    (re.compile(r"Applying SELECT to non-message type"), "no such overload: field of no object"),
    (re.compile(r"Iteration budget exceeded.*"), "it takes more steps than the engine allows"),
    (re.compile(r"divide by zero"), "division by zero"),
    (re.compile(r"modulus by zero"), "modulus by zero"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an expression came to: a value, or an error, or nothing that can be known here."""

    value: Any = None
    error: str = ""
    unknown: str = ""


_TRUE, _FALSE = Outcome(value=True), Outcome(value=False)


@dataclass(slots=True)
class Program:
    """An expression; the engine compiles it when it is first asked for.

    Attributes:
        text: as written.
        namespace: what it reads of ``namespaceObject``: name, labels, or other.
        reads: every variable that it needs, in the order of their declaration.
        since: first minor version of Kubernetes 1.x whose libraries it needs.
        unsupported: why it cannot be evaluated; empty when it can.
        run: what the engine evaluates.
        exact: the same, for objects with scalars where the expression expects fields; slower.
        rewritten: the expression without its variables.
    """

    text: str
    tree: Node
    namespace: frozenset[str] = frozenset()
    reads: tuple[str, ...] = ()
    since: int = 0
    unsupported: str = ""
    run: str = ""
    exact: str = ""
    rewritten: Rewritten | None = None
    _compiled: cel.Expression | None = None

    @property
    def compiled(self) -> cel.Expression | None:
        """The compiled expression; None where it cannot be evaluated."""
        if self._compiled is None and not self.unsupported:
            try:
                self._compiled = _compiled(self.run)
            except RuntimeError as error:
                self.unsupported = f"the engine cannot run it: {str(error).splitlines()[0]}"
        return self._compiled

    def evaluate(self, activation: cel.Activation) -> Outcome:
        """Return the value of the expression; it never raises."""
        compiled = self._compiled or self.compiled
        if compiled is None:
            return Outcome(unknown=self.unsupported)
        outcome = _run(compiled, activation)
        if outcome.error.startswith(_NO_FIELDS) and self.exact:
            return _run(_compiled(self.exact), activation)
        return outcome

    def scalar(self, activation: cel.Activation) -> Any:
        """Return the value of a part of an expression; None for anything but a scalar."""
        try:
            compiled = self._compiled or self.compiled
            answer = None if compiled is None else compiled.eval(activation)
            known = answer is not None and answer.type() in _SCALARS
            return answer.plain_value() if answer is not None and known else None
        except (RuntimeError, ValueError, TypeError, OverflowError):
            return None


_SCALARS = (cel.Type.BOOL, cel.Type.INT, cel.Type.STRING, cel.Type.DOUBLE, cel.Type.UINT)


def _run(compiled: cel.Expression, activation: cel.Activation) -> Outcome:
    try:
        answer = compiled.eval(activation)
        value = answer.plain_value()  # of an error, its text
        if value is True or value is False:
            return _TRUE if value else _FALSE
        if answer.type() != cel.Type.ERROR:
            return Outcome(value)
        message = str(answer)
    except (RuntimeError, ValueError, TypeError, OverflowError) as error:
        message = str(error)
    return _failed(message)


@lru_cache(maxsize=1000)
def _compiled(text: str) -> cel.Expression:
    return running().compile(text, disable_check=True)


def _failed(message: str) -> Outcome:
    if UNSUPPORTED in message:
        return Outcome(unknown=message[message.index(UNSUPPORTED) :].splitlines()[0])
    absent = _ABSENT.search(message)
    if absent:
        name = absent[1].removeprefix(UNKNOWN).replace("_", ".", 1)
        return Outcome(unknown=f"{name} is not known before deployment")
    wording = _STATUS.sub("", message.splitlines()[0] if message else "failed")
    wording = wording.replace(MATCHES, "matches")
    for pattern, replacement in _WORDINGS:
        wording = pattern.sub(replacement, wording)
    return Outcome(error=wording)


@dataclass(slots=True)
class Scope:
    """The names that the expressions of one policy may use; variables are added in turn.

    Attributes:
        names: of the values that an evaluation is given.
        ours: whether CEL's extensions that Kubernetes has not are allowed.
        params: the engine's name for ``params``; the values of all policies are given at once.
        checks: whether expressions may be wrong; checking their types is most of the work.
    """

    names: Iterable[str]
    ours: bool = False
    params: str = "params"
    checks: bool = True
    variables: dict[str, Program] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)
    _rewritten: dict[str, Rewritten] = field(default_factory=dict)

    def declare(self, name: str, text: str) -> None:
        """Add a variable, which later expressions read as ``variables.<name>``.

        Raises:
            ExpressionError: it is not valid.
        """
        self._types[variable(name)] = "dyn"  # also where it is not valid: one error is enough
        self.variables[name] = Program(text, Literal(0, 0, "null", None), unsupported="not valid")
        program, kind, rewritten = self._compile(text, "")
        self.variables[name] = program
        self._types[variable(name)] = kind
        if rewritten is not None:
            self._rewritten[name] = rewritten

    def compile(self, text: str, wanted: str = "bool", *, variables: bool = True) -> Program:
        """Compile an expression.

        Args:
            wanted: the type of its value: bool, string, or empty for any.
            variables: whether it may read variables.

        Raises:
            ExpressionError: it is not valid.
        """
        program, kind, _ = self._compile(text, wanted, variables=variables)
        known = not any(self.variables[name].unsupported for name in program.reads)
        undecided = kind == "dyn" and (self.ours or not known)
        if self.checks and wanted and program.compiled and kind != wanted and not undecided:
            raise ExpressionError(f"must evaluate to {wanted}", 1, 1)
        return program

    def fragment(self, text: str) -> Program | None:
        """Compile a part of an expression of this scope; None where it cannot stand alone."""
        try:
            tree = parse(text)
            rewritten = rewrite(text, tree, self.params)
            program = self._program(text, tree, rewritten, "")
        except ExpressionError:
            return None
        return program if program.compiled else None

    def _compile(
        self, text: str, wanted: str, *, variables: bool = True
    ) -> tuple[Program, str, Rewritten | None]:
        try:
            tree = parse(text)
            rewritten = rewrite(text, tree, self.params)
        except Unsupported as error:
            self._syntax(text)
            return Program(text, _nothing(), unsupported=error.message), "dyn", None
        kind = self._check(text, tree, rewritten, variables=variables) if self.checks else "dyn"
        try:
            program = self._program(text, tree, rewritten, wanted)
        except Unsupported as error:
            return Program(text, tree, unsupported=error.message), kind, None
        if self.checks and program.compiled is None:
            return program, "dyn", None
        return program, kind, rewritten

    def _check(self, text: str, tree: Node, rewritten: Rewritten, *, variables: bool) -> str:
        """Return the type of an expression."""
        known = dict.fromkeys((*self.names, "variables"), "dyn")
        if variables:
            known |= self._types
            self._check_names(text, tree)
        else:
            known.pop("variables")
        kind = checked(rewritten.checked, known, ours=self.ours)
        check_constants(text, tree, _invalid)
        return kind

    def _check_names(self, text: str, tree: Node) -> None:
        selected = (node for node in walk(tree) if isinstance(node, Select))
        for node in selected:
            whole = isinstance(node.operand, Identifier) and node.operand.name == "variables"
            if whole and node.field not in self.variables:
                raise error_at(text, node, f"undefined field 'variables.{node.field}'")

    def whole(self, conditions: list[Program], validations: list[Program]) -> Program | None:
        """Join the expressions of a policy, so that what most of them read is worked out once.

        Returns:
            A program that comes to 2 where conditions and validations are all true, to 1 where a
            condition is false, and to anything else where one has to look at each of them. None
            where they cannot be joined.
        """
        forms = [program.rewritten for program in (*conditions, *validations)]
        parts = [form for form in forms if form is not None]
        if len(parts) < len(forms):
            return None
        names = self._closure(name for part in parts for name in part.variables)
        if any(name not in self._rewritten for name in names):
            return None
        texts = [f"({_BODY['bool'].format(part.run)})" for part in parts]
        asked = " && ".join(texts[: len(conditions)]) or "true"
        body = f"({asked}) ? (({' && '.join(texts[len(conditions) :]) or 'true'}) ? 2 : 0) : 1"
        joined = Rewritten("", body, body, (), frozenset(), frozenset(), frozenset())
        try:
            return self._joined("", _nothing(), [joined, *parts], names, "{}")
        except Unsupported:
            return None

    def _program(self, text: str, tree: Node, rewritten: Rewritten, wanted: str) -> Program:
        reads = self._closure(rewritten.variables)
        return self._joined(text, tree, [rewritten], reads, _BODY[wanted])

    def _joined(
        self, text: str, tree: Node, own: list[Rewritten], reads: tuple[str, ...], body: str
    ) -> Program:
        """Return the program of the first of some parts, with the variables of all."""
        parts = [*own, *(self._rewritten[name] for name in reads if name in self._rewritten)]
        _refuse_crash(parts)
        run, exact = body.format(own[0].run), body.format(own[0].exact)
        for name in reversed(reads):
            unknown = f"{UNKNOWN}variables_{name}"
            value = self._rewritten.get(name)
            run = _bind(name, value.run if value else unknown, run)
            exact = _bind(name, value.exact if value else unknown, exact)
        return Program(
            text,
            tree,
            frozenset().union(*(part.namespace for part in parts)),
            reads,
            max((_SINCE.get(name, 0) for part in parts for name in part.functions), default=0),
            run=run,
            exact=exact if exact != run else "",
            rewritten=own[0],
        )

    def _closure(self, names: Iterable[str]) -> tuple[str, ...]:
        needed: set[str] = set()
        for name in names:
            if name in self.variables:
                needed |= {name, *self.variables[name].reads}
        return tuple(name for name in self.variables if name in needed)

    def _syntax(self, text: str) -> None:
        """Raise the engine's own error for what is not even an expression."""
        try:
            running().compile(text, disable_check=True)
        except RuntimeError:
            checked(text, {}, ours=self.ours)
            raise


def _refuse_crash(parts: list[Rewritten]) -> None:
    """The engine crashes when it hands a map of optional values to a function of ours."""
    functions = frozenset().union(*(part.functions for part in parts))
    forms = frozenset().union(*(part.forms for part in parts))
    if len(forms) > 1 and functions & _TAKING_LISTS:
        message = (
            "lists and maps cannot be handed to a function where maps may hold optional values"
        )
        raise Unsupported(message)


def _bind(name: str, value: str, body: str) -> str:
    """The engine evaluates it when it is first read, and once."""
    return f"cel.bind({variable(name)}, (\n{value}\n), {body})"


def _nothing() -> Node:
    return Literal(0, 0, "null", None)


def _invalid(pattern: str, constant: object) -> str:
    """Return the error of a function of one constant."""
    return _run(_compiled(pattern), activation({"x": constant})).error


def activation(data: Mapping[str, Any]) -> cel.Activation:
    """Prepare values for many evaluations."""
    return running().Activation(dict(data))
