"""``catalogc graph``: what the verb picks, writes and refuses."""

import json

import pytest

from catalogc.graph.mermaid import MOST_EDGES
from cli.conftest import web_leaf
from cli.in_process import inside
from cli.run import catalogc, tree
from repository import make_repository, written


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    """Two leaves of two environments."""
    leaves = {
        "catalog/web/one/dev.yaml": web_leaf("one"),
        "catalog/web/two/prod.yaml": web_leaf("two", "prod"),
    }
    return make_repository(tmp_path_factory.mktemp("repository"), leaves)


def labels(result, kind="leaf"):
    assert (result.returncode, result.stderr) == (0, "")
    return [node["label"] for node in json.loads(result.stdout)["nodes"] if node["kind"] == kind]


PICKED = {
    "all": ([], ["one", "two"]),
    "an environment": (["--env", "prod"], ["two"]),
    "a file": (["catalog/web/one/dev.yaml"], ["one"]),
    "a folder": (["catalog/web/two"], ["two"]),
    "an overview": (["--detail", "overview"], ["1 leaf", "1 leaf"]),
}


@pytest.mark.parametrize(("arguments", "leaves"), PICKED.values(), ids=PICKED)
def test_leaves(catalog, arguments, leaves):
    assert labels(inside("graph", "--format", "json", *arguments, cwd=catalog)) == leaves


def test_hidden_kinds(catalog):
    shown = inside("graph", "--format", "json", cwd=catalog)
    hidden = inside("graph", "--format", "json", "--hide", "adapter", cwd=catalog)
    assert labels(shown, "adapter") == ["BASIC_CONTAINER_LOAD"]
    assert labels(hidden, "adapter") == []


def test_mermaid_is_the_default(catalog):
    result = catalogc("graph", "--env", "dev", "--hide", "adapter", cwd=catalog)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        "flowchart LR\n"
        '  n0[("dev-gpu<br/>3 x general, 2 x rtx, 1 x l4")]\n'
        '  subgraph n1["dev"]\n'
        '    subgraph n2["web"]\n'
        '      n3["one<br/>BASIC_CONTAINER_LOAD"]\n'
        "    end\n"
        "  end\n"
        '  n1 -.->|"runs on"| n0\n'
    )


@pytest.mark.parametrize("name", ["html", "dot", "mermaid", "json"])
def test_a_file_has_what_stdout_would_have(catalog, tmp_path, name):
    printed = inside("graph", "--format", name, cwd=catalog)
    output = tmp_path / "graph"
    result = inside("graph", "--format", name, "--output", output, cwd=catalog)
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == f"wrote {output}\n"
    assert output.read_text("utf-8") == printed.stdout
    assert list(tree(tmp_path)) == ["graph"]


def test_too_many_leaves_for_mermaid(catalog):
    many = {
        f"catalog/web/s{number}/dev.yaml": web_leaf(f"s{number}") for number in range(MOST_EDGES)
    }
    with written(catalog, many):
        result = inside("graph", cwd=catalog)
        forced = inside("graph", "--detail", "leaves", cwd=catalog)
        page = inside("graph", "--format", "html", cwd=catalog)
    assert result.returncode == forced.returncode == page.returncode == 0
    assert result.stderr.startswith("catalogc: an overview, as Mermaid draws at most 500 edges")
    assert '"501 leaves<br/>BASIC_CONTAINER_LOAD"' in result.stdout
    assert forced.stderr.startswith("catalogc: Mermaid draws at most 500 edges")
    assert forced.stdout.count("BASIC_CONTAINER_LOAD") > MOST_EDGES
    assert page.stdout.count('class="entry leaf"') == MOST_EDGES + 2


def test_a_catalog_with_errors_is_drawn(catalog):
    broken = {"catalog/web/bad/dev.yaml": web_leaf("bad").replace("port: 9898", "prot: 9898")}
    with written(catalog, broken):
        result = inside("graph", cwd=catalog)
    assert result.returncode == 0
    assert '"bad<br/>BASIC_CONTAINER_LOAD"' in result.stdout
    assert "the catalog has errors" in result.stderr


REFUSED = {
    "no such environment": (["--env", "prd"], "did you mean prod?"),
    "no such file": (["nope.yaml"], "does not exist"),
    "no leaf": (["charts"], "no leaf is in charts"),
    "outside": (["/etc"], "is not in the catalog repository"),
    "no such format": (["--format", "svg"], "'svg' is not one of"),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(catalog, arguments, said):
    result = inside("graph", *arguments, cwd=catalog)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
