"""The folder of schemas that kubeconform reads, made of those that catalogc itself uses."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogc.schemas.found import FoundSchema, SchemaSource
from catalogc.validate.kubeconform_binary import ValidatorUnavailableError

LOCATION = "{{.Group}}/{{.ResourceAPIVersion}}/{{.ResourceKind}}.json"
"""Where a kind's schema is below the folder, as kubeconform's ``-schema-location`` says it.

For the core group, kubeconform gives the version as the group, too.
"""

# kubeconform puts these into a path: nothing in them may lead out of the folder.
_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\Z")
_API_VERSION = re.compile(rf"(?:{_PART.pattern[:-2]}/)?{_PART.pattern}")
_DRAFTS = frozenset(
    [f"http://json-schema.org/draft-{number}/schema" for number in ("04", "06", "07")]
    + [f"https://json-schema.org/draft/{year}/schema" for year in ("2019-09", "2020-12")]
)
_DEFAULT_DRAFT = "http://json-schema.org/draft-07/schema#"


class SchemaFolder:
    """Writes each schema once, when an object of its kind is met.

    Args:
        folder: an empty folder.
        sources: the schemas for one Kubernetes version, the first that knows a kind.
    """

    def __init__(self, folder: Path, sources: Sequence[SchemaSource]) -> None:
        self.folder = folder
        self._sources = sources
        self._found: dict[tuple[str, str], FoundSchema | None] = {}
        self._kind_of: dict[Path, str] = {}

    def find(self, api_version: str, kind: str) -> FoundSchema | None:
        """Return the schema of a kind, and have it in the folder; None where there is none.

        A schema that refers to other files or hosts counts as none: kubeconform would fetch
        what it names.

        Raises:
            ValidatorUnavailableError: the folder cannot be written to.
        """
        key = (api_version, kind)
        if key not in self._found:
            self._found[key] = self._write(api_version, kind)
        return self._found[key]

    def _write(self, api_version: str, kind: str) -> FoundSchema | None:
        # kubeconform takes lists apart, whatever the case of their kind: none is an object.
        if kind.lower() == "list" or not _PART.match(kind) or not _API_VERSION.match(api_version):
            return None
        candidates = (source.find(api_version, kind) for source in self._sources)
        found = next((schema for schema in candidates if schema is not None), None)
        if found is None or not _is_self_contained(found.schema):
            return None
        group, _, version = api_version.rpartition("/")
        path = self.folder / (group or version) / version / f"{kind.lower()}.json"
        if self._kind_of.setdefault(path, kind) != kind:
            return None  # kubeconform would judge it by the schema of the other kind
        text = json.dumps(_with_draft(found.schema))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise no_folder(error) from error
        return found


def no_folder(error: OSError) -> ValidatorUnavailableError:
    """Build the error for a temporary folder that cannot be made or written to."""
    return ValidatorUnavailableError(
        f"cannot write schemas for kubeconform to a temporary folder: {error.strerror}; "
        "TMPDIR can name another one"
    )


def _with_draft(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Name the draft, which would else be draft 4; an id of its own would move the schema."""
    named = {key: value for key, value in schema.items() if key not in {"$id", "id"}}
    draft = str(named.get("$schema", "")).removesuffix("#")
    return named if draft in _DRAFTS else {**named, "$schema": _DEFAULT_DRAFT}


def _is_self_contained(schema: Mapping[str, Any]) -> bool:
    return all(target.startswith("#") for target in _targets(dict(schema)))


def _targets(schema: Any) -> Iterator[str]:
    """Yield what references point at; a property may be called ``$ref``, and is no text."""
    stack = [schema]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
                if isinstance(target := node.get(keyword), str):
                    yield target
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
