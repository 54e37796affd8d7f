"""The expressions that both forms of policy have: conditions, variables and validations."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogc.cel.errors import ExpressionError
from catalogc.cel.program import Program, Scope
from catalogc.cel.verdicts import Field, Problem, mapping, sequence


@dataclass(frozen=True, slots=True)
class Validation:
    """One entry of ``validations``.

    Attributes:
        path: the field of the policy that holds its expression.
        about: the field that a policy of ours names itself.
    """

    path: Field
    program: Program
    message: str = ""
    message_program: Program | None = None
    reason: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One entry of ``matchConditions``."""

    path: Field
    name: str
    program: Program


@dataclass(slots=True)
class Expressions:
    """The compiled expressions of one policy.

    Attributes:
        problems: of those that are not valid; these are left out.
        broken: whether one is not valid.
    """

    scope: Scope
    conditions: list[Condition] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _whole: Program | None = None
    _joined: bool = False

    @property
    def whole(self) -> Program | None:
        """All of them as one program, as ``Scope.whole`` has it."""
        if not self._joined:
            self._joined = True
            conditions = [condition.program for condition in self.conditions]
            validations = [validation.program for validation in self.validations]
            self._whole = self.scope.whole(conditions, validations)
        return self._whole

    @classmethod
    def of(cls, policy: str, spec: Mapping[str, Any], scope: Scope, root: Field) -> "Expressions":
        """Compile a policy's expressions.

        Args:
            scope: the names that they may use.
            root: path of ``spec`` in the policy's document.
        """
        compiled = cls(scope)
        reader = _Reader(policy, root, compiled)
        for path, entry in reader.entries(spec, "matchConditions"):
            program = reader.program(entry, path, variables=False)
            if program is not None:
                where = [*path, "expression"]
                compiled.conditions.append(Condition(where, str(entry.get("name", "")), program))
        for path, entry in reader.entries(spec, "variables"):
            reader.declare(entry, path)
        for path, entry in reader.entries(spec, "validations"):
            reader.validation(entry, path)
        return compiled


class Source:
    """The expressions of one policy, compiled when they are first needed.

    Args:
        names: what they may read.
        number: of the policy, among all that are evaluated together.
        right: whether they were found valid before, so that nothing needs to be checked.

    Attributes:
        params: the engine's name for the policy's parameters.
        problems: of expressions that are not valid.
    """

    def __init__(
        self,
        policy: str,
        spec: Mapping[str, Any],
        names: tuple[str, ...],
        number: int,
        *,
        ours: bool = False,
        right: bool = False,
    ) -> None:
        self._policy = policy
        self._spec = spec
        self.params = f"params__{number}"
        self._scope = Scope(names, ours=ours, params=self.params, checks=not right)
        self._expressions: Expressions | None = None
        self.problems = [] if right else self.expressions.problems

    @property
    def expressions(self) -> Expressions:
        """The compiled expressions.

        Raises:
            ValueError: they were said to be valid and are not.
        """
        if self._expressions is None:
            compiled = Expressions.of(self._policy, self._spec, self._scope, ["spec"])
            if compiled.problems and not self._scope.checks:
                raise ValueError(compiled.problems[0].message)
            self._expressions = compiled
        return self._expressions


def is_right(document: Mapping[str, Any]) -> bool:
    """Return whether a policy says that it was found valid before."""
    return document.get("right") is True


@dataclass(frozen=True, slots=True)
class _Reader:
    policy: str
    root: Field
    into: Expressions

    def entries(
        self, spec: Mapping[str, Any], key: str
    ) -> Iterator[tuple[Field, Mapping[str, Any]]]:
        for at, entry in enumerate(sequence(spec.get(key))):
            yield [*self.root, key, at], mapping(entry)

    def program(
        self,
        entry: Mapping[str, Any],
        path: Field,
        key: str = "expression",
        wanted: str = "bool",
        *,
        variables: bool = True,
    ) -> Program | None:
        try:
            return self.into.scope.compile(_text(entry, key), wanted, variables=variables)
        except ExpressionError as error:
            self._problem([*path, key], error)
            return None

    def declare(self, entry: Mapping[str, Any], path: Field) -> None:
        try:
            self.into.scope.declare(_variable_name(entry), _text(entry, "expression"))
        except ExpressionError as error:
            self._problem([*path, "expression"], error)

    def validation(self, entry: Mapping[str, Any], path: Field) -> None:
        program = self.program(entry, path)
        if program is None:
            return
        message = None
        if entry.get("messageExpression"):
            message = self.program(entry, path, "messageExpression", "string")
        self.into.validations.append(
            Validation(
                [*path, "expression"],
                program,
                str(entry.get("message") or ""),
                message,
                str(entry.get("reason") or ""),
                str(entry.get("field") or ""),
            )
        )

    def _problem(self, path: Field, error: ExpressionError) -> None:
        problem = Problem(self.policy, path, error.message, error.line, error.column)
        self.into.problems.append(problem)


def _text(entry: Mapping[str, Any], key: str) -> str:
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip():
        message = f"{key} is no text"
        raise ExpressionError(message)
    return text


def _variable_name(entry: Mapping[str, Any]) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not re.fullmatch("[_a-zA-Z][_a-zA-Z0-9]*", name):
        message = f"the name of a variable is {name!r}, which is no CEL identifier"
        raise ExpressionError(message)
    return name


def failure_message(validation: Validation, said: Any) -> str:
    """Return the message of a false expression, as Kubernetes chooses it.

    Args:
        said: what ``messageExpression`` came to; anything but one line of text is not used.
    """
    if isinstance(said, str) and said.strip() and "\n" not in said.strip():
        shown = said.strip()
        if len(shown.encode()) <= 5 * 1024:
            return shown
    return validation.message.strip() or f"failed expression: {validation.program.text.strip()}"
