"""`catalogc schemas`, as it is run."""

import json

import pytest
import yaml

from cli.run import catalogc, tree
from repository import write
from schemas_crds.corpus import crd

CONFIG = """\
apiVersion: catalogc.dev/v1
kind: Catalog
argocd: {repoURL: https://git.example.com/catalog.git}
"""
SPEC = {"type": "object", "properties": {"size": {"type": "integer"}}}
WIDGET = crd(SPEC, group="acme.example", kind="Widget")
GADGET = crd(SPEC, group="acme.example", kind="Gadget")
OLDER = crd(SPEC, group="acme.example", kind="Widget", name="v1alpha1")
PATH = "schemas/acme.example/widget-v1.json"


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "root"
    write(root, {"catalogc.yaml": CONFIG, "crds/widget.yaml": yaml.safe_dump(WIDGET)})
    return root


def add(root, *arguments):
    done = catalogc("schemas", "add", *arguments, cwd=root)
    return done.returncode, done.stdout, done.stderr


def test_add_check_change_remove(root):
    file = root / "crds/widget.yaml"
    drift = (
        "catalogc: the schemas are not what their sources say\n"
        "  = help: run the same command without --check, and commit\n"
    )
    assert add(root, "--check", "crds") == (1, f"missing {PATH}\n", drift)
    assert not (root / "schemas").exists()
    assert add(root, "crds")[:2] == (0, "schemas/: 1 added, 0 changed, 0 unchanged.\n")
    first = (root / PATH).read_bytes()
    assert add(root, "crds", file)[:2] == (0, "schemas/: 0 added, 0 changed, 1 unchanged.\n")
    assert add(root, "--check", "crds") == (0, "", "")
    file.write_text(yaml.safe_dump_all([crd({}, "acme.example", "Widget"), GADGET]), "utf-8")
    assert add(root, "crds")[1] == "schemas/: 1 added, 1 changed, 0 unchanged.\n"
    file.write_text(yaml.safe_dump(OLDER), "utf-8")
    assert add(root, "--check", "crds")[1] == (
        f"missing schemas/acme.example/widget-v1alpha1.json\nextra {PATH}\n"
    )
    assert add(root, "crds")[1] == "schemas/: 1 added, 0 changed, 1 removed, 0 unchanged.\n"
    assert sorted(tree(root / "schemas")) == [
        "acme.example/gadget-v1.json",
        "acme.example/widget-v1alpha1.json",
    ]
    file.write_text(yaml.safe_dump(WIDGET), "utf-8")
    add(root, "crds")
    assert (root / PATH).read_bytes() == first


def test_where_it_comes_from_is_no_change(root, tmp_path):
    add(root, "crds")
    elsewhere = tmp_path / "list.json"
    listed = WIDGET | {"status": {}, "metadata": WIDGET["metadata"] | {"uid": "1"}}
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": [listed]})
    elsewhere.write_text(text, "utf-8")
    assert add(root, "--check", elsewhere) == (0, "", "")
    origin = json.loads((root / PATH).read_text("utf-8"))["x-catalogc-origin"]
    assert origin == {
        "apiVersion": "acme.example/v1",
        "kind": "Widget",
        "crd": "widgets.acme.example",
        "served": True,
        "storage": True,
        "scope": "Namespaced",
        "rules": 0,
        "source": "crds/widget.yaml",
        "sha256": origin["sha256"],
    }
    assert len(origin["sha256"]) == 64


FAILURES = [
    (["missing.yaml"], 3, "missing.yaml: there is no such file"),
    (["catalogc.yaml"], 2, "catalogc.yaml: there is no CustomResourceDefinition in it"),
    (["http://example.com/crd.yaml"], 2, "only https is downloaded"),
    (["-", "--sha256", "0" * 64], 2, "--sha256 needs exactly one SOURCE, a URL"),
    (["https://example.com/x", "--sha256", "0"], 2, "--sha256 is 64 hexadecimal digits"),
    ([], 2, "Missing argument"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), FAILURES)
def test_failures_write_nothing(root, arguments, code, message):
    found = add(root, *arguments)
    assert (found[0], found[1]) == (code, "")
    assert message in found[2]
    assert "Traceback" not in found[2]
    assert not (root / "schemas").exists()


def test_one_bad_crd_stops_the_import(root):
    bad = crd(SPEC, group="../..", kind="Widget")
    write(root, {"crds/zzz.yaml": yaml.safe_dump(bad)})
    code, _, message = add(root, "crds")
    assert code == 2
    assert 'crds/zzz.yaml: CRD widgets.../..: spec.group is "../.."' in message
    assert not (root / "schemas").exists()


def test_files_of_others_are_left_alone(root, tmp_path):
    write(root, {PATH: "{}\n"})
    code, _, message = add(root, "crds")
    assert (code, (root / PATH).read_text("utf-8")) == (2, "{}\n")
    assert "was not written by catalogc schemas add" in message
    (root / PATH).unlink()
    (root / "schemas/acme.example").rmdir()
    (root / "schemas/acme.example").symlink_to(tmp_path)
    code, _, message = add(root, "crds")
    assert (code, list(tmp_path.glob("*.json"))) == (3, [])
    assert "is a symbolic link" in message


def test_list(root):
    add(root, "crds")
    done = catalogc("schemas", "list", "--format", "json", cwd=root)
    entries = json.loads(done.stdout)["schemas"]
    (widget,) = [entry for entry in entries if entry["kind"] == "Widget"]
    assert widget["path"] == PATH
    assert {entry["path"] for entry in entries if entry["kind"] == "HTTPRoute"} == {None}
    text = catalogc("schemas", "list", cwd=root).stdout
    assert f"{PATH} (crds/widget.yaml)" in text
    (line,) = [
        line
        for line in text.splitlines()
        if "v1beta1  " in line and "ExternalSecret" in line.split()
    ]
    assert line.split()[:3] == ["external-secrets.io/v1beta1", "ExternalSecret", "no"]


def test_list_says_what_is_broken(root):
    write(root, {PATH: "{"})
    done = catalogc("schemas", "list", cwd=root)
    assert done.returncode == 2
    assert done.stderr.startswith(f"catalogc: {PATH}: it is not JSON\n")
    assert "HTTPRoute" in done.stdout


def test_a_broken_configuration_is_told(root):
    write(root, {"catalogc.yaml": "kind: Catalog\n"})
    done = catalogc("schemas", "list", cwd=root)
    assert done.returncode == 2
    assert done.stderr.startswith("catalogc: catalogc.yaml:1: ")
