"""Check data against a JSON Schema: jsonschema-rs finds, this module blames and explains."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from catalogc.model.display import show
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Severity
from catalogc.model.source import FieldPath, Location, format_path
from catalogc.model.suggestion import nearest
from catalogc.model.values import Origin, Values
from catalogc.schemas.fixes import renaming, value_fixes
from catalogc.schemas.navigation import property_names, schema_at, similar_fields
from catalogc.schemas.wording import message

_RULE_BY_KEYWORD = {"type": "wrong-type"}
_BRANCHES = ("anyOf", "oneOf")
_WORDING = "x-catalogc-message"


class InvalidSchema(Exception):  # noqa: N818 - about somebody's schema, not a fault of ours
    """The schema itself is not valid."""


class SchemaValidator:
    """A compiled JSON Schema (draft 7 unless it says otherwise).

    Remote references are never fetched.

    Raises:
        InvalidSchema: the schema is not valid.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        import jsonschema_rs  # lazily: a run that reads no leaf does not pay for it

        self._schema = schema
        try:
            offline = jsonschema_rs.Registry([], retriever=_refuse)
            build = jsonschema_rs.validator_cls_for(
                {"$schema": "http://json-schema.org/draft-07/schema#"} | dict(schema)
            )
            self._validator = build(dict(schema), registry=offline)
        except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            raise InvalidSchema(str(error)) from None

    def findings(self, values: Values) -> list[Finding]:
        """Return what the schema refuses in ``values``, each blamed on its line."""
        if self._validator.is_valid(values.data):
            return []
        errors = self._validator.iter_errors(values.data)
        return [finding for error in errors for finding in self._explain(error, values)]

    def document_findings(self, document: Document) -> list[Finding]:
        """Return what the schema refuses in one whole document."""
        return self.findings(Values(document.data, {(): Origin(document, ())}))

    def _explain(self, error: Any, values: Values) -> Iterator[Finding]:
        keyword = error.kind.name
        path: FieldPath = tuple(error.instance_path)
        if keyword in _BRANCHES and (best := _best_branch(error)):
            wording = schema_at(self._schema, tuple(error.schema_path[:-1])).get(_WORDING)
            for inner in best:
                for finding in self._explain(inner, values):
                    yield _with_reason(finding, wording)
        elif keyword == "additionalProperties":
            for name in error.kind.unexpected:
                yield self._unknown_field((*path, name), error, values)
        elif keyword == "required":
            yield self._missing_field((*path, error.kind.property), error, values)
        else:
            yield self._refused_value(path, keyword, error, values)

    def _unknown_field(self, path: FieldPath, error: Any, values: Values) -> Finding:
        name = str(path[-1])
        known = property_names(self._schema, error.schema_path[:-1])
        guess = nearest(name, known)
        elsewhere = similar_fields(self._schema, name)
        if guess:
            label = f"did you mean {guess}?"
            remedy = f"rename it to {guess}"
        elif elsewhere:
            label = f"did you mean {format_path(elsewhere[0])}?"
            remedy = f"move it to {format_path(elsewhere[0])}"
        else:
            label = "unknown field"
            remedy = f"remove it; known here: {', '.join(known) or 'nothing'}"
        return Finding(
            rule="unknown-field",
            severity=Severity.ERROR,
            message=f"{format_path(path)} is not a field of this schema",
            location=values.at_key(path),
            label=label,
            field=path,
            help=remedy,
            fixes=renaming(path, guess, values),
        )

    def _missing_field(self, path: FieldPath, error: Any, values: Values) -> Finding:
        expected = schema_at(self._schema, (*error.schema_path[:-1], "properties", path[-1]))
        remedy = f"add {format_path(path)}"
        if examples := expected.get("examples"):
            remedy += f", for example {examples[0]!r}".replace("'", '"')
        if description := expected.get("description"):
            remedy += f" ({_first_sentence(description)})"
        return Finding(
            rule="missing-field",
            severity=Severity.ERROR,
            message=f"{format_path(path)} is missing",
            location=_parent_location(path[:-1], values),
            label=f"{path[-1]} is missing here",
            field=path,
            help=remedy,
        )

    def _refused_value(self, path: FieldPath, keyword: str, error: Any, values: Values) -> Finding:
        expected = schema_at(self._schema, tuple(error.schema_path[:-1]))
        limit = error.kind.value if keyword != "type" else error.kind.types
        return Finding(
            rule=_RULE_BY_KEYWORD.get(keyword, "invalid-value"),
            severity=Severity.ERROR,
            message=_worded(keyword, limit, error.instance, path, expected),
            location=values.at(path) if path else _parent_location(path, values),
            field=path,
            help=_value_help(keyword, error.instance, limit, expected),
            fixes=value_fixes(keyword, error.instance, limit, values, path),
        )


def _with_reason(finding: Finding, wording: Any) -> Finding:
    """Tell of a branch why there are branches at all, in the chart author's words."""
    if not isinstance(wording, str) or finding.rule != "missing-field":
        return finding
    return replace(finding, message=f"{finding.message}: {wording}")


def _worded(
    keyword: str, limit: Any, value: Any, path: FieldPath, expected: Mapping[str, Any]
) -> str:
    """Use the chart author's words where there are some: what is expected, or why a constant is."""
    wording = expected.get(_WORDING)
    if not isinstance(wording, str) or keyword not in ("const", "not", "pattern"):
        return message(keyword, limit, value, path)
    if keyword == "const":
        return f"{message(keyword, limit, value, path)}: {wording}"
    return f"{format_path(path)} is {show(value, path)}, expected {wording}"


def _value_help(keyword: str, value: Any, limit: Any, expected: Mapping[str, Any]) -> str:
    if keyword == "type" and "string" in limit and isinstance(value, bool | int | float):
        return "put it in quotes to make it text"
    if keyword == "type" and isinstance(value, str) and {"integer", "number"} & set(limit):
        return "remove the quotes" if value.strip().lstrip("-").isdigit() else "write a number"
    if keyword == "enum" and isinstance(value, str):
        guess = nearest(value, [option for option in limit if isinstance(option, str)])
        if guess:
            return f"did you mean {guess}?"
    if keyword == "const":
        return f"write {show(limit)}"
    if examples := expected.get("examples"):
        return f"for example {examples[0]!r}".replace("'", '"')
    return _first_sentence(
        str(expected.get("description", "the values schema says what is allowed"))
    )


def _best_branch(error: Any) -> list[Any]:
    """Of a oneOf's branches, the one that the author most likely meant.

    It is the one whose errors lie deepest; then the one with the fewest.
    """
    branches = getattr(error.kind, "context", None) or []
    depth = len(error.instance_path)

    def rank(branch: list[Any]) -> tuple[int, int]:
        deepest = max((len(inner.instance_path) for inner in branch), default=depth)
        wrong_type = any(
            inner.kind.name == "type" and len(inner.instance_path) == depth for inner in branch
        )
        return (-1 if wrong_type else deepest, -len(branch))

    best: list[Any] = max(branches, key=rank, default=[])
    return best if best and rank(best)[0] >= 0 else []


def _parent_location(path: FieldPath, values: Values) -> Location:
    """A missing child is blamed on its parent's key; at the root, on the first key."""
    if path:
        return values.at_key(path)
    data: Any = values.data  # of a whole document, which may be anything
    if not isinstance(data, dict) or not data:
        return values.at_key(())
    return values.at_key(("workloadType" if "workloadType" in data else next(iter(data)),))


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".")


def _refuse(uri: str) -> Any:
    message = f"references outside the schema are not followed: {uri}"
    raise ValueError(message)
