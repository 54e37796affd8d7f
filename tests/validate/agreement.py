"""Two opinions about the same objects: the built-in validator's and kubeconform's."""

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogc.files import Repository
from catalogc.model.source import FieldPath
from catalogc.schemas.custom import CustomSchemas
from catalogc.schemas.explanation import Problem
from catalogc.schemas.found import SchemaSource
from catalogc.schemas.kubernetes import kubernetes_schemas
from catalogc.schemas.manifest import ManifestValidator
from catalogc.validate.kubeconform import KubeconformValidator
from tools import ROOT
from validate.objects import rendered

# What mutations put in the place of values.
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 1e30, 2**70, "", "x", "80", "1Gi", "2024-01-01T00:00:00Z"),
    *([], {}, [None], [1], {"a": None}, {"a": "b"}),
)
_KEPT = {("apiVersion",), ("kind",), ("metadata",), ("metadata", "name"), ("metadata", "namespace")}


@dataclass(frozen=True)
class Difference:
    """A field that one of them refuses and the other does not."""

    manifest: dict[str, Any]
    path: FieldPath
    builtin: Problem | None
    kubeconform: str

    @property
    def reason(self) -> str:
        """A row of docs/explanation/validation.md; empty where none explains it."""
        value: Any = self.manifest
        for part in self.path:
            in_list = isinstance(value, list) and part < len(value)
            value = value[part] if in_list or (isinstance(value, dict) and part in value) else None
        if self.builtin is None:
            is_both = self.kubeconform.startswith("oneOf failed, subschemas")
            return "null-of-two-types" if value is None and is_both else ""
        if self.builtin.keyword == "duplicate":
            return "repeated-item"
        if self.builtin.keyword in ("minimum", "maximum") and isinstance(value, int | float):
            return "whole-number-range"
        if self.builtin.keyword == "enum" and not self.kubeconform:
            return "allowed-values"
        if self.builtin.keyword == "minItems" and not self.kubeconform:
            return "empty-list"
        if value is None and self.path and isinstance(self.path[-1], int):
            return "null-item"
        is_root = self.builtin.keyword == "type" and len(self.path) == 1
        return "null-at-the-root" if value is None and is_root and not self.kubeconform else ""


def custom_schemas() -> CustomSchemas:
    """Those that ship with catalogc."""
    return CustomSchemas(Repository(ROOT), "no such folder")


def sources(version: str) -> list[SchemaSource]:
    """What the built-in validator knows of one version of Kubernetes."""
    return [kubernetes_schemas(version), custom_schemas()]


def differences(
    kubeconform: KubeconformValidator,
    objects: list[dict[str, Any]],
    theirs: list[SchemaSource],
    ours: list[SchemaSource],
    version: str,
) -> tuple[list[Difference], int]:
    """Return where they differ, and how many objects kubeconform refuses.

    Args:
        theirs: the schemas that kubeconform is given.
        ours: those of the built-in validator.
    """
    answer = kubeconform.validate([rendered(*objects)], theirs, version)
    refused: dict[int, dict[FieldPath, str]] = {}
    for finding in answer.findings:
        assert not finding.unknown, finding.message
        refused.setdefault(id(finding.resource.manifest), {})[finding.path] = finding.label
    left_out = [resource for item in answer.without_schema for resource in item.resources]
    unknown = {id(resource.manifest) for resource in left_out}
    builtin = ManifestValidator(ours)
    found = []
    for manifest in objects:
        verdict = builtin.check(manifest["apiVersion"], manifest["kind"], manifest)
        assert (verdict.schema is None) == (id(manifest) in unknown), manifest
        problems = {problem.path: problem for problem in verdict.problems}
        texts = refused.get(id(manifest), {})
        found += [
            Difference(manifest, path, problems.get(path), texts.get(path, ""))
            for path in problems.keys() ^ texts.keys()
        ]
    return found, answer.invalid


def mutations(objects: list[dict[str, Any]], each: int, seed: int) -> list[dict[str, Any]]:
    """Change each object a few times: a field dropped, replaced, unknown, or an item repeated."""
    chance = random.Random(seed)
    return [_mutated(manifest, chance) for manifest in objects for _ in range(each)]


def _mutated(manifest: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    changed = copy.deepcopy(manifest)
    *parents, last = chance.choice([path for path in _paths(manifest) if path not in _KEPT])
    place: Any = changed
    for part in parents:
        place = place[part]
    value, action = place[last], chance.randrange(4)
    if action == 0:
        del place[last]
    elif action == 1 and isinstance(value, dict):
        value["notAField"] = chance.choice(VALUES)
    elif action == 2 and isinstance(value, list) and value:
        value.append(copy.deepcopy(value[0]))
    else:
        place[last] = copy.deepcopy(chance.choice(VALUES))
    return changed


def _paths(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    for key, below in pairs:
        yield from _paths(below, (*path, key))
