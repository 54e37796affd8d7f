"""CRDs are read as they come, and what is none is refused with a reason."""

import json
from copy import deepcopy

import pytest
import yaml

from catalogc.files import Repository
from catalogc.schemas.crd_import.changes import plan
from catalogc.schemas.crd_import.definitions import ImportRefused, read_definitions
from catalogc.schemas.crd_import.inputs import Inputs
from catalogc.schemas.crd_import.record import schema_text
from catalogc.schemas.custom_files import ORIGIN
from schemas_crds.corpus import crd, custom_object, imported, problems

SPEC = {"type": "object", "properties": {"size": {"type": "integer"}}}
WIDGET = crd(SPEC, group="acme.example", kind="Widget")
BETA = {
    "apiVersion": "apiextensions.k8s.io/v1beta1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.acme.example"},
    "spec": {
        "group": "acme.example",
        "names": {"kind": "Widget", "plural": "widgets"},
        "version": "v1beta1",
        "subresources": {"status": {}},
        "validation": {"openAPIV3Schema": {"type": "object", "properties": {"spec": SPEC}}},
    },
}


def changed(path, value):
    """The CRD with one field replaced, or taken away."""
    definition = deepcopy(WIDGET)
    *parents, last = path
    node = definition
    for part in parents:
        node = node[part]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return definition


def read(*objects):
    return read_definitions(yaml.safe_dump_all(objects), "test")


FORMS = {
    "one document": [WIDGET],
    "among others": [{"kind": "ConfigMap", "apiVersion": "v1"}, None, "text", WIDGET],
    "a list of kubectl": [{"apiVersion": "v1", "kind": "List", "items": [WIDGET, {"kind": "Pod"}]}],
    "a typed list": [
        {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinitionList",
            "items": [{key: WIDGET[key] for key in ("metadata", "spec")}],
        }
    ],
    "with what a cluster adds": [
        WIDGET | {"metadata": WIDGET["metadata"] | {"uid": "1"}, "status": {"conditions": []}}
    ],
}


@pytest.mark.parametrize("documents", FORMS.values(), ids=FORMS)
def test_a_crd_is_the_same_in_every_form(documents):
    (version,) = read(*documents)
    assert schema_text(version) == schema_text(read(WIDGET)[0])


def test_every_version_is_read():
    versions = [
        WIDGET["spec"]["versions"][0],
        {"name": "v1beta1", "served": False, "storage": False, "subresources": {"status": {}}},
    ]
    found = read(changed(("spec", "versions"), versions))
    assert [(item.version, item.served, item.storage, item.has_status) for item in found] == [
        ("v1", True, True, False),
        ("v1beta1", False, False, True),
    ]


def test_v1beta1_keeps_unknown_fields_unless_it_says_otherwise():
    widget = custom_object({"size": 1, "other": 1})
    assert problems(imported(BETA), widget) == []
    strict = BETA | {"spec": BETA["spec"] | {"preserveUnknownFields": False}}
    assert problems(imported(strict), widget) == [(("spec", "other"), "additionalProperties")]
    assert problems(imported(BETA), custom_object({"size": "x"})) == [(("spec", "size"), "type")]


def test_a_version_without_a_schema_is_open():
    schema = imported(changed(("spec", "versions", 0, "schema"), ...))
    assert schema["x-catalogc-open"] is True
    assert problems(schema, custom_object({"any": ["thing"]}, other=1)) == []


def test_the_status_subresource_is_left_alone():
    with_status = crd(SPEC, subresources={"status": {}})
    assert problems(imported(with_status), custom_object({}, status=[1])) == []
    assert problems(imported(WIDGET), custom_object({}, status={})) == [
        (("status",), "additionalProperties")
    ]


METADATA = [
    ({"name": "a.b-c"}, []),
    ({"name": "a", "labels": {"x": None}, "annotations": None, "uid": "1"}, []),
    ({"name": "A"}, [("name", "pattern")]),
    ({"name": "a" * 254}, [("name", "maxLength")]),
    ({"name": "a", "lables": {}}, [("lables", "additionalProperties")]),
    ({"name": "a", "labels": {"x": 1}}, [("labels", "type")]),
    ({"name": "a", "annotations": {"x": True}}, [("annotations", "type")]),
    ({"name": "a", "ownerReferences": [{"kind": "x"}]}, [("ownerReferences", "required")] * 3),
]


@pytest.mark.parametrize(("metadata", "expected"), METADATA)
def test_metadata(metadata, expected):
    found = problems(imported(WIDGET), custom_object({}, metadata=metadata))
    assert [(path[1], keyword) for path, keyword in found] == expected


def test_a_crd_may_narrow_its_names_down():
    definition = deepcopy(WIDGET)
    root = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    root["properties"]["metadata"] = {
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 3}},
    }
    long = custom_object({}, metadata={"name": "abcd"})
    assert problems(imported(definition), long) == [(("metadata", "name"), "maxLength")]


def test_cel_rules_and_defaults_are_kept_and_counted():
    rule = {"rule": "self.size > 0", "message": "too small"}
    properties = {"size": {"type": "integer", "default": 1}}
    spec = SPEC | {"properties": properties, "x-kubernetes-validations": [rule]}
    (version,) = read(crd(spec))
    schema = json.loads(schema_text(version))
    assert schema["properties"]["spec"]["x-kubernetes-validations"] == [rule]
    assert schema["properties"]["spec"]["properties"]["size"]["default"] == 1
    assert schema[ORIGIN]["rules"] == 1
    compact = schema_text(version, compact=True)
    assert json.loads(compact)[ORIGIN]["rules"] == 1
    assert "too small" not in compact
    assert '"default"' not in compact


NESTED = {"type": "object", "properties": {}}
for _ in range(400):
    NESTED = {"type": "object", "properties": {"a": NESTED}}

REFUSED = [
    (("spec", "group"), ..., "CRD widgets.acme.example: spec.group is missing"),
    (("spec", "group"), "../..", 'spec.group is "../.."'),
    (("spec", "group"), "acme", 'spec.group is "acme"'),
    (("spec", "group"), "acme.example\n", "spec.group is"),
    (("spec", "names", "kind"), "../x", 'spec.names.kind is "../x"'),
    (("spec", "names", "kind"), "widget", 'spec.names.kind is "widget"'),
    (("spec", "names", "kind"), "W" * 64, "spec.names.kind is"),
    (("spec", "versions", 0, "name"), "v1/../../x", "spec.versions[0].name is"),
    (("spec", "versions", 0, "name"), 1, "spec.versions[0].name is 1, expected text"),
    (("spec", "versions"), [], "spec.versions needs at least 1 item"),
    (("spec", "versions"), ..., "spec is not what a CRD holds there"),
    (("spec", "scope"), "World", 'spec.scope is "World", expected one of'),
    (("spec",), {}, "is missing"),
    (("metadata",), None, "a CRD without a name: metadata is null"),
    (("spec", "versions", 0, "schema", "openAPIV3Schema", "properties"), [], "expected a mapping"),
    (
        ("spec", "versions", 0, "schema", "openAPIV3Schema", "properties", "spec", "type"),
        "strng",
        "expected one of",
    ),
    (("spec", "versions", 0, "schema", "openAPIV3Schema", "properties", "spec"), NESTED, "deep"),
]


@pytest.mark.parametrize(("path", "value", "reason"), REFUSED)
def test_what_is_no_crd_is_refused(path, value, reason):
    text = json.dumps(changed(path, value))
    with pytest.raises(ImportRefused) as refusal:
        [schema_text(version) for version in read_definitions(text, "test")]
    assert str(refusal.value).startswith("test: ")
    assert reason in str(refusal.value)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, after in zip("abcdefg", "bcdefgh", strict=True)
)
NO_YAML = [
    ("a: [", "it is not YAML that Helm reads"),
    ("a: {{ .Values.x }}\nb: [", "it is not YAML"),
    ("a: &a [*a]", "an alias contains itself"),
    (BOMB, "aliases make over"),
    ("[" * 10_000, "nesting is deeper"),
]


@pytest.mark.parametrize(("text", "reason"), NO_YAML)
def test_what_is_no_yaml_is_refused(text, reason):
    with pytest.raises(ImportRefused, match=reason):
        read_definitions(text, "test")


def test_a_template_is_to_be_rendered_first():
    with pytest.raises(ImportRefused) as refusal:
        read_definitions("a: {{ .Values.x }}\n", "test")
    assert "helm template --include-crds" in refusal.value.remedy


def test_two_sources_must_not_differ(tmp_path):
    other = crd(SPEC | {"required": ["size"]}, group="acme.example", kind="Widget")
    versions = [*read(WIDGET), *read_definitions(json.dumps(other), "other")]
    with pytest.raises(ImportRefused, match="otherwise than test does"):
        plan(versions, Repository(tmp_path), "schemas")
    assert plan([*read(WIDGET), *read(WIDGET)], Repository(tmp_path), "schemas").any


def inputs(root, stdin=b"", **others):
    return Inputs(root, lambda limit: stdin[:limit], **others)


def test_a_folder_is_searched(tmp_path):
    files = {
        "chart/crds/widget.yaml": yaml.safe_dump(WIDGET),
        "chart/templates/widget.yaml": "kind: {{ .Values.kind }}",
        "chart/values.yaml": "a: [",
        "chart/.hidden/crd.yaml": "CustomResourceDefinition: [",
        "chart/README.md": "CustomResourceDefinition",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "chart/link.yaml").symlink_to(tmp_path / "chart/crds/widget.yaml")
    (version,) = inputs(tmp_path).read(str(tmp_path / "chart"))
    assert version.source == "chart/crds/widget.yaml"


def test_sources_are_called_the_same_everywhere(tmp_path):
    text = yaml.safe_dump(WIDGET).encode()
    (tmp_path / "widget.yaml").write_bytes(b"\xef\xbb\xbf" + text)
    elsewhere = tmp_path / "root"
    elsewhere.mkdir()
    reader = inputs(elsewhere, stdin=text, download=lambda *_: text)
    url = "https://example.com/a/crd.yaml?token=secret#x"
    sources = [str(tmp_path / "widget.yaml"), "-", url]
    names = [reader.read(source)[0].source for source in sources]
    assert names == ["widget.yaml", "stdin", "https://example.com/a/crd.yaml"]


UNREADABLE = [
    ("missing.yaml", b"", "missing.yaml: there is no such file", True),
    ("-", b"a: b", "stdin: there is no CustomResourceDefinition in it", False),
    ("-", b"\xff\xfe", "stdin: it is not UTF-8 text", False),
    ("-", b"#" * (33 << 20), "stdin: it is larger than 32 MiB", False),
]


@pytest.mark.parametrize(("source", "stdin", "message", "unreadable"), UNREADABLE)
def test_what_cannot_be_read_is_refused(tmp_path, source, stdin, message, unreadable):
    name = source if source == "-" else str(tmp_path / source)
    with pytest.raises(ImportRefused) as refusal:
        inputs(tmp_path, stdin=stdin).read(name)
    assert str(refusal.value) == message
    assert refusal.value.unreadable is unreadable


def test_a_digest_pins_a_download(tmp_path):
    text = yaml.safe_dump(WIDGET).encode()
    reader = inputs(tmp_path, download=lambda *_: text, digest="0" * 64)
    with pytest.raises(ImportRefused, match="its sha256 is"):
        reader.read("https://example.com/crd.yaml")
