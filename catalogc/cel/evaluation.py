"""Evaluates the expressions of one policy on one set of values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cel_expr_python import cel

from catalogc.cel.compiled import Expressions, Validation, failure_message
from catalogc.cel.program import Outcome, Program
from catalogc.cel.verdicts import Field


@dataclass(slots=True)
class Inputs:
    """The values that an evaluation is given.

    Attributes:
        data: by name.
        activation: the same, as the engine takes it.
        labels_known: whether all labels of the namespace are known.
        minor: minor version of Kubernetes 1.x; 0 where none is known.
        evaluated: how many expressions were evaluated.
    """

    data: Mapping[str, Any]
    activation: cel.Activation
    labels_known: bool = True
    minor: int = 0
    evaluated: int = 0

    def outcome(self, program: Program) -> Outcome:
        """Evaluate one expression."""
        self.evaluated += 1
        if program.namespace:
            if "other" in program.namespace:
                return Outcome(unknown="only names and labels of namespaces are known")
            if "labels" in program.namespace and not self.labels_known:
                return Outcome(unknown="the labels of the namespace are not known")
        if 0 < self.minor < program.since:
            reason = f"it calls a function that Kubernetes has from 1.{program.since} on"
            return Outcome(error=reason)
        return program.evaluate(self.activation)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one expression of a policy refuses, or leaves open."""

    status: str
    message: str
    path: Field
    reason: str = ""
    validation: Validation | None = None


def passed(expressions: Expressions, inputs: Inputs) -> int:
    """Return how many expressions decide at once that all is well.

    Returns:
        0 where one has to look at each of them.
    """
    whole = expressions.whole
    if whole is None:
        return 0
    value = inputs.outcome(whole).value
    count = len(expressions.conditions)
    return count + len(expressions.validations) if value == 2 else count if value == 1 else 0


def refusals(expressions: Expressions, inputs: Inputs) -> Iterator[Answer]:
    """Yield every answer that is no pass.

    A false condition ends the matter. One that cannot be evaluated refuses the object, as a
    validation that cannot be evaluated does.
    """
    doubt: Answer | None = None
    for condition in expressions.conditions:
        outcome = inputs.outcome(condition.program)
        if outcome.value is False:
            return
        if outcome.error and (doubt is None or doubt.status == "unknown"):
            text = condition.program.text.strip()
            message = f"expression '{text}' resulted in error: {outcome.error}"
            doubt = Answer("error", message, condition.path)
        elif outcome.unknown and doubt is None:
            message = f"matchCondition {condition.name}: {outcome.unknown}"
            doubt = Answer("unknown", message, condition.path, outcome.unknown)
    if doubt is not None and doubt.status == "error":
        yield doubt
        return
    for validation in expressions.validations:
        answer = _answer(validation, inputs)
        if answer is None:
            continue
        if doubt is None:
            yield answer
        else:
            message = f"{doubt.message}; if it holds: {answer.message}"
            yield Answer("unknown", message, answer.path, doubt.reason, validation)


def _answer(validation: Validation, inputs: Inputs) -> Answer | None:
    outcome = inputs.outcome(validation.program)
    if outcome.value is True:
        return None
    if outcome.unknown:
        shown = validation.message.strip() or validation.program.text.strip()
        message = f"cannot be evaluated: {outcome.unknown} ({shown})"
        return Answer("unknown", message, validation.path, outcome.unknown, validation)
    if outcome.error:
        text = validation.program.text.strip()
        message = f"expression '{text}' resulted in error: {outcome.error}"
        return Answer("error", message, validation.path, validation.reason, validation)
    said = None
    if validation.message_program is not None:
        said = inputs.outcome(validation.message_program).value
    message = failure_message(validation, said)
    return Answer("fail", message, validation.path, validation.reason, validation)
