"""``argocd.targetRevision`` with a placeholder: a branch for each environment."""

import pytest

from catalogc.export.backstage.template import _target_branch
from catalogc.model.configuration import ArgoCD
from repository import lint_stages, make_repository, place

REVISIONS = {
    "none": ("main", "main"),
    "one": ("env/{environment}", "env/dev"),
    "two": ("{environment}/{environment}", "dev/dev"),
}


@pytest.mark.parametrize(("written", "followed"), REVISIONS.values(), ids=REVISIONS)
def test_the_placeholder_is_the_name_of_the_environment(written, followed):
    assert ArgoCD("x", target_revision=written).revision("dev") == followed


@pytest.mark.parametrize("written", ["env/{env}", "{environment", "a}", "{}"])
def test_another_placeholder_is_a_finding(tmp_path, written):
    root = make_repository(tmp_path)
    path = root / "catalogc.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("targetRevision: main", f'targetRevision: "{written}"'), "utf-8")
    (finding,) = lint_stages(root)
    assert place(finding).startswith("catalogc.yaml:7:")
    assert "{environment} is the only placeholder" in finding.message


def test_a_form_proposes_leaves_to_no_published_branch():
    assert _target_branch("env/{environment}") == {}
    assert _target_branch("main") == {"targetBranchName": "main"}
