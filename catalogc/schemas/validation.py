"""Check data against a JSON Schema: jsonschema-rs finds, this module blames."""

from collections.abc import Mapping
from typing import Any

from catalogc.model.document import Document
from catalogc.model.finding import Finding, Fix, Severity
from catalogc.model.source import FieldPath, Location, format_path
from catalogc.model.values import Origin, Values
from catalogc.schemas.compiled import InvalidSchema, compile_schema
from catalogc.schemas.explanation import Explainer, Problem
from catalogc.schemas.fixes import moving, renaming, value_fixes

__all__ = ["InvalidSchema", "SchemaValidator"]

_RULE_BY_KEYWORD = {
    "additionalProperties": "unknown-field",
    "required": "missing-field",
    "type": "wrong-type",
}


class SchemaValidator:
    """A compiled JSON Schema (draft 7 unless it says otherwise).

    Remote references are never fetched.

    Raises:
        InvalidSchema: the schema is not valid.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._validator = compile_schema(schema)
        self._explainer = Explainer(schema, hint="the values schema says what is allowed")

    def findings(self, values: Values) -> list[Finding]:
        """Return what the schema refuses in ``values``, each blamed on its line."""
        if self._validator.is_valid(values.data):
            return []
        errors = self._validator.iter_errors(values.data)
        return [
            _deletion(problem, values) or _finding(problem, values)
            for error in errors
            for problem in self._explainer.problems(values.data, error)
        ]

    def document_findings(self, document: Document) -> list[Finding]:
        """Return what the schema refuses in one whole document."""
        return self.findings(Values(document.data, {(): Origin(document, ())}))


def _finding(problem: Problem, values: Values) -> Finding:
    location, fixes = _blame(problem, values)
    return Finding(
        rule=_RULE_BY_KEYWORD.get(problem.keyword, "invalid-value"),
        severity=Severity.ERROR,
        message=problem.message,
        location=location,
        label=problem.label,
        field=problem.path,
        help=problem.remedy,
        fixes=fixes,
    )


def _deletion(problem: Problem, values: Values) -> Finding | None:
    """What is missing because its key has nothing behind it, which deletes the default in Helm."""
    if problem.keyword != "required":
        return None
    origin = values.origin(problem.path)
    if origin.path not in origin.document.spans:
        return None
    name = format_path(problem.path)
    return Finding(
        rule=_RULE_BY_KEYWORD["required"],
        severity=Severity.ERROR,
        message=f"{name} is null, which takes the chart's default away, and the chart needs it",
        location=values.at_key(problem.path),
        label="nothing is written here",
        field=problem.path,
        help=f"write what {name} should be, or remove the key to keep the chart's default",
    )


def _blame(problem: Problem, values: Values) -> tuple[Location, tuple[Fix, ...]]:
    path = problem.path
    if problem.keyword == "additionalProperties":
        return values.at_key(path), renaming(path, problem.guess, values)
    if problem.keyword == "required":
        return _parent_location(path[:-1], values), ()
    location = values.at(path) if path else _parent_location(path, values)
    moved = moving(path, problem.instead, values)
    return location, moved or value_fixes(
        problem.keyword, problem.value, problem.limit, values, path
    )


def _parent_location(path: FieldPath, values: Values) -> Location:
    """A missing child is blamed on its parent's key; at the root, on the first key."""
    if path:
        return values.at_key(path)
    data: Any = values.data  # of a whole document, which may be anything
    if not isinstance(data, dict) or not data:
        return values.at_key(())
    return values.at_key(("workloadType" if "workloadType" in data else next(iter(data)),))
