"""Leaves that a schema accepts, composed of the strategies of its parts.

``from_schema`` of a whole values schema spends seconds on every leaf: it merges each condition
with all that is beside it, anew for each draw. Here a part's strategy is made once, and a
condition is met by asking for what it requires, and by judging what was drawn.
"""

import functools
import json
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema

Schema = dict[str, Any]

DRAWN = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""The same draws in every run, without a search for smaller ones."""

_ANNOTATIONS = {"$schema", "title", "description", "default", "examples"}
_TEXTS = 16
"""So many different texts stand for all that a pattern allows."""
_ITEMS = 3


def leaves(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings that a schema accepts but for the conditions at its root, so judge each one."""
    return _mappings({**schema, "allOf": []}, schema.get("definitions", {}), judged=False)


def _values(node: Schema, definitions: Schema) -> st.SearchStrategy[Any]:
    if "$ref" in node:
        return _values(definitions[node["$ref"].rpartition("/")[2]], definitions)
    if node.get("properties"):
        return _mappings(node, definitions)
    items = node.get("items", {})
    if "properties" in items or "$ref" in items:
        most = min(node.get("maxItems", _ITEMS), max(_ITEMS, node.get("minItems", 0)))
        return st.lists(
            _values(items, definitions), min_size=node.get("minItems", 0), max_size=most
        ).filter(_judge(node, definitions))
    bare = {
        key: value
        for key, value in node.items()
        if key not in _ANNOTATIONS and not key.startswith("x-")
    }
    if "pattern" in bare and bare.get("type") == "string":
        return st.sampled_from(_texts(json.dumps(bare)))
    return from_schema(bare)


def _mappings(node: Schema, definitions: Schema, *, judged: bool = True):
    """Mappings that meet no condition of the node, or one, on purpose or by chance."""
    fields = {key: _values(child, definitions) for key, child in node["properties"].items()}
    found = st.one_of(
        [
            _fields(fields | given, {*node.get("required", ()), *more})
            for given, more in [({}, ()), *_branches(node)]
        ]
    )
    conditions = {"if", "allOf", "anyOf", "oneOf", "not", "minProperties"}
    return found.filter(_judge(node, definitions)) if judged and conditions & {*node} else found


def _fields(fields: dict[str, st.SearchStrategy[Any]], required: set[str]):
    return st.fixed_dictionaries(
        {key: field for key, field in fields.items() if key in required},
        optional={key: field for key, field in fields.items() if key not in required},
    )


def _branches(node: Schema):
    """What else is given and required where a condition of a mapping holds."""
    for branch in node.get("anyOf", ()):
        yield {}, branch.get("required", ())
    for condition in (node, *node.get("allOf", ())):
        if "if" in condition:
            constants = {
                key: st.just(child["const"])
                for key, child in condition["if"].get("properties", {}).items()
                if "const" in child
            }
            asked = (*constants, *condition.get("then", {}).get("required", ()))
            yield constants, asked


def _judge(node: Schema, definitions: Schema):
    return jsonschema_rs.Draft7Validator({**node, "definitions": definitions}).is_valid


@functools.cache
def _texts(schema: str) -> tuple[str, ...]:
    """Texts that a schema accepts, the same in every run."""
    found: dict[str, None] = {}

    @settings(DRAWN, max_examples=_TEXTS)
    @given(text=from_schema(json.loads(schema)))
    def draw(text: str) -> None:
        found[text] = None

    draw()
    return tuple(found)
