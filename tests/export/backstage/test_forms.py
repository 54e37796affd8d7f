"""The forms of Templates: which fields, on which page, with which widget."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogc.export.backstage.form import PAGES, build_form
from catalogc.export.backstage.selection import inlined, selected_fields
from catalogc.export.backstage.skeleton import leaf_skeleton
from catalogc.goyaml.load import load_documents
from cli.in_process import inside
from export.backstage.charts import make_catalog, schema
from repository import make_repository

TEXT = {"type": "string"}
SWITCHED_ON = {"properties": {"enabled": {"const": True}}, "required": ["enabled"]}


def group(properties, **keywords):
    return {"type": "object", "properties": properties, **keywords}


def template(root, name="test-load"):
    result = inside("backstage", cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    path = root / f".cat/backstage/templates/{name}/template.yaml"
    [document] = load_documents(path.read_text("utf-8"))
    return document


def form(tmp_path, values_schema, config="", leaves=None):
    """The pages of a chart's form, by title."""
    root = make_catalog(tmp_path / "r", {"test-load": values_schema}, config, leaves)
    return {page["title"]: page for page in template(root)["spec"]["parameters"]}


# A field of the chart's schema, and what the form's workload page makes of it.
FIELDS = {
    "required text": (
        schema({"model": {**TEXT, "pattern": "^a$", "examples": ["a"]}}, ["model"]),
        {"model": {"type": "string", "pattern": "^a$", "examples": ["a"]}},
    ),
    "a default is shown, not written": (
        schema({"container": group({"port": {"type": "integer", "default": 8080}})}),
        {
            "container": group(
                {"port": {"type": "integer", "ui:widget": "updown", "ui:placeholder": "8080"}}
            )
        },
    ),
    "a message becomes help": (
        schema({"model": {**TEXT, "x-catalogc-message": "a word"}}, ["model"]),
        {"model": {**TEXT, "ui:help": "Format: a word."}},
    ),
    "other fields are left out": (
        schema({"model": TEXT, "tuning": TEXT, "container": group({"args": TEXT})}),
        {"model": TEXT},
    ),
    "an overlay shows and hides": (
        schema(
            {
                "model": {**TEXT, "x-catalogc-ui": {"show": False}},
                "tuning": {**TEXT, "x-catalogc-ui": {"ui:widget": "textarea"}},
            }
        ),
        {"tuning": {**TEXT, "ui:widget": "textarea"}},
    ),
    "an overlay of a mapping shows all of it": (
        schema({"tuning": group({"a": TEXT}, **{"x-catalogc-ui": {"show": True}})}),
        {"tuning": group({"a": TEXT})},
    ),
    "what is required is never hidden": (
        schema({"tuning": {**TEXT, "x-catalogc-ui": {"show": False}}}, ["tuning"]),
        {"tuning": TEXT},
    ),
    "references are inlined": (
        schema({"model": {"$ref": "#/definitions/m"}}, definitions={"m": {**TEXT, "title": "M"}}),
        {"model": {"title": "M", "type": "string"}},
    ),
    "a reference to itself has an end": (
        schema(
            {"model": {"$ref": "#/definitions/m"}}, definitions={"m": {"$ref": "#/definitions/m"}}
        ),
        {"model": {}},
    ),
    "several types": (
        schema({"model": {"type": ["integer", "string"]}}),
        {"model": TEXT},
    ),
    "an empty choice is no choice": (
        schema({"model": {"type": "string", "enum": ["", "a", "b"]}}),
        {"model": {"type": "string", "enum": ["a", "b"]}},
    ),
    "a switch hides the rest": (
        schema(
            {
                "hpa": group(
                    {"enabled": {"type": "boolean", "default": False}, "maxReplicas": TEXT},
                    **{"if": SWITCHED_ON, "then": {"required": ["maxReplicas"]}},
                )
            }
        ),
        {
            "hpa": {
                "type": "object",
                "properties": {"enabled": {"type": "boolean"}},
                "if": SWITCHED_ON,
                "then": {"properties": {"maxReplicas": TEXT}, "required": ["maxReplicas"]},
            }
        },
    ),
    "a switch that is on by default stays on": (
        schema({"hpa": group({"enabled": {"type": "boolean", "default": True}})}),
        {"hpa": group({"enabled": {"type": "boolean", "default": True}})},
    ),
    "a mapping that may be left out asks once it is begun": (
        schema({"model": group({"id": TEXT, "revision": TEXT}, required=["id"])}),
        {"model": {**group({"id": TEXT, "revision": TEXT}), "dependencies": {"revision": ["id"]}}},
    ),
    "a mapping that is required asks": (
        schema({"model": group({"id": TEXT}, required=["id"])}, ["model"]),
        {"model": group({"id": TEXT}, required=["id"])},
    ),
    "the first of several ways": (
        schema(
            {
                "container": group(
                    {
                        "image": group(
                            {"repository": TEXT, "tag": TEXT, "digest": TEXT},
                            required=["repository"],
                            anyOf=[{"required": ["tag"]}, {"required": ["digest"]}],
                        )
                    },
                    required=["image"],
                )
            },
            ["container"],
        ),
        {
            "container": group(
                {
                    "image": group(
                        {"repository": TEXT, "tag": TEXT, "digest": TEXT},
                        required=["repository", "tag"],
                    )
                },
                required=["image"],
            )
        },
    ),
    "a list of mappings": (
        schema(
            {
                "container": group(
                    {
                        "environment": {
                            "type": "array",
                            "default": [],
                            "items": group(
                                {"name": TEXT}, required=["name"], additionalProperties=False
                            ),
                        }
                    }
                )
            }
        ),
        {
            "container": group(
                {
                    "environment": {
                        "type": "array",
                        "items": group({"name": TEXT}, required=["name"]),
                    }
                }
            )
        },
    ),
    "labels": (
        schema(
            {
                "tuning": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "maxLength": 63},
                    "x-catalogc-ui": {"show": True},
                }
            }
        ),
        {"tuning": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 63}}},
    ),
}


@pytest.mark.parametrize(("values", "expected"), FIELDS.values(), ids=FIELDS)
def test_workload_page(tmp_path, values, expected):
    assert form(tmp_path, values)["Workload"]["properties"] == expected


def test_free_values_are_text_whose_lines_are_kept_together(tmp_path):
    page = form(tmp_path, schema({"values": {"type": "object"}}))["Workload"]
    field = page["properties"]["values"]
    assert (field["type"], field["ui:widget"]) == ("string", "textarea")
    assert "\\u2028" in field["pattern"]
    assert "catalogc" not in json.dumps(field)


def test_pages(tmp_path):
    secret = {"type": "array", "items": group({"name": TEXT})}
    pages = form(
        tmp_path,
        schema(
            {
                "model": TEXT,
                "container": group({"replicas": {"type": "integer"}, "secrets": secret}),
                "ingress": group({"enabled": {"type": "boolean"}, "host": TEXT}),
                "vault": group({"tokenPath": TEXT}),
                "tuning": {**TEXT, "x-catalogc-ui": {"page": "networking"}},
            }
        ),
    )
    keys = {title: list(page["properties"]) for title, page in pages.items()}
    assert keys == {
        "Identity": ["serviceCatalog", "serviceName", "environment"],
        "Workload": ["model", "container"],
        "Networking": ["ingress", "tuning"],
        "Secrets": ["containerSecrets", "vault"],
        "Pull request": ["repoUrl"],
    }
    assert "secrets" not in pages["Workload"]["properties"]["container"]["properties"]
    path = pages["Secrets"]["properties"]["vault"]["properties"]["tokenPath"]
    assert path["ui:help"] == "Where the secret is in Vault. Never write a secret itself."


INVENTORY = """\
apiVersion: catalogc.dev/v1
kind: Cluster
metadata: {{name: one}}
spec:
  nodePools:
    - {{name: gpu, count: 2, allocatable: {{{resource}: {count}}}}}
"""
GPU = {"type": "integer", "minimum": 1, "maximum": 16, "default": 2}
RANGES = {
    "the largest node": ("nvidia.com/gpu", 4, GPU, (1, 4, "range", 2)),
    "another vendor": ("amd.com/gpu", 8, GPU, (1, 8, "range", 2)),
    "a default beyond it": ("nvidia.com/gpu", 1, GPU, (1, 1, "range", 1)),
    "the chart's own limit": ("nvidia.com/gpu", 99, GPU, (1, 16, "range", 2)),
    "no GPUs": ("cpu", 4, GPU, (1, 16, "range", 2)),
    "too many to slide": ("cpu", 4, {**GPU, "maximum": 500}, (1, 500, "updown", None)),
}


@pytest.mark.parametrize(("resource", "count", "node", "expected"), RANGES.values(), ids=RANGES)
def test_gpu_slider_ends_at_the_largest_node(tmp_path, resource, count, node, expected):
    inventory = {"catalog/clusters/one.yaml": INVENTORY.format(resource=resource, count=count)}
    pages = form(tmp_path, schema({"gpu": group({"count": node})}), leaves=inventory)
    field = pages["Workload"]["properties"]["gpu"]["properties"]["count"]
    keys = ("minimum", "maximum", "ui:widget", "default")
    assert tuple(field.get(key) for key in keys) == expected


def test_identity_comes_from_the_configuration(tmp_path):
    config = """\
environments: {dev: {}, prod: {production: true}}
catalogs:
  web: {namespaces: [web]}
  ml: {namespaces: [b, a]}
"""
    page = form(tmp_path, schema({"namespace": TEXT}), config)["Identity"]
    assert page["properties"]["environment"] == {
        "title": "environment",
        "type": "string",
        "enum": ["dev", "prod"],
        "ui:widget": "radio",
        "ui:enumNames": ["dev", "prod (production)"],
    }
    assert page["properties"]["serviceCatalog"]["enum"] == ["ml", "web"]
    assert page["allOf"] == [
        {
            "if": {
                "properties": {"serviceCatalog": {"const": name}},
                "required": ["serviceCatalog"],
            },
            "then": {"properties": {"namespace": choice}, "required": ["namespace"]},
        }
        for name, choice in (
            ("ml", {"enum": ["a", "b"]}),
            ("web", {"enum": ["web"], "default": "web"}),
        )
    ]


def test_what_becomes_a_path_has_a_pattern_whatever_the_chart_says(tmp_path):
    fields = form(tmp_path, schema({}))["Identity"]["properties"]
    patterns = {name: field.get("pattern") for name, field in fields.items()}
    label = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
    assert patterns == dict.fromkeys(("serviceCatalog", "serviceName", "environment"), label)


def test_conditions_follow_their_fields_to_the_last_page(tmp_path):
    condition = {
        "if": group({"ingress": SWITCHED_ON}, required=["ingress"]),
        "then": {
            "properties": {
                "container": {
                    "required": ["protocol"],
                    "properties": {"protocol": {"const": "http"}},
                }
            }
        },
    }
    hidden = {"if": {"required": ["tuning"]}, "then": {"required": ["model"]}}
    pages = form(
        tmp_path,
        schema(
            {
                "container": group({"replicas": TEXT, "protocol": {**TEXT, "title": "Protocol"}}),
                "ingress": group({"enabled": {"type": "boolean"}, "host": TEXT}),
                "model": TEXT,
                "tuning": TEXT,
            },
            allOf=[condition, hidden],
        ),
    )
    assert "allOf" not in pages["Workload"]
    [kept] = pages["Networking"]["allOf"]
    fixed = kept["then"]["properties"]["container"]["properties"]["protocol"]
    assert fixed == {"const": "http", "title": "Protocol"}
    # The condition speaks of it, so the form has it.
    assert list(pages["Workload"]["properties"]["container"]["properties"]) == [
        "replicas",
        "protocol",
    ]


@pytest.fixture(scope="module")
def umbrella(tmp_path_factory):
    return template(make_repository(tmp_path_factory.mktemp("r") / "r"), "workload")


def nodes(value):
    yield value
    for child in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from nodes(child)


def test_no_two_types_share_a_key(umbrella):
    identity, *pages, _ = umbrella["spec"]["parameters"]
    types = identity["properties"]["workloadType"]["enum"]
    owners = {}
    for page in pages:
        for branch in page["allOf"]:
            workload_type = branch["if"]["properties"]["workloadType"]["const"]
            for key in branch["then"]["properties"]:
                assert owners.setdefault(key, (workload_type, page["title"])) == (
                    workload_type,
                    page["title"],
                )
    assert {workload_type for workload_type, _ in owners.values()} == set(types)
    assert owners["ollamaInferenceLoadModel"] == ("OLLAMA_INFERENCE_LOAD", "Workload")
    assert owners["mlInferenceLoadModel"] == ("ML_INFERENCE_LOAD", "Workload")
    assert not owners.keys() & identity["properties"].keys()


def test_branches_are_open_and_hold_no_references(umbrella):
    for node in nodes(umbrella["spec"]["parameters"]):
        if isinstance(node, dict):
            assert node.get("additionalProperties") is not False
            assert not [key for key in node if key == "$ref" or key.startswith("x-")]


def test_the_pull_request_goes_to_the_catalog_repository(umbrella):
    page = umbrella["spec"]["parameters"][-1]
    assert page["properties"]["repoUrl"]["ui:options"] == {
        "allowedHosts": ["git.example.com"],
        "allowedOwners": ["platform"],
        "allowedRepos": ["catalog"],
    }
    publish = umbrella["spec"]["steps"][-1]
    assert publish["action"] == "publish:github:pull-request"
    assert publish["input"]["targetBranchName"] == "main"


NAMES = st.sampled_from(
    ["container", "enabled", "image", "model", "secrets", "vault", "x-y", "id", "serviceName"]
)
KEYWORDS = {
    "x-catalogc-ui": st.fixed_dictionaries({"show": st.booleans()}),
    "default": st.sampled_from([None, 1, "a", [], {}, True]),
    "examples": st.lists(st.sampled_from([1, "a", None]), max_size=2),
    "enum": st.lists(st.sampled_from(["", "a", 1]), min_size=1, max_size=2),
}
KINDS = st.sampled_from(["string", "integer", "boolean", "array", "object", ["null", "string"]])
FIELD = st.fixed_dictionaries({}, optional={"type": KINDS, **KEYWORDS}) | st.booleans()


def mappings(children):
    required = st.lists(NAMES, max_size=2, unique=True)
    demand = st.fixed_dictionaries({"required": required})
    condition = st.fixed_dictionaries({"if": demand | st.booleans(), "then": demand})
    return st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.dictionaries(NAMES, children, max_size=4)},
        optional={
            "required": required,
            "anyOf": st.lists(demand, min_size=1, max_size=2),
            "allOf": st.lists(condition, max_size=2),
            "x-catalogc-ui": st.fixed_dictionaries({"page": st.sampled_from([*PAGES, "none"])}),
        },
    )


SCHEMAS = mappings(st.recursive(FIELD, mappings, max_leaves=6))


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SCHEMAS, st.sampled_from(["", "testLoad"]))
def test_any_schema_makes_a_form_with_one_key_a_field(values, prefix):
    schema_only = inlined(values)
    made = build_form(schema_only, 4, prefix)
    keys = [entry.key for entry in made.entries]
    assert len(keys) == len(set(keys))
    assert not {"serviceName", "repoUrl", "workloadType"} & set(keys)
    assert all(entry.page in PAGES for entry in made.entries)
    tops = {path[0] for path in selected_fields(schema_only)} - {"serviceName"}
    assert {entry.path[0] for entry in made.entries} == tops
    text = leaf_skeleton("TEST_LOAD", made)
    assert all(f"values.{key}" in text or f'values["{key}"]' in text for key in keys)
