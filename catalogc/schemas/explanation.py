"""What a schema refuses, in plain words: jsonschema-rs' errors in, problems out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogc.model.display import listing, show
from catalogc.model.source import FieldPath, format_path
from catalogc.model.suggestion import nearest
from catalogc.schemas.navigation import property_names, schema_at, similar_fields
from catalogc.schemas.wording import message

_BRANCHES = ("anyOf", "oneOf")
_LIMITS = {"type": "types", "enum": "value"}  # where jsonschema-rs has lists of choices
_WORDING = "x-catalogc-message"
_INSTEAD = "x-catalogc-instead"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a schema refuses.

    Attributes:
        path: the field; of a missing one, where it would be.
        keyword: the JSON Schema keyword that refuses it.
        message: lower case; field, value seen, limit.
        label: short text for the caret.
        remedy: what to do about it.
        limit: the keyword's value.
        guess: of an unknown field, the one that is likely meant.
        instead: name and an example of the field beside it that is meant for what is refused.
        related: other fields that it is about, and why.
    """

    path: FieldPath
    keyword: str
    message: str
    label: str = ""
    remedy: str = ""
    value: Any = None
    limit: Any = None
    guess: str | None = None
    instead: tuple[str, str] | None = None
    related: tuple[tuple[FieldPath, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains the errors of one schema.

    Attributes:
        noun: what the schema is of, for messages.
        elsewhere: whether an unknown field is looked for in all of the schema.
        hint: the remedy of a refused value where the schema has nothing to say.
        null_is_absent: whether null means a field that is left out, and is not named as a type.
    """

    schema: Mapping[str, Any]
    noun: str = "this schema"
    elsewhere: bool = True
    hint: str = ""
    null_is_absent: bool = False

    def problems(self, data: Any, error: Any) -> Iterator[Problem]:
        """Yield what one error of ``data`` says; of alternatives, the likeliest one's errors."""
        keyword = error.kind.name
        path = _path_in(data, error.instance_path)
        if keyword in _BRANCHES and (best := _best_branch(error)):
            wording = schema_at(self.schema, tuple(error.schema_path[:-1])).get(_WORDING)
            for inner in best:
                for problem in self.problems(data, inner):
                    yield _with_reason(problem, wording)
        elif keyword == "additionalProperties":
            for name in error.kind.unexpected:
                yield self._unknown_field((*path, name), error)
        elif keyword == "required":
            yield self._missing_field((*path, error.kind.property), error)
        else:
            yield self._refused_value(path, keyword, error)

    def _unknown_field(self, path: FieldPath, error: Any) -> Problem:
        name = str(path[-1])
        known = property_names(self.schema, error.schema_path[:-1])
        guess = nearest(name, known)
        places = [] if guess or not self.elsewhere else similar_fields(self.schema, name)
        if guess:
            label = f"did you mean {guess}?"
            remedy = f"rename it to {guess}"
        elif places:
            label = f"did you mean {format_path(places[0])}?"
            remedy = f"move it to {format_path(places[0])}"
        else:
            label = "unknown field"
            remedy = f"remove it; known here: {listing(known, 40) or 'nothing'}"
        text = f"{format_path(path)} is not a field of {self.noun}"
        return Problem(path, "additionalProperties", text, label, remedy, guess=guess)

    def _missing_field(self, path: FieldPath, error: Any) -> Problem:
        expected = schema_at(self.schema, (*error.schema_path[:-1], "properties", path[-1]))
        remedy = f"add {format_path(path)}"
        if examples := expected.get("examples"):
            remedy += f", for example {examples[0]!r}".replace("'", '"')
        if description := expected.get("description"):
            remedy += f" ({_first_sentence(description)})"
        text = f"{format_path(path)} is missing"
        return Problem(path, "required", text, f"{path[-1]} is missing here", remedy)

    def _refused_value(self, path: FieldPath, keyword: str, error: Any) -> Problem:
        expected = schema_at(self.schema, tuple(error.schema_path[:-1]))
        limit = self._limit(keyword, error)
        return Problem(
            path,
            keyword,
            _worded(keyword, limit, error.instance, path, expected),
            remedy=self._remedy(keyword, error.instance, limit, expected),
            value=error.instance,
            limit=limit,
            instead=_instead(expected),
        )

    def _limit(self, keyword: str, error: Any) -> Any:
        """Return the keyword's value, without what stands for a field that is left out."""
        limit = getattr(error.kind, _LIMITS.get(keyword, "value"))
        if self.null_is_absent and keyword in _LIMITS:
            return [choice for choice in limit if choice not in ("null", "", None)] or limit
        return limit

    def _remedy(self, keyword: str, value: Any, limit: Any, expected: Mapping[str, Any]) -> str:
        if keyword == "type" and "string" in limit and isinstance(value, bool | int | float):
            return "put it in quotes to make it text"
        if keyword == "type" and isinstance(value, str) and {"integer", "number"} & set(limit):
            return "remove the quotes" if value.strip().lstrip("-").isdigit() else "write a number"
        if keyword == "enum" and isinstance(value, str):
            guess = nearest(value, [option for option in limit if isinstance(option, str)])
            if guess:
                return f"did you mean {guess}?"
        if instead := _instead(expected):
            return "write {}: {} instead, with a path of your own".format(*instead)
        if keyword == "const":
            return f"write {show(limit)}"
        if examples := expected.get("examples"):
            return f"for example {examples[0]!r}".replace("'", '"')
        return _first_sentence(str(expected.get("description", self.hint)))


def _path_in(data: Any, path: list[str | int]) -> FieldPath:
    """Return the path with the types that its parts have: a key may look like an index."""
    found: list[str | int] = []
    for part in path:
        found.append(str(part) if isinstance(data, dict) else part)
        data = data[found[-1]]
    return tuple(found)


def _instead(expected: Mapping[str, Any]) -> tuple[str, str] | None:
    written = expected.get(_INSTEAD)
    if not isinstance(written, dict) or len(written) != 1:
        return None
    ((name, example),) = written.items()
    return (name, example) if isinstance(example, str) else None


def _with_reason(problem: Problem, wording: Any) -> Problem:
    """Tell of a branch why there are branches at all, in the chart author's words."""
    if not isinstance(wording, str) or problem.keyword != "required":
        return problem
    return replace(problem, message=f"{problem.message}: {wording}")


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


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".")
