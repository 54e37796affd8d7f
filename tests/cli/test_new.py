"""``catalogc new``: a first leaf of each workloadType lints clean, and refuses what it must."""

import json
import os
import pty
import re
import subprocess

import pytest
import yaml

from cli.run import CATALOGC, catalogc, tree
from tools import ROOT

# A catalog of the sample whose Vault prefixes fit the examples of each type.
CATALOGS = {"ML_INFERENCE_LOAD": "ml-inference", "HELM_RELEASE": "platform"}
B = "BASIC_CONTAINER_LOAD"
TYPES = sorted(
    json.loads(path.read_text("utf-8"))["properties"]["workloadType"]["const"]
    for path in ROOT.glob("charts/*/values.schema.json")
)


def new(repository, *arguments, workload_type="BASIC_CONTAINER_LOAD"):
    options = ["--catalog", "web", "--name", "shop", "--environment", "dev"]
    return catalogc("new", workload_type, *options, *arguments, cwd=repository)


def leaf(repository, path="catalog/web/shop/dev.yaml"):
    return yaml.safe_load((repository / path).read_text("utf-8"))


@pytest.mark.parametrize("workload_type", TYPES)
def test_a_first_leaf_is_clean(repository, workload_type):
    catalog = CATALOGS.get(workload_type, "web")
    result = new(repository, "--catalog", catalog, workload_type=workload_type)
    assert result.returncode == 0
    what = r"and its \d+ resources are clean|is clean \(1 leaf rendered by Argo CD\)"
    assert re.fullmatch(rf"1 leaf (?:{what})\.\n", result.stdout)
    data = leaf(repository, f"catalog/{catalog}/shop/dev.yaml")
    assert data["workloadType"] == workload_type
    assert (data["serviceName"], data["environment"]) == ("shop", "dev")


def test_text(repository):
    assert new(repository).returncode == 0
    assert (repository / "catalog/web/shop/dev.yaml").read_text("utf-8") == (
        "# yaml-language-server: $schema=../../../schemas/leaf.schema.json\n"
        "# A stateless container behind a Service, with optional autoscaling, route and secrets.\n"
        "workloadType: BASIC_CONTAINER_LOAD\n"
        "serviceName: shop\n"
        "serviceCatalog: web\n"
        "environment: dev\n"
        "\n"
        "# The container and what it needs.\n"
        "container:\n"
        "  # The image to run: a repository with a tag or a digest.\n"
        "  image:\n"
        "    # Image without tag and digest.\n"
        "    repository: ghcr.io/acme/checkout\n"
        "    # Tag of the image; unused when there is a digest.\n"
        '    tag: "1.4.2"\n'
    )


def test_the_modeline_leads_to_the_exported_schema(repository):
    first = new(repository)
    assert "catalogc schema export --output schemas/leaf.schema.json" in first.stderr
    export = ["schema", "export", "--output", "schemas/leaf.schema.json"]
    assert catalogc(*export, cwd=repository).returncode == 0
    again = new(repository, "--force")
    assert again.stderr == "Wrote catalog/web/shop/dev.yaml\n"
    text = (repository / "catalog/web/shop/dev.yaml").read_text("utf-8")
    target = text.splitlines()[0].partition("$schema=")[2]
    assert (repository / "catalog/web/shop" / target).resolve().is_file()


def test_fields_are_set(repository):
    settings = ["container.port=9090", "container.image.tag=0644", "container.replicas=3"]
    arguments = [part for setting in settings for part in ("--set", setting)]
    assert new(repository, *arguments).returncode == 0
    container = leaf(repository)["container"]
    assert (container["port"], container["replicas"]) == (9090, 3)
    assert container["image"]["tag"] == "0644"


def test_the_namespace_is_one_of_the_catalog(repository):
    result = new(repository, "--catalog", "ml-inference")
    assert result.returncode == 0
    assert leaf(repository, "catalog/ml-inference/shop/dev.yaml")["namespace"] == "ml-workloads"


def test_findings_of_the_new_leaf_are_told(repository):
    result = new(repository, "--set", "container.port=0")
    assert result.returncode == 1
    assert "container.port is 0" in result.stdout
    assert leaf(repository)["container"]["port"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["BASIC_CONTAINER_LOAF", "--catalog", "web"], "did you mean BASIC_CONTAINER_LOAD?"),
        (["NOTHING_LIKE_IT"], "choose one of BASIC_CONTAINER_LOAD, "),
        (["BASIC_CONTAINER_LOAD"], "--name is missing"),
        ([B, "--name", "..", "--catalog", "web", "-e", "dev"], "'..' cannot"),
        ([B, "--name", "a/b", "--catalog", "web", "-e", "dev"], "'a/b' cannot"),
        ([B, "--name", "one", "--catalog", "web", "-e", "dev"], "exists already"),
        (
            [B, "--name", "a", "--catalog", "w", "-e", "d", "--set", "port"],
            "--set wants FIELD=VALUE",
        ),
    ],
)  # fmt: skip
def test_refused(repository, arguments, said):
    before = tree(repository)
    result = catalogc("new", *arguments, cwd=repository)
    assert result.returncode == 2
    assert said in result.stderr
    assert tree(repository) == before


def test_asks_on_a_terminal(repository):
    leader, follower = pty.openpty()
    asked = subprocess.Popen(
        [str(CATALOGC), "new", "BASIC_CONTAINER_LOAD"],
        cwd=repository,
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        encoding="utf-8",
    )
    os.write(leader, b"shop\nweb\ndev\n")
    _, said = asked.communicate(timeout=60)
    os.close(leader)
    os.close(follower)
    assert asked.returncode == 0
    assert "Service name: " in said
    assert leaf(repository)["serviceName"] == "shop"
