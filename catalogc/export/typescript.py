"""Leaves as TypeScript: one interface a workloadType, and their discriminated union."""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from catalogc.export.leaf_schema import leaf_schema
from catalogc.export.target import MARK
from catalogc.export.typescript_names import shape_names, type_names
from catalogc.export.typescript_types import (
    ListOf,
    MapOf,
    Member,
    Plain,
    Reader,
    Shape,
    Type,
    Union,
    note,
)
from catalogc.model.adapter import Adapter
from catalogc.model.configuration import Config

_WIDTH = 96
_HEADER = f"// {MARK} --format typescript`. Do not edit.\n"
_DISCRIMINATOR = "workloadType"
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def export_typescript(adapters: Mapping[str, Adapter], config: Config) -> str:
    """Write the types of all adapters' leaves, sorted by name.

    A type describes a leaf with its ``_defaults.yaml`` layers merged, before the chart's
    defaults. What a type cannot say (patterns, bounds, conditions) is in doc comments, or left
    to ``catalogc lint``.
    """
    roots = {name: _root(name, adapters[name], config) for name in sorted(adapters)}
    interfaces = type_names(roots)
    printer = _Printer(shape_names(roots, interfaces.values()))
    environments = sorted(config.environments or ())
    blocks = [
        _HEADER,
        _alias("Environment", environments, "string", "A deployment environment."),
        _alias("WorkloadType", list(roots), "never", "What picks the adapter of a leaf."),
        _comment(("Any leaf, told apart by its workloadType.",), "")
        + f"export type WorkloadSchema ={_choices(interfaces.values(), 'never')};\n",
    ]
    for workload_type, root in roots.items():
        about = note("", adapters[workload_type].schema)[:1]
        blocks.append(printer.declaration(interfaces[workload_type], root, about))
    for shape, name in sorted(printer.names.items(), key=lambda entry: entry[1]):
        blocks.append(printer.declaration(name, shape))
    return "\n".join(blocks)


def _root(workload_type: str, adapter: Adapter, config: Config) -> Shape:
    shape = Reader(leaf_schema(adapter, config)).shape()
    members = {member.name: member for member in shape.members}
    about = members.get(_DISCRIMINATOR, Member(_DISCRIMINATOR, Plain(""), optional=False, note=()))
    literal = Plain(json.dumps(workload_type))
    members = {_DISCRIMINATOR: replace(about, type=literal, optional=False, note=())} | {
        name: member for name, member in members.items() if name != _DISCRIMINATOR
    }
    environment = members.get("environment")
    if environment is not None:
        members["environment"] = replace(environment, type=Plain("Environment"))
    return replace(shape, members=tuple(members.values()))


@dataclass(frozen=True, slots=True)
class _Printer:
    names: Mapping[Shape, str]

    def declaration(self, name: str, shape: Shape, about: tuple[str, ...] = ()) -> str:
        fields = "".join(self._member(member) for member in shape.members)
        if shape.is_open:
            fields += "  [name: string]: unknown;\n"
        if not shape.one_of:
            return f"{_comment(about, '')}export interface {name} {{\n{fields}}}\n"
        base = f"{name}Fields"
        choices = "".join(
            f"\n  | Required<Pick<{base}, {' | '.join(json.dumps(member) for member in choice)}>>"
            for choice in shape.one_of
        )
        return (
            f"interface {base} {{\n{fields}}}\n\n{_comment(about, '')}"
            f"export type {name} = {base} & ({choices}\n);\n"
        )

    def _member(self, member: Member) -> str:
        name = member.name if _IDENTIFIER.fullmatch(member.name) else json.dumps(member.name)
        mark = "?" if member.optional else ""
        return f"{_comment(member.note, '  ')}  {name}{mark}: {self._text(member.type)};\n"

    def _text(self, kind: Type) -> str:
        if isinstance(kind, Plain):
            return kind.text
        if isinstance(kind, ListOf):
            inner = self._text(kind.items)
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        if isinstance(kind, MapOf):
            return f"Record<string, {self._text(kind.values)}>"
        if isinstance(kind, Union):
            return " | ".join(self._text(part) for part in kind.parts)
        return self.names[kind]


def _alias(name: str, values: list[str], otherwise: str, about: str) -> str:
    literals = [json.dumps(value) for value in values]
    return f"{_comment((about,), '')}export type {name} ={_choices(literals, otherwise)};\n"


def _choices(names: Iterable[str], otherwise: str) -> str:
    listed = list(names) or [otherwise]
    return f" {listed[0]}" if len(listed) == 1 else "".join(f"\n  | {name}" for name in listed)


def _comment(paragraphs: tuple[str, ...], indent: str) -> str:
    """A doc comment; text from schemas cannot end it."""
    lines: list[str] = []
    for paragraph in paragraphs:
        safe = " ".join(paragraph.split()).replace("*/", "*\\/")
        wrapped = textwrap.wrap(safe, _WIDTH, break_long_words=False, break_on_hyphens=False)
        # A tag keeps to one line: tools read it as code.
        lines.extend([safe] if safe.startswith("@") else wrapped)
    if not lines:
        return ""
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return "".join(
        [f"{indent}/**\n", *(f"{indent} * {line}\n" for line in lines), f"{indent} */\n"]
    )
