"""The real kubeconform: which object, which field, what is counted."""

import pytest
import yaml

from catalogc.model.finding import Severity
from catalogc.model.source import format_path
from catalogc.validate.kubeconform import KubeconformSettings, KubeconformValidator
from tools import ROOT, require_tool
from validate.objects import Schemas, rendered

CASES = yaml.safe_load((ROOT / "tests/validate/kubeconform/objects.yaml").read_text("utf-8"))
CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap"}


def config_map(name, **fields):
    return {**CONFIG_MAP, "metadata": {"name": name}, **fields}


def counts(answer):
    return answer.valid, answer.invalid, answer.errors, answer.skipped


def seen(answer):
    return [f"{format_path(item.path)}: {item.label}" for item in answer.findings]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_objects(kubeconform, upstream, case):
    answer = kubeconform.validate([rendered(case["object"])], [upstream], "1.34")
    assert seen(answer) == case.get("findings", [])
    assert counts(answer) == ((0, 1, 0, 0) if case.get("findings") else (1, 0, 0, 0))


def test_a_finding(kubeconform, upstream):
    """Its words, its severity, and the release and object that it is about."""
    first = rendered(config_map("a"), release="first")
    second = rendered(config_map("a"), config_map("b", date={}), release="second")
    answer = kubeconform.validate([first, second], [upstream], "1.34", Severity.WARNING)
    (finding,) = answer.findings
    assert finding.rule == "kubeconform"
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "ConfigMap b: kubeconform refuses date: additional property, which is not allowed"
    )
    assert (finding.release, finding.resource) == ("second", second.resources[1])
    assert finding.path == ("date",)
    assert finding.help == "the schema is that of Kubernetes 1.34"
    assert counts(answer) == (2, 1, 0, 0)


def test_many_batches_keep_their_order(upstream):
    """Each verdict finds its object, also among objects of the same name."""
    validator = KubeconformValidator(
        KubeconformSettings(batch_bytes=2000, jobs=3), require_tool("kubeconform")
    )
    wrong = {3, 4, 17, 50, 119}
    objects = [
        config_map(f"c{number % 7}", **({f"field{number}": 1} if number in wrong else {}))
        for number in range(120)
    ]
    answer = validator.validate([rendered(item) for item in objects], [upstream], "1.34")
    assert [item.path for item in answer.findings] == [
        (f"field{number}",) for number in sorted(wrong)
    ]
    assert counts(answer) == (115, 5, 0, 0)


def test_a_document_longer_than_a_batch(upstream):
    validator = KubeconformValidator(
        KubeconformSettings(batch_bytes=100), require_tool("kubeconform")
    )
    objects = [config_map("a"), config_map("long", data={"x": "y" * 5_000_000}), config_map("b")]
    assert counts(validator.validate([rendered(*objects)], [upstream], "1.34")) == (3, 0, 0, 0)


def test_no_objects(kubeconform, upstream):
    assert counts(kubeconform.validate([], [upstream], "1.34")) == (0, 0, 0, 0)
    assert counts(kubeconform.validate([rendered()], [upstream], "1.34")) == (0, 0, 0, 0)


def test_objects_without_a_schema_are_named(kubeconform, upstream):
    """kubeconform would take a list apart, and read a kind as part of a path."""
    objects = [
        {"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}}
        for api_version, kind in [
            ("example.com/v1", "Widget"),
            ("v1", "List"),
            ("v1", "list"),
            ("v1", "configmap"),
            ("v1", "../v1/ConfigMap"),
            ("../v1", "ConfigMap"),
            ("a/b/v1", "ConfigMap"),
            ("/v1", "ConfigMap"),
            ("extensions/v1beta1", "Deployment"),
        ]
    ]
    answer = kubeconform.validate([rendered(*objects, config_map("b"))], [upstream], "1.34")
    (left_out,) = answer.without_schema
    without = [(item.api_version, item.kind) for item in left_out.resources]
    assert without == [(item["apiVersion"], item["kind"]) for item in objects]
    assert answer.findings == []
    assert answer.skipped == len(objects)


SEPARATORS = ["\n---\n", "a\n---\nb: 1\n---", "---\n---\n", "\n---", "...\n---\n# x\n"]


@pytest.mark.parametrize("text", SEPARATORS)
def test_a_separator_within_a_text_cuts_nothing(kubeconform, upstream, text):
    objects = rendered(config_map("a", data={"x": text}), config_map("b", date=text))
    answer = kubeconform.validate([objects], [upstream], "1.34")
    assert counts(answer) == (1, 1, 0, 0)
    assert seen(answer) == ["date: additional property, which is not allowed"]


SPELLINGS = [
    ({"Kind": "Pod"}, '"Kind"'),
    ({"KIND": "List", "items": [{}]}, '"KIND"'),
    ({"apiversion": "v2"}, '"apiversion"'),
    ({"Metadata": {"name": "x"}}, '"Metadata"'),
    ({"\u212aind": "List", "items": []}, '"\u212aind"'),
    ({"metadata": {"name": "a", "Name": "b", "generatename": "c"}}, '"Name", "generatename"'),
]


@pytest.mark.parametrize(("extra", "names"), SPELLINGS, ids=str)
def test_names_in_other_spellings_are_unknown_never_passed(kubeconform, upstream, extra, names):
    """kubeconform would judge the object by the schema of another kind."""
    objects = rendered({**config_map("a"), **extra}, config_map("b", date=1))
    answer = kubeconform.validate([objects], [upstream], "1.34")
    first, second = answer.findings
    assert (first.severity, first.unknown, first.path) == (Severity.INFO, True, ())
    assert first.message == (
        "ConfigMap a: kubeconform did not judge it: it reads names in any case, and the object "
        f"also has {names}"
    )
    assert second.path == ("date",)
    assert counts(answer) == (0, 1, 0, 1)


def test_a_generated_name(kubeconform, upstream):
    metadata = {"name": "a", "generateName": "b-"}
    answer = kubeconform.validate(
        [rendered({**CONFIG_MAP, "metadata": metadata})], [upstream], "1.34"
    )
    assert counts(answer) == (1, 0, 0, 0)


UNUSABLE = {
    "a pattern that Go does not know": {"properties": {"x": {"pattern": "(?=a)b"}}},
    "a type that there is not": {"type": "objekt"},
    "a reference to nothing": {"$ref": "#/definitions/nothing"},
}


@pytest.mark.parametrize("schema", UNUSABLE.values(), ids=UNUSABLE)
def test_a_schema_that_kubeconform_cannot_use_is_unknown_never_passed(kubeconform, schema):
    source = Schemas({("v1", "ConfigMap"): {"type": "object"}, ("v1", "Pod"): schema})
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}
    answer = kubeconform.validate([rendered(config_map("a"), pod)], [source], "1.34")
    (finding,) = answer.findings
    assert (finding.severity, finding.unknown) == (Severity.INFO, True)
    assert finding.message == (
        "Pod p: kubeconform did not judge it: it cannot use the schema of the test's Pod "
        "(could not find schema for Pod)"
    )
    assert counts(answer) == (1, 0, 0, 1)


REMOTE = [
    {"$ref": "http://127.0.0.1:1/schema.json"},
    {"$ref": "file:///etc/hostname"},
    {"properties": {"x": {"items": [{"$ref": "other.json#/definitions/x"}]}}},
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "$dynamicRef": "other"},
]


@pytest.mark.parametrize("schema", REMOTE, ids=str)
def test_a_schema_that_refers_elsewhere_is_not_used(kubeconform, schema):
    source = Schemas({("v1", "ConfigMap"): schema})
    answer = kubeconform.validate([rendered(config_map("a"))], [source], "1.34")
    assert [left.resources[0].name for left in answer.without_schema] == ["a"]
    assert counts(answer) == (0, 0, 0, 1)


def test_schemas_that_name_a_draft_or_an_id(kubeconform):
    """An unknown draft would be fetched; a property may be called as keywords are."""
    schema = {
        "$schema": "https://schemas.example.com/draft",
        "$id": "https://schemas.example.com/config-map",
        "properties": {"$ref": {"type": "string"}, "id": {"const": 1}},
    }
    source = Schemas({("v1", "ConfigMap"): schema})
    objects = rendered(config_map("a", id=2), config_map("b", **{"$ref": "x", "id": 1}))
    answer = kubeconform.validate([objects], [source], "1.34")
    assert seen(answer) == ["id: value must be 1"]
    assert counts(answer) == (1, 1, 0, 0)


def test_two_kinds_that_differ_in_case_alone(kubeconform):
    """kubeconform reads both from one file: the second one has no schema."""
    source = Schemas(
        {("example.com/v1", "Foo"): {}, ("example.com/v1", "FOO"): {"required": ["x"]}}
    )
    head = {"apiVersion": "example.com/v1", "metadata": {"name": "a"}}
    objects = rendered({**head, "kind": "Foo"}, {**head, "kind": "FOO"}, {**head, "kind": "Foo"})
    answer = kubeconform.validate([objects], [source], "1.34")
    assert counts(answer) == (2, 0, 0, 1)


def test_groups_that_begin_alike_keep_their_own_schemas(kubeconform):
    source = Schemas(
        {
            ("networking.k8s.io/v1", "Gateway"): {"required": ["a"]},
            ("networking.istio.io/v1", "Gateway"): {"required": ["b"]},
        }
    )
    objects = [
        {"apiVersion": f"{group}/v1", "kind": "Gateway", "metadata": {"name": "x"}}
        for group in ("networking.k8s.io", "networking.istio.io")
    ]
    answer = kubeconform.validate([rendered(*objects)], [source], "1.34")
    assert [item.path for item in answer.findings] == [("a",), ("b",)]


@pytest.mark.parametrize("name", ["with blank", "with#hash", "with%41", "with{{.Group}}", "ü"])
def test_temporary_folders_of_any_name(tmp_path, monkeypatch, kubeconform, upstream, name):
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    answer = kubeconform.validate([rendered(config_map("a", date=1))], [upstream], "1.34")
    assert counts(answer) == (0, 1, 0, 0)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("version", ["1.34", "1.34.2", "v1.34", "v1.34.2+gke.1", ""])
def test_kubernetes_versions(kubeconform, upstream, version):
    answer = kubeconform.validate([rendered(config_map("a"))], [upstream], version)
    assert counts(answer) == (1, 0, 0, 0)
