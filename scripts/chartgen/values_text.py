"""values.yaml: every default of a schema under its description."""

import textwrap
from collections.abc import Iterator
from typing import Any

import yaml

from scripts.chartgen.parts.identity import INTERNAL

_WIDTH = 100
Schema = dict[str, Any]


def values_text(schema: Schema) -> str:
    """Return the text of values.yaml."""
    required = ", ".join(required_fields(schema))
    head = (
        f"# Defaults. A leaf must also say: {required}.\n"
        "# What each field accepts is in values.schema.json.\n"
    )
    return head + "\n" + "\n".join(_lines(schema, 0)).strip("\n") + "\n"


def required_fields(schema: Schema, prefix: str = "") -> Iterator[str]:
    """Name the fields without a default that a leaf must set."""
    for name in schema.get("required", ()):
        child = schema["properties"][name]
        if "default" in child:
            continue
        inner = list(required_fields(child, f"{prefix}{name}."))
        yield from inner or [prefix + name]


def _lines(schema: Schema, depth: int) -> Iterator[str]:
    pad = "  " * depth
    below_group = False
    for name, child in schema.get("properties", {}).items():
        if child.get("title") == INTERNAL:
            continue
        if "default" in child:
            if depth == 0 or below_group:
                yield ""
            below_group = False
            yield from textwrap.wrap(
                child["description"],
                _WIDTH,
                initial_indent=f"{pad}# -- ",
                subsequent_indent=f"{pad}#    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
            yield from (pad + line for line in _entry(name, child["default"]))
        elif inner := list(_lines(child, depth + 1)):
            yield ""
            yield f"{pad}{name}:"
            while not inner[0]:
                inner.pop(0)
            yield from inner
            below_group = True
        elif "properties" in child and name not in schema.get("required", ()):
            # Templates read its fields, which all are optional.
            yield from ("", f"{pad}# -- {child['description']}", f"{pad}{name}: {{}}")
            below_group = True


def _entry(name: str, value: Any) -> list[str]:
    text = yaml.dump(
        {name: value}, Dumper=_Dumper, sort_keys=False, width=1000, default_flow_style=False
    )
    return text.splitlines()


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key; quotes empty text as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        return super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    plain = yaml.safe_dump(value, width=1000).startswith(("'", '"'))
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", value, style='"' if plain or not value else None
    )


_Dumper.add_representer(str, _text)
