"""The umbrella JSON Schema, judged by jsonschema and by the language server of editors."""

import copy
import json
import re
from dataclasses import replace

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogc.export.json_schema import export_json_schema
from catalogc.export.leaf_schema import inherited_fields
from catalogc.export.typescript import export_typescript
from catalogc.model.source import get_in
from catalogc.model.values import Origin, Values
from catalogc.resolve.layers import coalesce
from export.language_server import Editor
from export.samples import BAD, TINY_SCHEMA, bad_leaf, ci_values, compiled, make_tiny, read
from tools import ROOT, require_node_modules

PART = {"required": ["p"], "properties": {"p": {}}}
DRAFT = "http://json-schema.org/draft-07/schema#"


@pytest.fixture(scope="module")
def catalog():
    return compiled()


@pytest.fixture(scope="module")
def good(catalog):
    return ci_values(catalog)


@pytest.fixture(scope="module")
def umbrella(catalog):
    inherited = inherited_fields(catalog.releases)
    return json.loads(export_json_schema(catalog.adapters, catalog.config, inherited))


@pytest.fixture(scope="module")
def strict(catalog):
    """Of a repository without ``_defaults.yaml``."""
    return json.loads(export_json_schema(catalog.adapters, catalog.config))


@pytest.fixture(scope="module")
def defaults(catalog):
    return json.loads(export_json_schema(catalog.adapters, catalog.config, defaults=True))


def places(schema, leaf):
    """Where a leaf is wrong: the field paths of the innermost errors."""
    found = set()
    waiting = list(jsonschema.Draft7Validator(schema).iter_errors(leaf))
    while waiting:
        error = waiting.pop()
        inner = [child for child in error.context or () if child.validator != "required"]
        waiting.extend(inner)
        if not inner:
            found.add(".".join(map(str, error.absolute_path)))
    return found


def test_every_keyword_has_its_place(tmp_path):
    catalog = compiled(make_tiny(tmp_path))
    schema = json.loads(export_json_schema(catalog.adapters, catalog.config))
    fields = copy.deepcopy(TINY_SCHEMA["properties"])
    del fields["library"]  # the values of a library chart are Helm's affair
    fields["environment"] = {"type": "string", "enum": ["dev", "prod"]}
    del fields["serviceName"]["x-catalogc-message"]
    fields["serviceName"]["patternErrorMessage"] = "Expected lower case letters."
    fields["image"]["required"] = ["repository"]  # the chart has a pullPolicy
    del fields["image"]["properties"]["tag"]["x-catalogc-ui"]
    port = TINY_SCHEMA["definitions"]["listen"]["properties"]["port"]
    fields["listen"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"port": port},  # not required: a leaf may still say it the old way
    }
    fields["admin"] = {"$ref": "#/definitions/TINY_LOAD.listen"}
    fields["variables"]["items"] = {"$ref": "#/definitions/TINY_LOAD.variable"}
    old = {"deprecated": True, "doNotSuggest": True}
    level = {"description": "Deprecated: old.level has moved to level.", **fields["level"]}
    fields["old"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"level": level | old},
    }
    fields["port"] = {"description": "Deprecated: port has moved to listen.port.", **port, **old}
    then = {
        "title": "Tiny load",
        "description": "Ends a comment: */ and goes on.",
        "type": "object",
        "additionalProperties": False,
        "required": ["workloadType", "serviceName", "environment", "image", "sizes"],
        "properties": fields,
    }
    condition = {"properties": {"workloadType": {"const": "TINY_LOAD"}}}
    assert schema == {
        "$schema": DRAFT,
        "$comment": "Written by `catalogc schema export`. Do not edit.",
        "title": "Leaf",
        "description": "One workload of the catalog.",
        "type": "object",
        "required": ["workloadType"],
        "properties": {
            "workloadType": {
                "title": "Workload type",
                "description": "The adapter that the leaf is written for.",
                "enum": ["TINY_LOAD"],
                "enumDescriptions": ["Ends a comment: */ and goes on."],
            }
        },
        "allOf": [{"if": condition | {"required": ["workloadType"]}, "then": then}],
        "definitions": {
            f"TINY_LOAD.{name}": definition
            for name, definition in TINY_SCHEMA["definitions"].items()
        },
    }


@pytest.mark.parametrize("which", ["umbrella", "strict", "defaults"])
def test_it_is_draft_07_without_our_own_keywords_and_refers_to_nothing_missing(which, request):
    schema = request.getfixturevalue(which)
    jsonschema.Draft7Validator.check_schema(schema)
    text = json.dumps(schema)
    assert "x-catalogc" not in text
    references = set(re.findall(r'"\$ref": "([^"]+)"', text))
    names = {f"#/definitions/{name}" for name in schema["definitions"]}
    assert references == names


def test_it_covers_every_adapter_in_order(umbrella, catalog):
    types = [
        branch["if"]["properties"]["workloadType"]["const"]
        for branch in umbrella["allOf"]
        if "then" in branch
    ]
    assert types == umbrella["properties"]["workloadType"]["enum"] == sorted(catalog.adapters)
    backwards = dict(reversed(catalog.adapters.items()))
    assert export_json_schema(backwards, catalog.config) == export_json_schema(
        catalog.adapters, catalog.config
    )


def test_every_leaf_is_accepted_as_it_is_written(umbrella, catalog):
    documents = [release.leaf.document for release in catalog.releases]
    refused = {document.file.path: places(umbrella, document.data) for document in documents}
    assert {path: found for path, found in refused.items() if found} == {}
    assert len(refused) > 10
    assert any("workloadType" not in document.data for document in documents)


def test_every_complete_leaf_is_accepted(umbrella, strict, good):
    refused = {name: found for name, leaf in good.items() if (found := places(umbrella, leaf))} | {
        name: found for name, leaf in good.items() if (found := places(strict, leaf))
    }
    assert refused == {}
    assert len(good) > 20


def test_defaults_are_accepted_by_the_schema_of_defaults_alone(strict, defaults):
    files = sorted((ROOT / "catalog").rglob("_defaults.yaml"))
    assert files
    for file in files:
        assert places(defaults, read(file)) == set()
        assert places(strict, read(file)) != set()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_leaf_is_refused_at_the_field(strict, good, name):
    expected = BAD[name][3]
    assert places(strict, bad_leaf(good, name)) == {expected}


BAD_DEFAULTS = {
    "unknown field": ({"gpus": 1}, {""}),
    "unknown inner field": ({"ingress": {"hosts": []}}, {"ingress"}),
    "wrong type": ({"namespace": 5}, {"namespace"}),
    "field of another type": ({"workloadType": "BASIC_CONTAINER_LOAD", "model": "phi"}, {""}),
    "unknown workloadType": ({"workloadType": "BASIC"}, {"workloadType"}),
}


@pytest.mark.parametrize(("data", "expected"), BAD_DEFAULTS.values(), ids=BAD_DEFAULTS)
def test_bad_defaults_are_refused_at_the_field(defaults, data, expected):
    assert places(defaults, data) == expected


def test_what_defaults_give_is_not_required_of_a_leaf(umbrella, strict, good):
    leaf = copy.deepcopy(good["charts/ml-inference-load/ci/minimal-values.yaml"])
    del leaf["serviceCatalog"]
    assert places(strict, leaf) == {""}
    assert places(umbrella, leaf) == set()


@st.composite
def _parts_of_leaves(draw, leaves):
    """A complete leaf without some of its fields, or with another number in one of them."""
    leaf = copy.deepcopy(draw(st.sampled_from(leaves)))
    fields = [path for path in _fields(leaf, ()) if path != ("workloadType",)]
    for path in draw(st.lists(st.sampled_from(fields), max_size=4, unique=True)):
        holder = get_in(leaf, path[:-1])
        if isinstance(holder, dict) and path[-1] in holder:
            if isinstance(holder[path[-1]], int) and draw(st.booleans()):
                holder[path[-1]] = draw(st.integers(0, 3))
            else:
                del holder[path[-1]]
    return leaf


def _fields(data, path):
    for name, value in data.items():
        yield (*path, name)
        if isinstance(value, dict):
            yield from _fields(value, (*path, name))


def _values(document):
    return Values(document, {(): Origin(None, ())})


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_no_leaf_that_is_sound_with_its_chart_is_marked(data, catalog, good, strict):
    leaf = data.draw(_parts_of_leaves(list(good.values())))
    adapter = catalog.adapters[leaf["workloadType"]]
    effective = coalesce(_values(leaf), _values(adapter.chart.defaults.data)).data
    if jsonschema_rs.is_valid(adapter.schema, effective):
        assert places(strict, leaf) == set()


def test_a_schema_that_refers_to_itself_has_an_end(tmp_path):
    schema = copy.deepcopy(TINY_SCHEMA)
    node = {"$ref": "#/definitions/node"}
    schema["properties"] |= {"tree": node, "again": {"$ref": "#"}, "same": {"anyOf": [node, node]}}
    schema["definitions"]["node"] = {
        "type": "object",
        "required": ["left"],
        "properties": {"left": node, "right": node, "key": {"type": "string"}},
    }
    files = {
        "charts/tiny/values.schema.json": json.dumps(schema),
        "charts/tiny/values.yaml": "tree: {left: {key: a}}\nagain: {serviceName: a}\n",
    }
    catalog = compiled(make_tiny(tmp_path, files))
    for only_defaults in (False, True):
        text = export_json_schema(catalog.adapters, catalog.config, defaults=only_defaults)
        exported = json.loads(text)
        jsonschema.Draft7Validator.check_schema(exported)
        assert places(exported, {"workloadType": "TINY_LOAD", "unknown": 1}) == {""}
        assert "#/allOf/0/then" in text
    types = export_typescript(catalog.adapters, catalog.config)
    assert "  right?: Node;\n" in types
    assert "  right?: unknown;\n" in types


A = {"additionalProperties": False, "properties": {"same": {"type": "string"}, "other": {}}}
B = {"additionalProperties": False, "properties": {"same": {"type": "string"}, "other": PART}}
# schemas of two adapters, and what a file without a workloadType may hold
PARTIAL = {
    "both closed": (
        *(A, B, False),
        {"other": {"anyOf": [{}, {"properties": {"p": {}}}]}, "same": {"type": "string"}},
    ),
    "one open": ({"properties": {"more": True}}, A, None, A["properties"] | {"more": True}),
}


@pytest.mark.parametrize(("one", "two", "closed", "fields"), PARTIAL.values(), ids=PARTIAL)
def test_a_file_without_workload_type_may_hold_any_field(tmp_path, one, two, closed, fields):
    catalog = compiled(make_tiny(tmp_path))
    tiny = catalog.adapters["TINY_LOAD"]
    adapters = {
        "A_LOAD": replace(tiny, schema=one, moved_fields=()),
        "B_LOAD": replace(tiny, schema=two, moved_fields=()),
    }
    inherited = [("workloadType",)]
    schema = json.loads(export_json_schema(adapters, catalog.config, inherited))
    assert "required" not in schema
    expected = {"properties": fields | {"workloadType": True}}
    if closed is False:
        expected["additionalProperties"] = False
    assert schema["allOf"][2:] == [{"if": {"required": ["workloadType"]}, "else": expected}]
    asked = schema["allOf"][1]["then"]["properties"]
    assert asked == two["properties"]


LEAF = """\
# yaml-language-server: $schema=../leaf.schema.json
workloadType: ML_INFERENCE_LOAD
serviceName: My_Service
serviceCatalog: ml-team
environment: production
model: {id: meta-llama/Llama-3.2-1B, revision: 4e20de362430cd3b72f300e6b0f18e50e7166e08}
inference:
  port: 8080
container:
  replicas: 2
  imag: {}
storage:
  modelCache: {enabled: true, accessMode: ReadWriteOnce}

"""
DIAGNOSTICS = [
    (3, "error", "Expected lower case letters, digits and dashes, starting with a letter."),
    (5, "error", 'Value is not accepted. Valid values: "dev", "prod", "staging".'),
    (11, "error", "Property imag is not allowed."),
    (13, "error", 'Expected "ReadWriteMany": several pods share one claim.'),
]


MOVED = "Deprecated: inference.port has moved to container.port."


@pytest.mark.slow
def test_an_editor_marks_the_lines_and_says_where_a_field_went(tmp_path, catalog):
    modules = require_node_modules("typescript")
    text = export_json_schema(catalog.adapters, catalog.config)
    (tmp_path / "leaf.schema.json").write_text(text, encoding="utf-8")
    with Editor(modules, tmp_path / "catalog" / "leaf.yaml", LEAF) as editor:
        assert editor.diagnostics == DIAGNOSTICS
        assert MOVED in editor.hover(line=8, column=4)
        offered = editor.completions(line=15, column=1)
    assert {"serviceAccount", "gpu", "basicMonitoring"} <= offered
    assert not offered & {"common", "healthCheck", "modelPull", "model"}
