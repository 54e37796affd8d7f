"""Check rendered Kubernetes objects against the schemas of their kinds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from catalogc.model.source import FieldPath, format_path
from catalogc.schemas.compiled import compile_schema
from catalogc.schemas.explanation import Explainer, Problem
from catalogc.schemas.found import FoundSchema, SchemaSource
from catalogc.schemas.list_keys import KeyedFields, duplicates
from catalogc.schemas.wording import type_words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one object.

    Attributes:
        schema: of its kind; None where no source has one: then nothing is known.
    """

    schema: FoundSchema | None
    problems: tuple[Problem, ...] = ()


class ManifestValidator:
    """Checks objects against what its sources know, the first that knows a kind.

    Schemas are read and compiled when a kind is first seen, and kept.
    """

    def __init__(self, sources: Sequence[SchemaSource]) -> None:
        self._sources = tuple(sources)
        self._compiled: dict[tuple[str, str], _Compiled | None] = {}

    def check(self, api_version: str, kind: str, manifest: dict[str, Any]) -> Verdict:
        """Return what the schema of the kind refuses in ``manifest``.

        Raises:
            InvalidSchema: the schema of the kind is not valid.
        """
        compiled = self._of_kind(api_version, kind)
        return compiled.check(manifest) if compiled else _UNKNOWN

    def check_keys(self, api_version: str, kind: str, manifest: dict[str, Any]) -> Verdict:
        """Return what no JSON Schema can say: items of lists that have the same key."""
        compiled = self._of_kind(api_version, kind)
        return compiled.check_keys(manifest) if compiled else _UNKNOWN

    def served_versions(self, group: str, kind: str) -> tuple[str, ...]:
        """Return the apiVersions that a kind may be written in, the best one first."""
        for source in self._sources:
            if versions := source.versions(group, kind):
                return versions
        return ()

    def _of_kind(self, api_version: str, kind: str) -> "_Compiled | None":
        key = (api_version, kind)
        if key not in self._compiled:
            found = self._find(api_version, kind)
            self._compiled[key] = _Compiled(found, api_version, kind) if found else None
        return self._compiled[key]

    def _find(self, api_version: str, kind: str) -> FoundSchema | None:
        found = (source.find(api_version, kind) for source in self._sources)
        return next((schema for schema in found if schema is not None), None)


class _Compiled:
    """The compiled schema of one kind."""

    def __init__(self, found: FoundSchema, api_version: str, kind: str) -> None:
        self._schema = found.schema
        self._name = f"{api_version} {kind}"
        self._keyed = KeyedFields.of(found.list_keys)
        self._secret = kind == "Secret"
        self._clean = Verdict(found)

    def check(self, manifest: dict[str, Any]) -> Verdict:
        if self._validator.is_valid(manifest):
            return self.check_keys(manifest)
        repeated = duplicates(manifest, self._keyed)
        return replace(self._clean, problems=(*self._refused(manifest), *repeated))

    def check_keys(self, manifest: dict[str, Any]) -> Verdict:
        repeated = duplicates(manifest, self._keyed)
        return replace(self._clean, problems=tuple(repeated)) if repeated else self._clean

    @cached_property
    def _validator(self) -> Any:
        return compile_schema(self._schema)

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self._schema, self._name, elsewhere=False, null_is_absent=True)

    def _refused(self, manifest: dict[str, Any]) -> Iterator[Problem]:
        seen = set()
        for error in self._validator.iter_errors(manifest):
            for problem in self._explainer.problems(manifest, error):
                if (problem.path, problem.keyword) not in seen:
                    seen.add((problem.path, problem.keyword))
                    yield _without_value(problem) if self._secret else problem


def _without_value(problem: Problem) -> Problem:
    """Leave out what a Secret holds."""
    path: FieldPath = problem.path
    if path[:1] not in (("data",), ("stringData",)) or problem.keyword not in ("type", "pattern"):
        return problem
    expected = type_words(problem.limit) if problem.keyword == "type" else "base64 text"
    return replace(problem, message=f"{format_path(path)} is ***, expected {expected}", value=None)


_UNKNOWN = Verdict(None)
