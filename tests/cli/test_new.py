"""``catalogc new``: a first leaf of each workloadType lints clean, and refuses what it must."""

import json
import os
import pty
import re
import subprocess

import pytest
import yaml

from cli.in_process import inside
from cli.run import CATALOGC, tree
from tools import ROOT

B = "BASIC_CONTAINER_LOAD"
TYPES = sorted(
    json.loads(path.read_text("utf-8"))["properties"]["workloadType"]["const"]
    for path in ROOT.glob("charts/*/values.schema.json")
)


def new(repository, *arguments, workload_type="BASIC_CONTAINER_LOAD"):
    options = ["--catalog", "web", "--name", "shop", "--environment", "dev"]
    return inside("new", workload_type, *options, *arguments, cwd=repository)


def leaf(repository, path="catalog/web/shop/dev.yaml"):
    return yaml.safe_load((repository / path).read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A repository as ``catalogc init`` makes it, with every policy that ships."""
    folder = tmp_path_factory.mktemp("made")
    url = "https://git.example.com/acme/catalog.git"
    assert inside("init", "--no-git", "--repo-url", url, cwd=folder).returncode == 0
    config = folder / "catalogc.yaml"
    text = config.read_text("utf-8").replace("  #   chartRepositories", "    chartRepositories")
    config.write_text(text.replace("charts.example.com", "kedacore.github.io/charts"), "utf-8")
    return folder


@pytest.mark.parametrize("workload_type", TYPES)
def test_a_first_leaf_is_clean(made, workload_type):
    """Also beside the first leaves of all other types."""
    name = workload_type.lower().replace("_", "-")
    result = inside("new", workload_type, name, cwd=made)
    what = r"and its \d+ resources are clean|is clean \(1 leaf rendered by Argo CD\)"
    assert re.fullmatch(rf"1 leaf (?:{what})\.\n", result.stdout), result.stdout
    assert result.returncode == 0
    data = leaf(made, f"catalog/apps/{name}/dev.yaml")
    assert data["workloadType"] == workload_type
    assert (data["serviceName"], data["environment"]) == (name, "dev")


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
        "    repository: registry.example.com/web/shop\n"
        "    # Tag of the image; unused when there is a digest.\n"
        '    tag: "1.4.2"\n'
    )


def test_the_modeline_leads_to_the_exported_schema(repository):
    first = new(repository)
    assert "catalogc schema export --output schemas/leaf.schema.json" in first.stderr
    export = ["schema", "export", "--output", "schemas/leaf.schema.json"]
    assert inside(*export, cwd=repository).returncode == 0
    again = new(repository, "--force")
    assert again.stderr.startswith("Wrote catalog/web/shop/dev.yaml\n  = note: examples")
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
        (["BASIC_CONTAINER_LOAD", "--name", "a"], "--catalog is missing; known: ml-inference, "),
        ([B, "a", "--catalog", "wep", "-e", "dev"], "did you mean web?"),
        ([B, "a", "--catalog", "web", "-e", "production"], "known: dev, prod, staging"),
        ([B, "a", "--catalog", "web", "-e", "dev", "--output", "leaf.yaml"], "below catalog/"),
        ([B, "a", "--catalog", "web", "-e", "dev", "--output", "catalog/x.txt"], "YAML files"),
        ([B, "a", "--catalog", "web", "-e", "dev", "--output", "catalog/../x.yaml"], "below"),
        ([], "WORKLOAD_TYPE is missing; known: BASIC_CONTAINER_LOAD, "),
        ([B, "--name", "..", "--catalog", "web", "-e", "dev"], "'..' cannot"),
        ([B, "--name", "a/b", "--catalog", "web", "-e", "dev"], "'a/b' cannot"),
        ([B, "--name", "one", "--catalog", "web", "-e", "dev"], "exists already"),
        (
            [B, "--name", "a", "--catalog", "web", "-e", "dev", "--set", "port"],
            "--set wants FIELD=VALUE",
        ),
    ],
)  # fmt: skip
def test_refused(repository, arguments, said):
    before = tree(repository)
    result = inside("new", *arguments, cwd=repository)
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
    os.write(leader, b"shop\nweb\ndev\nghcr.io/acme/shop\n\n")
    _, said = asked.communicate(timeout=60)
    os.close(leader)
    os.close(follower)
    assert asked.returncode == 0
    assert "Service name: " in said
    assert "Environment (dev, prod, staging): " in said
    assert "Image without tag and digest. [registry.example.com/web/shop]: " in said
    assert leaf(repository)["serviceName"] == "shop"
    assert leaf(repository)["container"]["image"] == {
        "repository": "ghcr.io/acme/shop",
        "tag": "1.4.2",
    }


def test_what_nobody_was_asked_for_is_named(repository):
    result = new(repository, "--set", "container.image.repository=ghcr.io/acme/shop")
    assert "examples to replace: container.image.tag\n" in result.stderr
    assert leaf(repository)["container"]["image"]["repository"] == "ghcr.io/acme/shop"
    both = ["--set", "container.image.repository=a/b", "--set", "container.image.tag=1.0.0"]
    assert "examples" not in new(repository, "--force", *both).stderr


def test_the_name_is_an_argument_and_the_only_choice_a_default(repository):
    config = repository / "catalogc.yaml"
    head = config.read_text("utf-8").partition("environments:")[0]
    config.write_text(
        f"{head}environments: {{dev: {{cluster: dev-gpu}}}}\ncatalogs: {{web: {{}}}}\n", "utf-8"
    )
    (repository / "catalog/web/two/prod.yaml").unlink()
    result = inside("new", "BASIC_CONTAINER_LOAD", "shop", cwd=repository)
    assert result.returncode == 0
    assert leaf(repository)["environment"] == "dev"


def test_other_places(repository):
    arguments = ["new", B, "shop", "--catalog", "web", "--env", "dev", "--output"]
    before = tree(repository)
    printed = inside(*arguments, "-", cwd=repository)
    assert printed.returncode == 0
    assert tree(repository) == before
    place = "catalog/dev/shop.yaml"
    written = inside(*arguments, place, cwd=repository)
    assert written.returncode == 0
    text = (repository / place).read_text("utf-8")
    assert text == printed.stdout.replace("../../../schemas", "../../schemas")


# A chart that asks for what it has no example of.
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "additionalProperties": False,
    "required": ["workloadType", "serviceName", "serviceCatalog", "environment", "tenant"],
    "properties": {
        "workloadType": {"const": "BASIC_CONTAINER_LOAD"},
        "serviceName": {"type": "string"},
        "serviceCatalog": {"type": "string"},
        "environment": {"type": "string"},
        "tenant": {"type": "string", "description": "Who pays."},
    },
}


def test_what_has_no_example_must_be_given(repository):
    schema = repository / "charts/basic-container-load/values.schema.json"
    schema.write_text(json.dumps(SCHEMA), "utf-8")
    before = tree(repository)
    result = inside("new", B, "shop", "--catalog", "web", "--env", "dev", cwd=repository)
    assert result.returncode == 2
    assert "--set tenant=VALUE is missing" in result.stderr
    assert tree(repository) == before
    given = ["--set", "tenant=acme", "--output", "-"]
    text = inside("new", B, "shop", "--catalog", "web", "--env", "dev", *given, cwd=repository)
    assert text.stdout.endswith("# Who pays.\ntenant: acme\n")
