"""The repository's schemas win over those that ship; a file that is broken is a finding."""

import json

import pytest
import yaml

from catalogc.files import Repository
from catalogc.schemas.bundled import bundled_versions
from catalogc.schemas.crd_import.changes import plan
from catalogc.schemas.crd_import.definitions import read_definitions
from catalogc.schemas.custom import CustomSchemas
from catalogc.schemas.custom_listing import list_schemas
from catalogc.schemas.stability import stability
from repository import write
from schemas_crds.corpus import crd

STORE = crd({"type": "object"}, group="external-secrets.io", kind="SecretStore")


def custom(root, files=None):
    write(root, files or {})
    repository = Repository(root)
    return CustomSchemas(repository, "schemas"), repository


@pytest.fixture
def store_files(tmp_path):
    versions = read_definitions(yaml.safe_dump(STORE), "crds/store.yaml")
    return dict(plan(versions, Repository(tmp_path), "schemas").added)


def test_what_ships_is_found_without_a_folder(tmp_path):
    schemas, repository = custom(tmp_path)
    found = schemas.find("external-secrets.io/v1", "ExternalSecret")
    assert (found.served, found.origin) == (True, "external-secrets v2.9.0")
    assert not schemas.find("external-secrets.io/v1beta1", "ExternalSecret").served
    assert schemas.versions("external-secrets.io", "ExternalSecret") == ("external-secrets.io/v1",)
    assert schemas.findings == ()
    assert repository.digests == {}


def test_a_kind_of_the_repository_is_the_repositorys_alone(tmp_path, store_files):
    schemas, repository = custom(tmp_path, store_files)
    path = "schemas/external-secrets.io/secretstore-v1.json"
    found = schemas.find("external-secrets.io/v1", "SecretStore")
    assert found.origin == path
    assert found.schema["properties"]["spec"]["type"] == ["null", "object"]
    assert schemas.find("external-secrets.io/v1beta1", "SecretStore") is None
    assert schemas.versions("external-secrets.io", "SecretStore") == ("external-secrets.io/v1",)
    assert schemas.find("external-secrets.io/v1", "ExternalSecret").origin.startswith("external-")
    assert set(repository.digests) == {path}


def test_newer_versions_come_first(tmp_path):
    schemas, _ = custom(tmp_path)
    group = "gateway.networking.k8s.io"
    assert schemas.versions(group, "HTTPRoute") == (f"{group}/v1", f"{group}/v1beta1")
    names = ["v1alpha1", "v2", "other", "v1", "v1beta2", "v10", "v1beta1"]
    ordered = sorted(names, key=stability, reverse=True)
    assert ordered == ["v10", "v2", "v1", "v1beta2", "v1beta1", "v1alpha1", "other"]


UNKNOWN = [
    ("v1", "Pod"),
    ("../../etc/v1", "Passwd"),
    ("acme.example/v1", "../../x"),
    ("acme.example/../v1", "X"),
    ("acme.example/v1", ""),
    ("", ""),
    ("external-secrets.io/v9", "ExternalSecret"),
    ("external-secrets.io/v1", "externalsecret"),
]


@pytest.mark.parametrize(("api_version", "kind"), UNKNOWN)
def test_what_is_not_there_is_unknown(tmp_path, api_version, kind):
    schemas, _ = custom(tmp_path, {"x.json": "{}"})
    assert schemas.find(api_version, kind) is None
    assert schemas.findings == ()


def with_origin(**changes):
    origin = {
        "apiVersion": "acme.example/v1",
        "kind": "Route",
        "crd": "routes.acme.example",
        "served": True,
        "storage": True,
        "scope": "Namespaced",
        "rules": 0,
        "source": "crd.yaml",
        "sha256": "0" * 64,
    }
    schema = {"type": "object", "x-catalogc-origin": origin | changes.pop("origin", {})}
    return json.dumps(schema | changes)


BROKEN = [
    ("", "it is not JSON"),
    ("{", "it is not JSON"),
    ("[]", "x-catalogc-origin does not say where it comes from"),
    ("{}", "x-catalogc-origin does not say where it comes from"),
    ("[" * 100_000, "it is nested too deep"),
    (with_origin(origin={"served": "yes"}), "x-catalogc-origin does not say"),
    (with_origin(origin={"kind": "Other"}), "it is of acme.example/v1 Other"),
    (with_origin(type="strng"), "it is not a valid JSON Schema"),
    (with_origin(properties=[]), "it is not a valid JSON Schema"),
    (with_origin(**{"$ref": "https://example.com/x"}), "it is not a valid JSON Schema"),
    ('{"a": "' + "x" * (5 << 20) + '"}', "it is larger than 4 MiB"),
]


@pytest.mark.parametrize(("text", "reason"), BROKEN)
def test_a_broken_file_is_a_finding(tmp_path, text, reason):
    path = "schemas/acme.example/route-v1.json"
    schemas, _ = custom(tmp_path, {path: text})
    assert schemas.find("acme.example/v1", "Route") is None
    (finding,) = schemas.findings
    assert (finding.rule, finding.location.file.path) == ("broken-schema", path)
    assert reason in finding.message
    assert "\n" not in finding.message


def test_a_good_file_is_none(tmp_path):
    odd = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": 5, "items": True}
    text = with_origin(properties={"spec": odd})
    schemas, _ = custom(tmp_path, {"schemas/acme.example/route-v1.json": text})
    assert schemas.find("acme.example/v1", "Route").list_keys == {("spec",): ()}
    assert schemas.findings == ()


def test_links_are_findings(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "route-v1.json").write_text(with_origin(), "utf-8")
    root = tmp_path / "root"
    (root / "schemas/one.example").mkdir(parents=True)
    (root / "schemas/one.example/route-v1.json").symlink_to(outside / "route-v1.json")
    (root / "schemas/acme.example").symlink_to(outside)
    schemas, _ = custom(root)
    assert schemas.find("one.example/v1", "Route") is None
    assert schemas.find("acme.example/v1", "Route") is None
    paths = [finding.location.file.path for finding in schemas.findings]
    assert paths == ["schemas/acme.example", "schemas/one.example/route-v1.json"]


def test_the_listing_has_each_kind_once(tmp_path, store_files):
    broken = {"schemas/acme.example/route-v1.json": "{}", "schemas/leaf.schema.json": "{}"}
    _, repository = custom(tmp_path, store_files | broken)
    listing = list_schemas(repository, "schemas")
    assert list(listing.broken) == ["schemas/acme.example/route-v1.json"]
    stores = [item for item in listing.entries if item.kind == "SecretStore"]
    assert [(item.api_version, item.source) for item in stores] == [
        ("external-secrets.io/v1", "crds/store.yaml")
    ]
    shipped = sum(map(len, bundled_versions().values()))
    assert len(listing.entries) == shipped - 1  # SecretStore ships in two versions
    secrets = [item.api_version for item in listing.entries if item.kind == "ExternalSecret"]
    assert secrets == ["external-secrets.io/v1", "external-secrets.io/v1beta1"]
