"""The verbs: exit codes, output, determinism; where the process counts, as installed."""

import json
import random
import shutil
import subprocess

import pytest

from catalogc import __version__
from cli.conftest import web_leaf
from cli.in_process import inside
from cli.run import CATALOGC, catalogc, tree
from repository import write
from tools import ROOT


def test_version(tmp_path):
    assert catalogc("--version", cwd=tmp_path).stdout == f"catalogc {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["lint"], 2, "there is no catalogc.yaml here or in a parent folder"),
        (["lint", "--nope"], 2, "No such option"),
        (["nope"], 2, "No such command"),
        (["lint", "nope.yaml"], 2, "does not exist"),
        (["lint", "--root", "nope"], 2, "does not exist"),
    ],
)
def test_usage_errors(tmp_path, arguments, code, said):
    for run in (catalogc, inside) if arguments == ["nope"] else (inside,):
        result = run(*arguments, cwd=tmp_path)
        assert result.returncode == code
        assert said in result.stderr
        assert result.stdout == ""


def test_build_check_and_drift(repository):
    first = catalogc("build", cwd=repository)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "2 Applications in 2 environments" in first.stdout
    assert inside("check", cwd=repository).returncode == 0
    assert "up to date" in inside("build", cwd=repository).stdout

    service = repository / "rendered/dev/manifests/web/one/service-one.yaml"
    service.write_text(service.read_text("utf-8").replace("port: 80", "port: 81"), "utf-8")
    drift = catalogc("check", "--format", "concise", cwd=repository)
    assert drift.returncode == 1
    assert "rendered/dev/manifests/web/one/service-one.yaml:" in drift.stdout
    assert "[drift]" in drift.stdout
    service.unlink()
    assert inside("check", cwd=repository).returncode == 1
    assert inside("build", cwd=repository).returncode == 0
    assert inside("check", cwd=repository).returncode == 0


def test_a_build_of_one_environment_leaves_the_others(repository):
    assert inside("build", "--env", "dev", cwd=repository).returncode == 0
    assert sorted(path.name for path in (repository / "rendered").iterdir()) == ["dev"]
    refused = inside("build", "--env", "staging", cwd=repository)
    assert refused.returncode == 2
    assert "no leaf is in environment staging" in refused.stderr


def test_a_foreign_folder_is_refused(repository):
    write(repository, {"rendered/dev/notes.txt": "mine\n"})
    result = inside("build", cwd=repository)
    assert result.returncode == 3
    assert "was not written by catalogc" in result.stderr
    assert tree(repository / "rendered") == {"dev/notes.txt": b"mine\n"}


@pytest.mark.parametrize("output", [".", "..", "catalog", "catalog/web", "charts/x"])
def test_sources_are_never_written_over(repository, output):
    before = tree(repository)
    result = inside("build", "--output", output, cwd=repository)
    assert result.returncode == 3
    assert "overlap" in result.stderr
    assert tree(repository) == before


def test_mass_deletion_needs_its_number(repository):
    names = [f"svc{number}" for number in range(6)]
    write(repository, {f"catalog/web/{name}/dev.yaml": web_leaf(name) for name in names})
    assert inside("build", cwd=repository).returncode == 0
    before = tree(repository / "rendered")
    for name in names[:4]:
        shutil.rmtree(repository / "catalog/web" / name)
    refused = inside("build", cwd=repository)
    assert refused.returncode == 1
    assert "--allow-delete 4" in refused.stderr
    assert tree(repository / "rendered") == before
    assert inside("build", "--allow-delete", "4", cwd=repository).returncode == 0
    assert not (repository / "rendered/dev/argocd/apps/web/svc0.yaml").exists()


def test_zero_leaves_delete_nothing(repository):
    assert inside("build", cwd=repository).returncode == 0
    before = tree(repository / "rendered")
    shutil.rmtree(repository / "catalog/web")
    refused = inside("build", cwd=repository)
    assert refused.returncode == 1
    assert tree(repository / "rendered") == before


def test_lint_of_some_paths_shows_their_findings_alone(repository):
    write(
        repository,
        {
            "catalog/web/bad/dev.yaml": "a: b: c\n",
            "catalog/web/worse/dev.yaml": web_leaf("worse").replace("9898", "many"),
        },
    )
    clean = inside("lint", "catalog/web/one/dev.yaml", cwd=repository)
    assert clean.returncode == 0
    bad = inside("lint", "bad", "--format", "json", cwd=repository / "catalog/web")
    assert [item["rule"] for item in json.loads(bad.stdout)["findings"]] == ["syntax-error"]
    everything = inside("lint", "catalogc.yaml", "--format", "json", cwd=repository)
    assert len(json.loads(everything.stdout)["findings"]) == 2


def test_fail_on_warning(repository):
    write(
        repository,
        {"catalog/web/one/dev.yaml": web_leaf("one") + "podDisruptionBudget: {enabled: no}\n"},
    )
    assert inside("lint", cwd=repository).returncode == 0
    assert catalogc("lint", "--fail-on", "warning", cwd=repository).returncode == 1


def test_colour_is_for_terminals_and_those_who_ask(repository):
    write(repository, {"catalog/web/bad/dev.yaml": "a: b: c\n"})
    assert "\x1b[" not in inside("lint", cwd=repository).stdout
    forced = catalogc("lint", cwd=repository, environment={"FORCE_COLOR": "1"})
    assert "\x1b[" in forced.stdout


def test_a_closed_pipe_is_no_traceback(repository):
    write(repository, {"catalog/web/bad/dev.yaml": "a: b: c\n"})
    result = subprocess.run(
        f"{CATALOGC} lint | head -c 1",
        shell=True,
        cwd=repository,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert result.stderr == ""


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The run that builds the sample catalog, in order, with one worker; and what it wrote."""
    output = tmp_path_factory.mktemp("sample") / "rendered"
    result = catalogc(
        "build",
        "--jobs",
        "1",
        "--format",
        "json",
        "--output",
        output,
        cwd=ROOT,
        environment={"PYTHONHASHSEED": "0"},
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result, output


def copy_shuffled(root):
    """Copy the sample catalog; folders list their entries in order of creation."""
    names = ("catalogc.yaml", ".cat", "catalog", "charts", "policies")
    files = [
        path
        for name in names
        for path in ([ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*"))
        if path.is_file()
    ]
    random.Random(1).shuffle(files)
    for path in files:
        target = root / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def modes(folder):
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777
        for path in folder.rglob("*")
    }


def test_output_is_the_same_however_it_is_made(sample, tmp_path):
    """Runs, workers, file order, locale, time zone, hash seed, umask, folder: one tree."""
    _, output = sample
    root = tmp_path / "b/deeper"
    copy_shuffled(root)
    otherwise = {"LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    result = catalogc("build", "--jobs", "2", cwd=root, environment=otherwise, umask=0o077)
    assert result.returncode == 0, result.stdout + result.stderr
    assert tree(root / "rendered") == tree(output)
    assert modes(root / "rendered") == modes(output)
    assert set(modes(output).values()) <= {0o755, 0o644}


def test_a_umask_that_takes_nothing_away_gives_no_rights(repository):
    assert catalogc("build", cwd=repository, umask=0o000).returncode == 0
    assert set(modes(repository / "rendered").values()) == {0o755, 0o644}


def test_the_committed_sample_is_what_a_build_writes(sample):
    """Golden tree: ``make accept`` rewrites it; a diff is then reviewed in git."""
    assert tree(sample[1]) == tree(ROOT / "rendered")


def test_the_sample_is_as_large_as_promised(sample):
    leaves = [path for path in (ROOT / "catalog").rglob("*.yaml") if path.name != "_defaults.yaml"]
    clusters = list((ROOT / "catalog/clusters").glob("*.yaml"))
    assert len(leaves) - len(clusters) >= 15
    assert len(clusters) == 2
    assert len(list((ROOT / "rendered").iterdir())) == 3
    report = json.loads(sample[0].stdout)
    assert {item["rule"] for item in report["findings"]} == {
        "model-revision",
        "moved-field",
        "probe-delay",
    }
    assert {item["severity"] for item in report["findings"]} == {"warning"}
