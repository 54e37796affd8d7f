"""``catalogc gate``: what it judges by, what it refuses, and where it says so."""

import json

import pytest

from ci import changes
from cli.in_process import inside
from cli.run import catalogc
from repository import write


def gate(folder, *arguments, run=inside):
    return run("gate", "--base", "main", "--format", "concise", *arguments, cwd=folder)


@pytest.fixture
def clone(project, tmp_path):
    """A clone on a branch of its own."""
    folder = tmp_path / "clone"
    changes.git(tmp_path, "clone", "--quiet", str(project.bare), str(folder))
    changes.git(folder, "checkout", "--quiet", "-b", "change")
    return folder


def test_a_baseline_of_the_change_hides_nothing(clone, tmp_path):
    changes.use_latest(clone)
    done = inside("baseline", "create", cwd=clone)
    assert done.returncode == 0, done.stderr
    changes.commit(clone)
    page = tmp_path / "page.md"
    done = gate(clone, "--summary", page)
    assert done.returncode == 1
    assert "[latest-in-production]" in done.stdout
    assert "- `.catalogc-baseline.json`" in page.read_text()


def test_a_branch_that_is_behind(clone, tmp_path):
    """The newest rules judge, and the page says why the output does not fit."""
    changes.git(clone, "checkout", "--quiet", "main")
    changes.edit(clone / "charts/basic-container-load/Chart.yaml", "version: ", "version: 9")
    changes.commit(clone)
    changes.git(clone, "checkout", "--quiet", "change")
    page = tmp_path / "page.md"
    done = gate(clone, "--summary", page)
    assert done.returncode == 1
    assert "[drift]" in done.stdout
    assert "### Out of date: 1 files" in page.read_text()
    assert "update the branch" in done.stderr


def test_a_chart_among_leaves_is_refused(clone):
    """A Location of the base may not let a leaf's author bring a chart."""
    entity = {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {
            "name": "mine",
            "annotations": {"example.com/chart-path": "./catalog/mine/chart"},
        },
        "spec": {"type": "platform-base-chart", "lifecycle": "x", "owner": "group:default/x"},
    }
    location = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\n"
    location += "spec: {target: ../../catalog/**/entity.yaml, presence: optional}\n"
    changes.git(clone, "checkout", "--quiet", "main")
    write(clone, {".cat/backstage/all.yaml": location})
    changes.commit(clone)
    changes.git(clone, "checkout", "--quiet", "-B", "change")
    write(clone, {"catalog/mine/entity.yaml": json.dumps(entity)})
    chart = clone / "charts/basic-container-load"
    for path in chart.rglob("*"):
        if path.is_file():
            name = f"catalog/mine/chart/{path.relative_to(chart)}"
            text = path.read_text("utf-8").replace("BASIC_CONTAINER_LOAD", "MINE")
            write(clone, {name: text.replace("file://../common", "file://../../../charts/common")})
    changes.commit(clone)
    done = gate(clone)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "adapter mine reads catalog/mine/entity.yaml" in done.stderr


def test_what_is_told(tmp_path):
    """Paths are those of the git repository, and waivers are named."""
    project = changes.Project.make(tmp_path, below="platform/catalog", built=False)
    project.change(changes.break_leaf, waive)
    page, outputs = tmp_path / "page.md", tmp_path / "outputs"
    outputs.write_text("before=1\n")
    report = tmp_path / "reports/gitlab.json"
    files = ("--report", f"gitlab={report}", "--summary", page, "--outputs", outputs)
    done = gate(project.catalog, *files, run=catalogc)
    path = "platform/catalog/catalog/web/one/prod.yaml"
    assert done.returncode == 1
    assert done.stdout.startswith(f"{path}:9:13: error:")
    assert path in [item["location"]["path"] for item in json.loads(report.read_text())]
    waiver = (
        f"`platform/catalog/catalog/web/two/dev.yaml: replicas: 2 {WAIVER.replace('`', chr(39))}`"
    )
    assert f"### New waivers: 1\n\n- {waiver}\n" in page.read_text()
    assert outputs.read_text().splitlines() == [
        "before=1",
        "errors=1",
        "warnings=1",
        "rules_changed=false",
        "gate_changed=false",
        "applications_removed=0",
    ]


WAIVER = "# catalogc: ignore[probe-delay] reason=a test `of` <b>it</b>"


def waive(catalog):
    changes.edit(catalog / "catalog/web/two/dev.yaml", "replicas: 2", f"replicas: 2 {WAIVER}")


REFUSED = [
    (["--base", "none"], 2, "'none' is no commit of this repository"),
    (["--base", "--output=x"], 2, "'--output=x' is no commit of this repository"),
    ([], 2, "--trust base needs --base REF"),
    (["--base", "main", "--report", "nothing"], 2, "--report is 'nothing', expected FORMAT=FILE"),
    (["--base", "main", "--report", "pdf=x"], 2, "--report is 'pdf=x', expected FORMAT=FILE"),
    (["--base", "empty"], 2, "empty has no valid catalogc.yaml"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED)
def test_what_is_refused(project, arguments, code, message):
    empty = changes.git(project.folder, "commit-tree", "-m", "empty", EMPTY_TREE)
    changes.git(project.folder, "branch", "--force", "empty", empty)
    done = inside("gate", *arguments, cwd=project.catalog)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def test_history_that_is_missing(project, tmp_path):
    """A shallow clone cannot tell what the change brings."""
    project.change(changes.change_workflow)
    workspace = project.merged(tmp_path / "workspace", depth=1)
    changes.git(workspace, "fetch", "--quiet", "--depth=1", "origin", "main:main")
    done = gate(workspace)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "this clone is too shallow" in done.stderr
