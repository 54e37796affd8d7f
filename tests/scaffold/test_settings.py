"""What is said about a new repository cannot become more YAML, or a file elsewhere."""

import pytest
import yaml

from catalogc.scaffold.repository import CI_SYSTEMS, repository_files
from catalogc.scaffold.settings import RepositorySettings

URL = "https://git.example.com/acme/catalog.git"
GOOD = [
    {"repo_url": URL},
    {"repo_url": "git@git.example.com:acme/catalog.git", "environment": "no", "cluster": "0644"},
    {"repo_url": "ssh://git@git.example.com:22/acme/catalog.git", "branch": "release/1.x"},
    {"repo_url": "https://git.example.com/~acme/catalog", "code_owner": "@acme/platform"},
    {"repo_url": URL, "catalog": "y", "code_owner": "team@example.com"},
]
BAD = [
    ("--repo-url", {"repo_url": ""}),
    ("--repo-url", {"repo_url": "catalog.git"}),
    ("--repo-url", {"repo_url": "https://git.example.com/x\nkind: Evil"}),
    ("--repo-url", {"repo_url": "https://git.example.com/x #comment"}),
    ("holds a password", {"repo_url": "https://me:secret@git.example.com/acme/catalog"}),
    ("--environment", {"environment": "../../etc"}),
    ("--environment", {"environment": "Dev"}),
    ("--environment", {"environment": ""}),
    ("--cluster", {"cluster": "a/b"}),
    ("--cluster", {"cluster": "-a"}),
    ("--catalog", {"catalog": "a" * 64}),
    ("reserved", {"catalog": "kube-system"}),
    ("--branch", {"branch": "--upload-pack=x"}),
    ("--branch", {"branch": "a]\nb"}),
    ("--code-owner", {"code_owner": "platform"}),
]


@pytest.mark.parametrize("values", GOOD)
@pytest.mark.parametrize("ci", [*CI_SYSTEMS, "none"])
def test_every_value_is_one_scalar(values, ci):
    settings = RepositorySettings(**values)
    files = repository_files(settings, "1.2.3", ci)
    config = yaml.safe_load(files["catalogc.yaml"])
    assert config["argocd"] == {
        "repoURL": settings.repo_url,
        "targetRevision": settings.branch,
        "namespace": "argocd",
    }
    assert config["environments"] == {
        settings.environment: {
            "cluster": settings.cluster,
            "destination": {"name": settings.cluster},
        }
    }
    assert config["catalogs"][settings.catalog]["namespaces"] == [settings.catalog]
    assert config["reservedNamespaces"] == ["kube-system", "argocd", "vault"]
    cluster = yaml.safe_load(files[f"catalog/clusters/{settings.cluster}.yaml"])
    assert cluster["metadata"] == {"name": settings.cluster}
    hooks = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == ["catalogc-build", "catalogc-check"]
    assert hooks[0]["additional_dependencies"] == ["catalogc==1.2.3"]
    if ci in CI_SYSTEMS:
        assert "catalogc==1.2.3" in files[CI_SYSTEMS[ci]].decode()
        assert yaml.safe_load(files[CI_SYSTEMS[ci]])
    assert {name for name in CI_SYSTEMS.values() if name in files} <= {CI_SYSTEMS.get(ci)}


@pytest.mark.parametrize(("said", "values"), BAD)
def test_refused(said, values):
    with pytest.raises(ValueError, match=said):
        RepositorySettings(**{"repo_url": URL, **values})


def test_hooks_of_a_git_repository():
    url = "https://git.example.com/tools/catalogc"
    files = repository_files(RepositorySettings(URL), "1.2.3", "none", url)
    hooks = [{"id": "catalogc-build"}, {"id": "catalogc-check"}]
    assert yaml.safe_load(files[".pre-commit-config.yaml"])["repos"] == [
        {"repo": url, "rev": "v1.2.3", "hooks": hooks}
    ]


def test_nothing_of_the_sample_comes_along():
    files = repository_files(RepositorySettings(URL), "1.2.3")
    names = [name for name in files if name.startswith((".cat/backstage/", "policies/tests"))]
    assert len(names) == 12  # ten adapters, their Location and their owner
    assert not [name for name in names if "leaves" in name or "templates" in name]
    owners = [
        line for line in files["CODEOWNERS"].decode().splitlines() if not line.startswith("#")
    ]
    assert owners == []
    owned = repository_files(RepositorySettings(URL, code_owner="@acme/platform"), "1.2.3")
    assert "\n/charts/ @acme/platform\n" in owned["CODEOWNERS"].decode()
