"""What one leaf file must say, when a chart's defaults and other files say the rest."""

import json

import pytest

from catalogc.export.leaf_schema import inherited_fields, leaf_schema
from catalogc.model.source import get_in
from export.samples import compiled, make_tiny
from tools import ROOT

PAIR = {"required": ["p", "q"], "properties": {"p": {}, "q": {}}}
REFERENCES = {
    "required": ["a", "b"],
    "properties": {"a": {"$ref": "#/definitions/pair"}, "b": {"$ref": "#/definitions/pair"}},
    "definitions": {"pair": PAIR},
}


def _if(condition, then):
    return {"if": condition, "then": then}


# schema, chart's values.yaml, a folder's _defaults.yaml, moved fields, what is required where
CASES = {
    "nothing given": (
        {"required": ["a"], "properties": {"a": PAIR}},
        *("", "", []),
        {"": ["a"], "properties.a": ["p", "q"]},
    ),
    "default is complete": (
        {"required": ["a"], "properties": {"a": PAIR}},
        *("a: {p: 1, q: 2}", "", []),
        {"": None, "properties.a": None},
    ),
    "default lacks a part": (
        {"required": ["a"], "properties": {"a": PAIR}},
        *("a: {p: 1}", "", []),
        {"": ["a"], "properties.a": ["q"]},
    ),
    "default lacks an inner part": (
        {"required": ["a"], "properties": {"a": {"properties": {"b": PAIR}}}},
        *("a: {b: {p: 1}}", "", []),
        {"": ["a"], "properties.a.properties.b": ["q"]},
    ),
    "default makes no choice": (
        {
            "required": ["a"],
            "properties": {"a": {"anyOf": [{"required": ["p"]}, {"required": ["q"]}]}},
        },
        *("a: {z: 1}", "", []),
        {"": ["a"]},
    ),
    "default makes a choice": (
        {
            "required": ["a"],
            "properties": {"a": {"anyOf": [{"required": ["p"]}, {"required": ["q"]}]}},
        },
        *("a: {q: 1}", "", []),
        {"": None},
    ),
    "null is nothing": (
        {"required": ["a"], "properties": {"a": {}}},
        *("a: null", "", []),
        {"": ["a"]},
    ),
    "a condition asks as before, its outcome less": (
        {
            "properties": {"a": {}, "b": {}},
            **_if({"required": ["a"]}, {"required": ["a", "b"]}),
            "else": {"required": ["a"]},
        },
        *("a: 1", "", []),
        {"if": ["a"], "then": ["b"], "else": None},
    ),
    "a default that the outcome refuses": (
        {"allOf": [_if({}, {"required": ["a"], "properties": {"a": {"const": "many"}}})]},
        *("a: one", "", []),
        {"allOf.0.then": ["a"]},
    ),
    "a default that the outcome accepts": (
        {"allOf": [_if({}, {"required": ["a"], "properties": {"a": {"const": "one"}}})]},
        *("a: one", "", []),
        {"allOf.0.then": None},
    ),
    "one use of a definition": (
        *(REFERENCES, "a: {p: 1}", "", []),
        {
            "": ["a", "b"],
            "properties.a": ["q"],
            "properties.b": None,  # a reference still
            "definitions.pair": ["p", "q"],
        },
    ),
    "inherited": (
        {"required": ["a", "b"], "properties": {"a": PAIR, "b": {}}},
        *("", "a: {p: 1}", []),
        {"": ["b"], "properties.a": ["q"]},
    ),
    "inherited null": (
        {"required": ["a"], "properties": {"a": {}}},
        *("", "a: null", []),
        {"": ["a"]},
    ),
    "moved": (
        {"required": ["a", "b"], "properties": {"a": PAIR, "b": {}}},
        *("", "", [{"from": "old", "to": "a.p"}]),
        {"": ["b"], "properties.a": ["q"], "properties.old": None},
    ),
}


@pytest.mark.parametrize(
    ("schema", "chart", "folder", "moved", "expected"), CASES.values(), ids=CASES
)
def test_a_leaf_need_not_say_what_is_given(tmp_path, schema, chart, folder, moved, expected):
    root = make_tiny(
        tmp_path,
        {
            "charts/tiny/values.schema.json": json.dumps(schema | {"x-catalogc-moved": moved}),
            "charts/tiny/values.yaml": f"{chart}\n",
            "catalog/x/_defaults.yaml": f"{folder}\n",
            "catalog/x/dev.yaml": "workloadType: TINY_LOAD\nserviceName: a\nenvironment: dev\n",
        },
    )
    catalog = compiled(root)
    (adapter,) = catalog.adapters.values()
    before = json.dumps(adapter.schema)
    found = leaf_schema(adapter, catalog.config, inherited_fields(catalog.releases))
    places = {where: _required(found, where) for where in expected}
    assert places == expected
    assert json.dumps(adapter.schema) == before


def _required(schema, where):
    for part in where.split(".") if where else ():
        schema = schema[int(part)] if isinstance(schema, list) else schema[part]
    return schema.get("required")


def test_a_leaf_inherits_only_what_it_does_not_say(tmp_path):
    root = make_tiny(
        tmp_path,
        {
            "catalog/_defaults.yaml": "labels: {a: x, b: x}\nlisten: {port: 1}\nimage: null\n",
            "catalog/x/_defaults.yaml": "workloadType: TINY_LOAD\n",
            "catalog/x/dev.yaml": "serviceName: a\nenvironment: dev\nlabels: {a: y}\n",
        },
    )
    assert sorted(inherited_fields(compiled(root).releases)) == [
        ("labels", "b"),
        ("listen",),
        ("listen", "port"),
        ("workloadType",),
    ]


def test_names_of_catalogc_yaml_are_offered(tmp_path):
    catalogs = "catalogs: {web: {owner: group:default/web}, ml: {owner: group:default/ml}}\n"
    root = make_tiny(tmp_path)
    config = root / "catalogc.yaml"
    config.write_text(config.read_text("utf-8") + catalogs, encoding="utf-8")
    catalog = compiled(root)
    fields = leaf_schema(catalog.adapters["TINY_LOAD"], catalog.config)["properties"]
    assert fields["environment"] == {"type": "string", "enum": ["dev", "prod"]}
    assert fields["serviceCatalog"] == {"type": "string", "examples": ["ml", "web"]}
    assert get_in(fields, ("library",)) is None


def test_what_subcharts_are_given_is_not_offered():
    catalog = compiled(ROOT)
    schema = leaf_schema(catalog.adapters["INFERENCE_STACK"], catalog.config)
    for part in ("model-serving", "inference-gateway"):
        fields = get_in(schema, ("properties", part, "properties"))
        assert fields["enabled"]["default"] is True
        hidden = {"workloadType", "serviceName", "environment", "dependsOn", "common", "global"}
        assert fields.keys() & hidden == set()
    assert "x-catalogc-internal" not in json.dumps(schema)
