"""`catalogc doctor`: what it checks, what it prints, and its exit codes."""

import json
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

from catalogc.doctor.argo_cd import (
    APPLICATION_HEALTH,
    APPLICATION_SET_HEALTH,
    argo_cd_snippets,
)
from catalogc.doctor.backstage import backstage_snippets
from catalogc.doctor.diagnosis import State, Subject
from catalogc.doctor.git_state import git_checks
from catalogc.doctor.limits import limit_checks
from catalogc.doctor.tools import tool_checks
from catalogc.doctor.versions import Range, read_version
from catalogc.model.lint import LintRequest
from catalogc.pipeline import compile_catalog
from cli.in_process import inside
from cli.run import catalogc
from emit.argo_cd import ask
from repository import make_repository
from tools import ROOT, require_node_modules

LEAF = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: {name}
serviceCatalog: web
namespace: web
environment: dev
{more}container:
  image: {{repository: ghcr.io/stefanprodan/podinfo, tag: 6.7.1}}
  port: 9898
"""
LEAVES = {
    "catalog/web/one/dev.yaml": LEAF.format(name="one", more=""),
    "catalog/web/two/dev.yaml": LEAF.format(name="two", more="dependsOn: [one]\n"),
}
CONFIG = """\
apiVersion: catalogc.dev/v1
kind: Catalog
argocd: {{repoURL: {url}{more}}}
"""
URL = "https://git.example.com/platform/catalog.git"


def configured(url=URL, more=""):
    return CONFIG.format(url=url, more=more)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("doctor") / "repository", LEAVES)


@pytest.fixture
def subject(repository):
    """The catalog, after catalogc.yaml or another file was written anew."""
    kept = {}

    def read(config=None, **files):
        texts = {**({"catalogc.yaml": config} if config else {}), **files}
        for name, text in texts.items():
            path = repository / name
            kept.setdefault(path, path.read_text())
            path.write_text(text)
        request = LintRequest(only=frozenset({"ambiguous-scalar"}))
        compilation = compile_catalog(
            repository, prepare=None, select=lambda _: False, request=request
        )
        return Subject(repository, compilation.catalog)

    yield read
    for path, text in kept.items():
        path.write_text(text)


def snippets(subject):
    found = (*argo_cd_snippets(subject), *backstage_snippets(subject))
    return {item.name: yaml.safe_load(item.text) for item in found}


def open_limits(subject):
    return {check.name: check.found for check in limit_checks(subject) if check.state is State.OPEN}


def test_a_sound_catalog(repository):
    result = inside("doctor", "--format", "json", cwd=repository)
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["version"], found["usable"]) == (1, True)
    checks = found["checks"]
    assert {check["state"] for check in checks if check["group"] == "limits"} == {"ok"}
    needed = {check["name"].lower(): check["state"] for check in checks if check["needed"]}
    assert needed.keys() >= {"python", "click", "pyyaml", "jsonschema-rs", "helm engine"}
    assert set(needed.values()) == {"ok"}
    assert "app-config.yaml" in [item["name"] for item in found["snippets"]]


def test_limits_that_nobody_set(subject):
    assert open_limits(subject(configured())) == {
        "environments": "any environment is allowed",
        "catalogs": "any serviceCatalog may use any namespace and Vault path",
        "secretStores": "any secret store is allowed",
        "gateways": "routes may attach to any Gateway",
        "reservedNamespaces": "no namespace is reserved",
        "inventory": "no inventory for dev: nobody checks that workloads fit",
        "production": "no environment is production: no policy is stricter",
    }


def health(found):
    start = "resource.customizations.health.argoproj.io_"
    data = snippets(found)["argocd-cm"]["data"]
    return [key.removeprefix(start) for key in data if key.startswith(start)]


SHAPES = {
    "app-of-apps": ("", ["Application"], None),
    "applicationset": (
        ", shape: applicationset",
        ["ApplicationSet"],
        {"applicationsetcontroller.enable.policy.override": "true"},
    ),
    "a rolling sync": (
        ", shape: applicationset, rollingSync: true",
        ["ApplicationSet"],
        {
            "applicationsetcontroller.enable.policy.override": "true",
            "applicationsetcontroller.enable.progressive.syncs": "true",
        },
    ),
    "hydrator": (", shape: hydrator", ["Application"], {"hydrator.enabled": "true"}),
}


@pytest.mark.parametrize("name", SHAPES)
def test_settings_of_argo_cd_are_those_of_the_shape(subject, name):
    more, healths, parameters = SHAPES[name]
    found = subject(configured(more=f"{more}, namespace: gitops"))
    assert health(found) == healths
    written = snippets(found)
    places = {item["metadata"]["namespace"] for item in written.values() if "kind" in item}
    assert places == {"gitops"}
    parameter_map = written.get("argocd-cmd-params-cm")
    assert (parameter_map and parameter_map["data"]) == parameters
    assert ("repository-write" in written) == (name == "hydrator")
    order = [key for key in open_limits(found) if key.startswith("sync waves")]
    assert order == (["sync waves of dev"] if name == "applicationset" else [])


def test_a_chart_that_argo_cd_cannot_build(subject):
    found = open_limits(subject(configured(more=", source: chart")))["charts rendered by Argo CD"]
    assert found.startswith("charts/inference-stack depends on charts that depend on file:// ")


DEPENDENCIES = {
    "none, so no health check is needed": ("", ""),
    "on one another, which lint refuses": ("dependsOn: [two]\n", "dependsOn: [one]\n"),
}


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_dependencies_without_an_order(subject, name):
    one, two = DEPENDENCIES[name]
    files = {
        "catalog/web/one/dev.yaml": LEAF.format(name="one", more=one),
        "catalog/web/two/dev.yaml": LEAF.format(name="two", more=two),
    }
    assert health(subject(**files)) == []


PAGES = {
    "https://git.example.com/platform/catalog.git": (
        "https://git.example.com/platform/catalog/blob/main/.cat/backstage/location.yaml",
        None,
    ),
    "git@github.com:acme/catalog.git": (
        "https://github.com/acme/catalog/blob/main/.cat/backstage/location.yaml",
        {"github": [{"host": "github.com", "token": "${GITHUB_TOKEN}"}]},
    ),
    "ssh://git@gitlab.acme.org:2222/a/b/catalog": (
        "https://gitlab.acme.org/a/b/catalog/-/blob/main/.cat/backstage/location.yaml",
        {"gitlab": [{"host": "gitlab.acme.org", "token": "${GITLAB_TOKEN}"}]},
    ),
}


@pytest.mark.parametrize("url", PAGES)
def test_settings_of_backstage(subject, url):
    target, integrations = PAGES[url]
    app_config = snippets(subject(configured(url)))["app-config.yaml"]
    [location] = app_config["catalog"]["locations"]
    assert (location["type"], location["target"]) == ("url", target)
    [rule] = location["rules"]
    assert {"Component", "Group", "Location", "System", "Template"} <= set(rule["allow"])
    assert app_config.get("integrations") == integrations


def test_backstage_takes_our_kinds_from_our_location_alone(subject):
    modules = require_node_modules("backstage-scaffolder")
    app_config = snippets(subject())["app-config.yaml"]
    [location] = app_config["catalog"]["locations"]
    kinds = ["Component", "Domain", "Group", "Location", "System", "Template", "User"]
    job = {
        "config": app_config,
        "locations": [location, {"type": "url", "target": "https://elsewhere.example.com"}],
        "kinds": kinds,
    }
    command = ["node", ROOT / "tests/node/backstage-scaffolder/catalog-rules.mjs", modules]
    answer = subprocess.run(
        command, input=json.dumps(job), capture_output=True, encoding="utf-8", check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == [
        ["Component", "Group", "Location", "System", "Template"],
        ["Component", "Location"],
    ]


def test_owners_may_sync_what_is_theirs(subject):
    policy = snippets(subject())["argocd-rbac-cm"]["data"]["policy.catalogc.csv"]
    assert policy.splitlines() == [
        "p, role:web.dev, applications, get, web.dev/*, allow",
        "p, role:web.dev, applications, sync, web.dev/*, allow",
        "p, role:web.dev, applications, action/*, web.dev/*, allow",
        "p, role:web.dev, logs, get, web.dev/*, allow",
        "g, team-web, role:web.dev",
    ]
    ask(policy=policy)


def application(status):
    return {"status": {"health": {"status": status}}} if status else {}


def application_set(*statuses, **conditions):
    found = [
        {"type": name, "status": str(value), "message": name} for name, value in conditions.items()
    ]
    resources = [
        {"name": f"app{number}", **({"health": {"status": status}} if status else {})}
        for number, status in enumerate(statuses)
    ]
    return {"status": {"conditions": found, "resources": resources}}


HEALTH = {
    "not seen yet": (APPLICATION_HEALTH, application(""), "Progressing", ""),
    "healthy": (APPLICATION_HEALTH, application("Healthy"), "Healthy", ""),
    "degraded": (APPLICATION_HEALTH, application("Degraded"), "Degraded", ""),
    "a set without status": (
        APPLICATION_SET_HEALTH,
        {},
        "Progressing",
        "the controller has not reported yet",
    ),
    "a set that is not made yet": (
        APPLICATION_SET_HEALTH,
        application_set("Healthy"),
        "Progressing",
        "the controller has not reported yet",
    ),
    "a broken set": (
        APPLICATION_SET_HEALTH,
        application_set("Healthy", ErrorOccurred=True),
        "Degraded",
        "ErrorOccurred",
    ),
    "a set that could not update": (
        APPLICATION_SET_HEALTH,
        application_set("Healthy", ResourcesUpToDate=False),
        "Degraded",
        "ResourcesUpToDate",
    ),
    "a set that rolls": (
        APPLICATION_SET_HEALTH,
        application_set("Healthy", RolloutProgressing=True, ResourcesUpToDate=True),
        "Progressing",
        "RolloutProgressing",
    ),
    "all healthy": (
        APPLICATION_SET_HEALTH,
        application_set("Healthy", "Healthy", ResourcesUpToDate=True),
        "Healthy",
        "",
    ),
    "one is not": (
        APPLICATION_SET_HEALTH,
        application_set("Healthy", "", ResourcesUpToDate=True),
        "Progressing",
        "app1 is not healthy yet",
    ),
    "one is degraded": (
        APPLICATION_SET_HEALTH,
        application_set("Progressing", "Degraded", ResourcesUpToDate=True),
        "Degraded",
        "app1 is degraded",
    ),
}


@pytest.mark.parametrize("name", HEALTH)
def test_argo_cd_runs_the_health_checks(name):
    script, item, status, message = HEALTH[name]
    [found] = ask(script=script, objects=[item])["health"]
    assert (found["status"], found.get("message", "")) == (status, message)


def test_versions_of_programs(repository, tmp_path, monkeypatch):
    printed = {"helm": "v3.18.4", "kubeconform": "development", "pre-commit": "pre-commit 4.0.1"}
    for name, text in printed.items():
        put_program(tmp_path / name, f"echo '{text}'")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = {check.name: check for check in tool_checks(repository)}
    expected = {
        "helm": ("3.18.4", State.TOO_OLD),
        "kubeconform": ("development", State.OPEN),
        "pre-commit": ("4.0.1", State.OK),
        "git": ("", State.MISSING),  # of which nobody has need outside of a repository
    }
    assert {name: (found[name].found, found[name].state) for name in expected} == expected
    assert not any(check.is_fatal for check in found.values())


def put_program(path: Path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_needed_program_that_is_too_old_ends_with_3(repository, tmp_path):
    put_program(tmp_path / "git", '[ "$1" = --version ] && echo "git version 2.20.1"')
    (repository / ".git").mkdir()
    result = inside("doctor", cwd=repository, environment={"PATH": str(tmp_path)})
    (repository / ".git").rmdir()
    assert result.returncode == 3
    assert "  too-old  git" in result.stdout
    assert "2.20.1 (supported: >=2.30)" in result.stdout


def test_a_broken_configuration_ends_with_2(repository):
    path = repository / "catalogc.yaml"
    text = path.read_text()
    path.write_text(configured(more=", shape: app-of-app"))
    result = inside("doctor", cwd=repository)
    path.write_text(text)
    assert result.returncode == 2
    assert "argocd.shape" in result.stdout
    assert "app-of-apps" in result.stdout


def test_no_repository_ends_with_2(tmp_path):
    result = inside("doctor", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")


@pytest.fixture
def git(repository):
    def run(*arguments):
        settings = ("-c", "user.name=x", "-c", "user.email=x@example.com")
        command = ["git", *settings, *arguments]
        subprocess.run(command, cwd=repository, check=True, capture_output=True)

    run("init", "--quiet")
    yield run
    subprocess.run(["rm", "-rf", ".git"], cwd=repository, check=True)


def test_git_and_the_output(repository, git):
    def checks():
        return {check.name: check for check in git_checks(repository, "rendered")}

    found = checks()
    assert found["output"].found == "nothing is committed"
    assert found["attributes"].wanted == "rendered/** -text linguist-generated=true"

    (repository / ".gitignore").write_text("rendered/\n")
    assert checks()["output"].found == "rendered/ is ignored"
    (repository / ".gitignore").unlink()

    marker = repository / "rendered/dev/catalogc.json"
    marker.parent.mkdir(parents=True)
    marker.write_text("{}")
    (repository / ".gitattributes").write_text("rendered/** -text linguist-generated=true\n")
    git("add", "rendered")
    states = {name: check.state for name, check in checks().items()}
    assert states == dict.fromkeys(("history", "output", "attributes"), State.OK)


def test_text_for_people(repository):
    result = catalogc("doctor", cwd=repository)
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "tools:"
    assert "  ok       environments        3 in catalogc.yaml" in lines
    assert '    local health = {status = "Progressing", message = ""}' in lines


RANGES = {
    ">=8.1,<9": {"8.0.9": "too-old", "8.1": "ok", "8.99": "ok", "9": "too-new"},
    "<0.61,>=0.60.1": {"0.60": "too-old", "0.60.3": "ok", "0.61.0": "too-new"},
    "==0.2.2": {"0.2.1": "too-old", "0.2.2": "ok", "0.2.3": "too-new"},
    ">=3.11": {"3.9": "too-old", "3.11": "ok", "4.0": "ok"},
}


@pytest.mark.parametrize(
    ("text", "version", "state"),
    [(text, version, state) for text, cases in RANGES.items() for version, state in cases.items()],
)
def test_ranges(text, version, state):
    assert Range.read(text).judge(read_version(version)) is State(state)
