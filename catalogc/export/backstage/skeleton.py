"""The text that the scaffolder makes a leaf of: Nunjucks, with Backstage's ``${{ }}``.

Every value is written as JSON, which YAML reads as it is; so no text of a form can become
anything else than a value.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogc.export.backstage.form import IDENTITY, Form
from catalogc.export.backstage.widgets import YAML_TEXT
from catalogc.export.walk import Schema

# Each begins a line of its own, so that what is not set leaves no empty line behind.
MACROS = """\
{%- macro field(name, value) %}{% if value != null and value !== "" %}
${{ name }}: ${{ value | dump }}{% endif %}{% endmacro %}
{%- macro list(name, margin, items) %}{% if items.length %}
${{ name }}:{% for item in items %}
${{ margin }}- ${{ item | dump }}{% endfor %}{% endif %}{% endmacro %}
{%- macro labels(name, value) %}{% if value and (value | dump) != "{}" %}
${{ name }}: ${{ value | dump }}{% endif %}{% endmacro %}
{%- macro yaml(name, margin, value) %}{% if value %}
${{ name }}:
${{ value | indent(margin, true) }}{% endif %}{% endmacro %}
{%- macro group(name, lines) %}{% if lines.length %}
${{ name }}:${{ lines }}{% endif %}{% endmacro -%}
"""
_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NOT_PLAIN = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_MEMBER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(slots=True)
class _Node:
    """A field of the leaf: a value of the form, or a mapping of other fields.

    Attributes:
        schema: of the value in the form.
        value: where the form has it.
        switches: which values must be true for it to be written.
    """

    schema: Schema | None = None
    value: str = ""
    switches: tuple[str, ...] = ()
    children: dict[str, "_Node"] = field(default_factory=dict)


def leaf_skeleton(workload_type: str, form: Form) -> str:
    """Return the lines of a leaf of one workloadType, after its modeline."""
    lines = [f"workloadType: {_key(workload_type)}"]
    lines += [f'${{{{- field("{name}", values.{name}) }}}}' for name in IDENTITY]
    lines += [
        f"${{{{- {_expression(name, node, 0)} }}}}" for name, node in _tree(form).children.items()
    ]
    return "\n".join(lines) + "\n"


def umbrella_skeleton(forms: Mapping[str, Form]) -> str:
    """Return the lines of a leaf of any of these types: only the chosen type's fields."""
    lines = []
    for index, (workload_type, form) in enumerate(forms.items()):
        word = "elif" if index else "if"
        lines.append(f"{{%- {word} values.workloadType == {json.dumps(workload_type)} %}}")
        lines += leaf_skeleton(workload_type, form).splitlines()
    lines.append("{%- endif %}")
    return "\n".join(lines) + "\n"


def _tree(form: Form) -> _Node:
    """Put the entries back where they stand in the leaf."""
    root = _Node()
    for entry in form.entries:
        node = root
        for part in entry.path:
            node = node.children.setdefault(str(part), _Node())
        _fill(node, entry.schema, _member("values", entry.key), ())
    return root


def _fill(node: _Node, schema: Schema, value: str, switches: tuple[str, ...]) -> None:
    node.switches = switches
    if "properties" not in schema or schema.get("type") != "object":
        node.schema, node.value = schema, value
        return
    for name, child in schema["properties"].items():
        _fill(node.children.setdefault(name, _Node()), child, _member(value, name), ())
    # What a switch hid keeps its old value in the form's data, and must not be written.
    for name, child in schema.get("then", {}).get("properties", {}).items():
        inner = node.children.setdefault(name, _Node())
        _fill(inner, child, _member(value, name), (f"{value}.enabled",))


def _expression(name: str, node: _Node, depth: int) -> str:
    label = json.dumps("  " * depth + _key(name))
    if node.children:
        margin = "  " * (depth + 1)
        parts = [_expression(inner, child, depth + 1) for inner, child in node.children.items()]
        text = f"group({label},\n{margin}  " + f"\n{margin}~ ".join(parts) + ")"
    else:
        text = _call(label, node, depth)
    if node.switches:
        return f'({text} if {" and ".join(node.switches)} else "")'
    return text


def _call(label: str, node: _Node, depth: int) -> str:
    schema = node.schema or {}
    if schema.get(YAML_TEXT):
        return f"yaml({label}, {2 * depth + 2}, {node.value})"
    if schema.get("type") == "array":
        margin = json.dumps("  " * (depth + 1))
        return f"list({label}, {margin}, {node.value})"
    kind = "labels" if schema.get("type") == "object" else "field"
    return f"{kind}({label}, {node.value})"


def _member(value: str, name: str) -> str:
    return f"{value}.{name}" if _MEMBER.fullmatch(name) else f"{value}[{json.dumps(name)}]"


def _key(name: str) -> str:
    plain = _PLAIN_KEY.fullmatch(name) and name.lower() not in _NOT_PLAIN
    return name if plain else json.dumps(name)
