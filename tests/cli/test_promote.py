"""``catalogc promote``: the next environment's leaf, and what that one still demands."""

import json
import os
import subprocess

import pytest

from cli.in_process import inside
from cli.run import tree
from repository import make_repository
from tools import require_tool

LEAF = """\
# A model.
workloadType: OLLAMA_INFERENCE_LOAD
serviceName: phi
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model: phi:latest # newest
gpu: {count: 1}
ingress:
  enabled: true
  host: phi.dev.example.com
"""
WEB = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: dev
container:
  image: {repository: ghcr.io/acme/shop, tag: 1.2.0}
  port: 8080
  replicas: 2
"""
ENTITY = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: inner}
spec:
  type: service
  lifecycle: production
  owner: group:default/platform
  workload:
    """
PHI = "catalog/ml-inference/phi/dev.yaml"
SHOP = "catalog/web/shop/dev.yaml"


@pytest.fixture
def repository(tmp_path):
    return make_repository(tmp_path / "repository", {PHI: LEAF, SHOP: WEB})


def read(repository, path):
    return (repository / path).read_text("utf-8")


def test_what_production_still_demands(repository):
    result = inside("promote", PHI, "--to", "prod", cwd=repository)
    assert result.returncode == 1
    assert result.stdout.startswith(
        f"Wrote catalog/ml-inference/phi/prod.yaml, from {PHI}\n"
        '  environment   "dev" -> "prod"\n'
        '  ingress.host  "phi.dev.example.com" -> "phi.prod.example.com"'
        "  (host of the environment)\n"
        "\n"
        "What prod still demands:\n"
        'error[model-revision]: model is "phi:latest", and the tag latest can move\n'
        " --> catalog/ml-inference/phi/prod.yaml:7:8\n"
    )
    text = LEAF.replace("environment: dev", "environment: prod").replace("phi.dev", "phi.prod")
    assert read(repository, "catalog/ml-inference/phi/prod.yaml") == text
    assert read(repository, PHI) == LEAF

    met = inside("promote", PHI, "--to", "prod", "--set", "model=phi:2.7b", cwd=repository)
    assert (met.returncode, met.stderr) == (0, "")
    assert read(repository, "catalog/ml-inference/phi/prod.yaml") == text.replace("latest", "2.7b")
    assert 'model  "phi:latest" -> "phi:2.7b"  (--set)' in met.stdout
    assert "demands" not in met.stdout


def test_the_next_environment_is_the_default(repository):
    result = inside("promote", "web/shop", cwd=repository)
    assert result.returncode == 0
    assert result.stdout.startswith(f"Wrote catalog/web/shop/staging.yaml, from {SHOP}\n")
    again = inside("promote", "web/shop", "--to", "prod", cwd=repository)
    assert "from catalog/web/shop/staging.yaml\n" in again.stdout  # the one right before it
    assert read(repository, "catalog/web/shop/prod.yaml") == WEB.replace(": dev", ": prod")
    same = inside("promote", "web/shop", "--to", "prod", cwd=repository)
    assert same.stdout.startswith("catalog/web/shop/prod.yaml is up to date with catalog/web/shop/")


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_nothing_is_written(repository, option):
    before = tree(repository)
    result = inside("promote", SHOP, "--to", "prod", option, cwd=repository)
    assert result.returncode == 0
    told = result.stdout if option == "--dry-run" else result.stderr
    assert told.startswith(f"Would write catalog/web/shop/prod.yaml, from {SHOP}\n")
    assert tree(repository) == before


@pytest.mark.parametrize("end", ["\n", ""])
def test_git_applies_the_difference(repository, end):
    git = require_tool("git")
    (repository / SHOP).write_text(WEB.replace("1.2.0", "1.3.0").rstrip("\n") + end, "utf-8")
    for target, text in [("staging", None), ("prod", WEB.replace(": dev", ": prod"))]:
        path = repository / f"catalog/web/shop/{target}.yaml"
        if text is not None:
            path.write_text(text, "utf-8")
        result = inside("promote", SHOP, "--to", target, "--diff", cwd=repository)
        closed = {"PATH": os.environ["PATH"]}
        command = [git, "apply", "--whitespace=nowarn", "-"]
        subprocess.run(
            command, cwd=repository, env=closed, input=result.stdout, text=True, check=True
        )
        promoted = path.read_text("utf-8")
        assert "tag: 1.3.0" in promoted
        assert f"environment: {target}\n" in promoted


def test_other_formats_are_alone_on_stdout(repository):
    result = inside("promote", PHI, "--to", "prod", "--format", "json", cwd=repository)
    report = json.loads(result.stdout)
    assert [item["rule"] for item in report["findings"]] == ["model-revision"]
    assert report["findings"][0]["path"] == "catalog/ml-inference/phi/prod.yaml"
    assert result.stderr.startswith("Wrote catalog/ml-inference/phi/prod.yaml")


REFUSED = {
    "no such leaf": (["web/shopp"], "did you mean web/shop?"),
    "no such environment": ([SHOP, "--to", "prd"], "did you mean prod?"),
    "the same environment": ([SHOP, "--to", "dev"], "is in dev already"),
    "several leaves": (["catalog", "--from", "dev", "--to", "prod"], "holds 2 leaves"),
    "no leaf there": (["web/shop", "--from", "staging", "--to", "prod"], "has no leaf in staging"),
    "no value": ([SHOP, "--to", "prod", "--set", "container.port"], "--set wants FIELD=VALUE"),
    "a list": ([SHOP, "--to", "prod", "--set", "a[0]=1"], "--set wants FIELD=VALUE"),
    "below a scalar": ([SHOP, "--to", "prod", "--set", "serviceName.x=1"], "cannot be changed"),
    "no field": ([SHOP, "--to", "prod", "--carry", "a b"], "not a field path"),
    "nothing after": (["catalog/web/last/prod.yaml"], "no environment comes after prod"),
    "something else is there": ([SHOP, "--to", "staging"], "exists, and is not the leaf"),
    "within an entity": (["web/inner", "--to", "prod"], "holds the leaf within an entity"),
}
LAST = WEB.replace("shop", "last").replace(": dev", ": prod")
INNER = WEB.replace("shop", "inner").replace("\n", "\n    ")


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """Leaves that cannot be promoted."""
    files = {
        PHI: LEAF,
        SHOP: WEB,
        "catalog/web/last/prod.yaml": LAST,
        "catalog/web/shop/staging.yaml": LAST.replace("last", "other"),
        ".cat/backstage/inner.catalog-info.yaml": ENTITY + INNER.rstrip() + "\n",
    }
    return make_repository(tmp_path_factory.mktemp("others"), files)


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(others, arguments, said):
    result = inside("promote", *arguments, cwd=others)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert not (others / "catalog/web/shop/prod.yaml").exists()
    assert (others / "catalog/web/shop/staging.yaml").read_text("utf-8") == LAST.replace(
        "last", "other"
    )
