"""The form of one workloadType: which fields stand on which page, under which key.

Backstage merges the data of all pages into one mapping, so no two pages may share a key. A key
stands for a part of the leaf: mostly a field of its root; where a mapping is spread over pages,
such as ``container`` and ``container.secrets``, a part of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from catalogc.export.backstage.conditions import (
    conditions,
    is_group,
    mentioned,
    plain,
    renamed,
    titled,
)
from catalogc.export.backstage.selection import selected_fields, ui_overlay
from catalogc.export.backstage.widgets import form_field
from catalogc.export.walk import Schema
from catalogc.model.source import FieldPath

IDENTITY: Final = ("serviceCatalog", "serviceName", "environment", "namespace")
"""Fields that all workload types share, in the order of the form."""
REPOSITORY: Final = "repoUrl"
"""The key of the repository that the pull request goes to."""
WORKLOAD: Final = "workload"
PAGES: Final = {
    WORKLOAD: "Workload",
    "networking": "Networking",
    "secrets": "Secrets",
}
"""Titles of the pages between identity and pull request."""

_SECRETS = re.compile(r"(?i)secret|vault")
_NETWORKING = frozenset({"ingress", "networking"})
_DISCRIMINATOR = "workloadType"


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of the leaf under one key of the form.

    Attributes:
        path: where it stands in the leaf.
        required: whether the form asks for it.
    """

    key: str
    path: FieldPath
    page: str
    schema: Schema
    required: bool


@dataclass(frozen=True, slots=True)
class Form:
    """Entries in the order of the schema, and conditions that concern several of them.

    Attributes:
        conditions: the page that each belongs to, and ``if`` with ``then`` in terms of keys.
    """

    entries: tuple[Entry, ...]
    conditions: tuple[tuple[str, Schema], ...]


def build_form(schema: Schema, gpu_limit: int, prefix: str = "") -> Form:
    """Make the form of an adapter's schema, which has no references any more.

    Args:
        gpu_limit: most GPUs of any node; 0 where unknown.
        prefix: what every key starts with, where forms of several types are one.
    """
    builder = _Builder(selected_fields(schema), gpu_limit, prefix)
    builder.root(schema)
    return Form(tuple(builder.entries), tuple(_page_conditions(schema, builder)))


@dataclass(slots=True)
class _Builder:
    selected: frozenset[FieldPath]
    gpu_limit: int
    prefix: str
    entries: list[Entry] = field(default_factory=list)

    def root(self, schema: Schema) -> None:
        needed = _needed(schema, schema.get("properties", {}))
        for name, child in schema.get("properties", {}).items():
            if name not in (*IDENTITY, _DISCRIMINATOR) and self.has((name,)):
                page = _page(child, (name,), WORKLOAD)
                self.entry(child, (name,), page, required=name in needed)

    def has(self, path: FieldPath) -> bool:
        return any(selected[: len(path)] == path for selected in self.selected)

    def entry(self, node: Schema, path: FieldPath, page: str, *, required: bool) -> None:
        position = len(self.entries)
        schema = self.part(node, path, page, certain=required)
        if schema is not None:
            entry = Entry(self.key(path), path, page, schema, required)
            self.entries.insert(position, entry)

    def key(self, path: FieldPath) -> str:
        words = [self.prefix, *map(str, path)] if self.prefix else [str(part) for part in path]
        name = words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])
        taken = {*IDENTITY, _DISCRIMINATOR, REPOSITORY, *(entry.key for entry in self.entries)}
        while name in taken:
            name += "_"
        return name

    def part(self, node: Schema, path: FieldPath, page: str, *, certain: bool) -> Schema | None:
        if not is_group(node):
            return form_field(node, path, self.gpu_limit)
        needed = _needed(node, node["properties"])
        # Behind its switch a mapping is complete: whoever switches it on, wants it.
        inner_certain = certain or self.has_switch(node, path)
        fields: dict[str, Schema] = {}
        for name, child in node["properties"].items():
            inner = (*path, name)
            if not self.has(inner):
                continue
            inner_page = _page(child, inner, page)
            required = inner_certain and name in needed
            if inner_page != page:
                self.entry(child, inner, inner_page, required=required)
                continue
            built = self.part(child, inner, page, certain=required)
            if built is not None:
                fields[name] = built
        return self.mapping(node, path, fields, certain=certain) if fields else None

    def has_switch(self, node: Schema, path: FieldPath) -> bool:
        switch = node["properties"].get("enabled")
        is_switch = isinstance(switch, dict) and switch.get("type") == "boolean"
        return is_switch and self.has((*path, "enabled"))

    def mapping(
        self, node: Schema, path: FieldPath, fields: dict[str, Schema], *, certain: bool
    ) -> Schema:
        needed = [name for name in _needed(node, fields) if name in fields]
        own = [*_own_conditions(node, path, fields)]
        result: Schema = {key: node[key] for key in ("title", "description") if key in node}
        result |= {key: text for key, text in ui_overlay(node).items() if key.startswith("ui:")}
        result["type"] = "object"
        if fields.get("enabled", {}).get("type") == "boolean" and len(fields) > 1:
            implied = [name for part in own for name in _implied(part)]
            own = [part for part in own if not _implied(part)]
            result |= _behind_switch(fields, [*needed, *implied])
        else:
            result["properties"] = fields
            result |= _requirements(fields, needed, certain=certain)
        return result | ({"allOf": own} if own else {})


def _page(node: Any, path: FieldPath, above: str) -> str:
    asked = ui_overlay(node).get("page") if isinstance(node, dict) else None
    if asked in PAGES:
        return str(asked)
    if above == WORKLOAD and _SECRETS.search(str(path[-1])):
        return "secrets"
    return "networking" if path[0] in _NETWORKING and len(path) == 1 else above


def _needed(node: Schema, fields: Mapping[str, Any]) -> list[str]:
    """What a mapping requires; of alternatives the first one that the form can give."""
    needed = list(node.get("required", ()))
    for keyword in ("anyOf", "oneOf"):
        choices = node.get(keyword, ())
        if choices and all(
            isinstance(item, dict) and set(item) == {"required"} for item in choices
        ):
            named = (item["required"] for item in choices)
            needed += next((names for names in named if set(names) <= fields.keys()), [])
    return list(dict.fromkeys(needed))


_SWITCHED_ON: Final = {"properties": {"enabled": {"const": True}}, "required": ["enabled"]}


def _implied(condition: Schema) -> list[str]:
    """What a condition requires of a mapping that is switched on, if that is all it says."""
    then = condition.get("then")
    if not isinstance(then, dict) or set(then) != {"required"} or "else" in condition:
        return []
    return list(then["required"]) if condition["if"] == _SWITCHED_ON else []


def _behind_switch(fields: dict[str, Schema], needed: list[str]) -> Schema:
    """Show the other fields only where ``enabled`` is true."""
    rest = {name: child for name, child in fields.items() if name != "enabled"}
    required = [name for name in dict.fromkeys(needed) if name != "enabled"]
    return {
        "properties": {"enabled": fields["enabled"]},
        "if": dict(_SWITCHED_ON),
        "then": {"properties": rest, **({"required": required} if required else {})},
    }


def _requirements(fields: dict[str, Schema], needed: list[str], *, certain: bool) -> Schema:
    """A mapping that may be left out asks for a field only once another one is filled in.

    The form library gives every mapping to the validator, also one that nobody filled in.
    """
    if certain or not needed:
        return {"required": needed} if needed else {}
    partners = {name: [other for other in needed if other != name] for name in fields}
    return {"dependencies": {name: others for name, others in partners.items() if others}}


def _own_conditions(node: Schema, path: FieldPath, fields: dict[str, Schema]) -> Iterator[Schema]:
    for condition in conditions({**node, "properties": {}}, path):
        paths = mentioned(condition.schema, path)
        if paths and all(_exists(fields, found[len(path) :]) for found in paths):
            yield plain(condition.schema)


def _exists(fields: Mapping[str, Any], path: FieldPath) -> bool:
    """Whether a field is below these, be it behind a switch."""
    if not path or path[0] not in fields:
        return False
    child = fields[str(path[0])]
    inner = {**child.get("properties", {}), **child.get("then", {}).get("properties", {})}
    return len(path) == 1 or _exists(inner, path[1:])


def _page_conditions(schema: Schema, builder: _Builder) -> Iterator[tuple[str, Schema]]:
    """Conditions of the root, on the last page that they concern."""
    by_name = {entry.path[0]: entry for entry in builder.entries if len(entry.path) == 1}
    fields = {str(name): entry.schema for name, entry in by_name.items()}
    for condition in conditions({**schema, "properties": {}}):
        paths = mentioned(condition.schema, ())
        if paths and all(_exists(fields, path) for path in paths):
            involved = [by_name[path[0]] for path in paths]
            page = max((entry.page for entry in involved), key=list(PAGES).index)
            names = {str(entry.path[0]): entry.key for entry in involved}
            yield page, renamed(titled(plain(condition.schema), fields), names)


def entries_of(form: Form, page: str) -> Iterable[Entry]:
    """Return the entries of one page."""
    return (entry for entry in form.entries if entry.page == page)
