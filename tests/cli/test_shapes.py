"""What `argocd` of catalogc.yaml chooses, from the command line."""

import re

import pytest
import yaml

from cli.in_process import inside
from cli.run import tree


def choose(repository, text, override=""):
    """Write choices below ``argocd``, and below ``argocd`` of prod."""
    path = repository / "catalogc.yaml"
    written = path.read_text()
    written = re.sub(r"(?m)^argocd:\n", f"argocd:\n{text}", written, count=1)
    if override:
        place = "    production: true\n"
        assert place in written
        written = written.replace(place, f"{place}    argocd: {override}\n", 1)
    path.write_text(written)


def test_another_shape_replaces_the_files_of_the_first(repository):
    assert inside("build", cwd=repository).returncode == 0
    before = tree(repository / "rendered")
    choose(repository, "  shape: applicationset\n", "{shape: hydrator, hydrator: {staged: true}}")

    drift = inside("check", "--format", "concise", cwd=repository)
    assert drift.returncode == 1
    assert "rendered/dev/argocd/apps/web/one.yaml is no longer built from any leaf" in drift.stdout
    assert "rendered/dev/argocd/apps/web/one/config.json is missing" in drift.stdout

    built = inside("build", cwd=repository)
    assert built.returncode == 0, built.stderr
    assert "2 Applications in 2 environments" in built.stdout
    after = tree(repository / "rendered")
    dev = {path for path in after if path.startswith("dev/argocd/")}
    assert dev == {
        "dev/argocd/root.yaml",
        "dev/argocd/projects/web.yaml",
        "dev/argocd/applicationsets/web.yaml",
        "dev/argocd/apps/web/one/config.json",
    }
    two = yaml.safe_load(after["prod/argocd/apps/web/two.yaml"])
    assert two["spec"]["sourceHydrator"]["hydrateTo"] == {"targetBranch": "environments/prod-next"}
    same = [path for path in before if "/manifests/" in path]
    assert same
    assert {path: after[path] for path in same} == {path: before[path] for path in same}
    assert inside("check", cwd=repository).returncode == 0


def test_charts_are_rendered_for_the_cluster_of_each_environment(repository):
    cluster = repository / "catalog/clusters/prod-gpu.yaml"
    text, count = re.subn(
        r'kubernetesVersion: "[^"]*"', 'kubernetesVersion: "1.33"', cluster.read_text()
    )
    assert count == 1
    cluster.write_text(text)
    choose(repository, "  source: chart\n")
    built = inside("build", cwd=repository)
    assert built.returncode == 0, built.stderr
    found = tree(repository / "rendered")
    helm = {
        path: yaml.safe_load(found[path])["spec"]["source"]["helm"]["kubeVersion"]
        for path in ("dev/argocd/apps/web/one.yaml", "prod/argocd/apps/web/two.yaml")
    }
    assert helm == {
        "dev/argocd/apps/web/one.yaml": "1.34",
        "prod/argocd/apps/web/two.yaml": "1.33",
    }


WRONG = {
    "shape": ("  shape: appset\n", "argocd.shape"),
    "source": ("  source: helm\n", "argocd.source"),
    "prefix": ("  hydrator: {branchPrefix: environments}\n", "ends in / or -"),
    "unknown": ("  hydrator: {branch: dev}\n", "branch"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_choice_is_named_with_its_line(repository, name):
    text, expected = WRONG[name]
    choose(repository, text)
    result = inside("lint", "--format", "concise", cwd=repository)
    assert result.returncode == 2
    lines = (repository / "catalogc.yaml").read_text().splitlines()
    line = lines.index(text.strip("\n")) + 1
    assert f"catalogc.yaml:{line}:" in result.stdout
    assert expected in result.stdout
