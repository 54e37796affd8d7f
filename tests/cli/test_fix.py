"""``lint --fix``, ``--unsafe-fixes`` and ``--diff`` from the command line."""

import json
import shutil
import subprocess
import textwrap

import pytest

from cli.conftest import web_leaf
from cli.in_process import inside
from cli.run import catalogc, tree
from repository import make_repository, write
from tools import ROOT

FLAT = "catalog/ml-team/my-llm-service/prod.yaml"
LEAF = """\
workloadType: ML_INFERENCE_LOAD
serviceName: {name}
serviceCatalog: ml-team
namespace: ml-inference
environment: prod
model: {{id: meta-llama/Llama-3.2-1B, revision: 4e20de362430cd3b72f300e6b0f18e50e7166e08}}
vault: {{hfTokenPath: /secret/shared/huggingface/token}}
inference:
  image: {{repository: ghcr.io/huggingface/text-generation-inference, tag: 2.4.0}}
"""
LIMITS = 'resources: {limits: {cpu: "4", memory: 16Gi}, requests: {cpu: "2", memory: 8Gi}}\n'
LEFT = (
    "catalog/ml-team/_defaults.yaml was left as it is: "
    "leaves that read it, too, have no such finding."
)
MOVED = ("--select", "moved-field")
FAST = ("lint", "--no-render", "--format", "concise", *MOVED)


@pytest.fixture
def flat(tmp_path):
    """The flat leaf of the sample catalog."""
    return make_repository(tmp_path / "repository", {FLAT: (ROOT / FLAT).read_text("utf-8")})


def test_fix_moves_what_has_moved_and_reports_what_is_left(flat):
    path = flat / FLAT
    path.chmod(0o640)
    write(flat, {"catalog/web/one/dev.yaml": web_leaf("one") + "  tset: 1\n"})
    result = catalogc(*FAST, "--fix", cwd=flat)
    assert result.stderr == "Fixed 5 findings in 1 file.\n"
    assert result.returncode == 1
    assert "[unknown-field]" in result.stdout
    assert "moved-field" not in result.stdout
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_text("utf-8").splitlines()[15:25] == [
        "",
        "inference:",
        "  maxInputLength: 2048",
        "  maxTotalTokens: 4096",
        "",
        "container:",
        "  image:",
        "    repository: 'ghcr.io/huggingface/text-generation-inference'",
        "    tag: '2.4.0'",
        "  port: 8080",
    ]
    before = tree(flat / "catalog")
    again = inside(*FAST, "--fix", cwd=flat)
    assert again.stderr == "Fixed 0 findings in 0 files.\n"
    assert tree(flat / "catalog") == before


def test_what_is_rendered_stays_the_same(flat):
    assert inside("build", cwd=flat).returncode == 0
    before = tree(flat / "rendered/prod/manifests")
    fixed = inside("lint", "--fix", *MOVED, cwd=flat)
    assert (fixed.returncode, fixed.stderr) == (0, "Fixed 5 findings in 1 file.\n")
    assert fixed.stdout.startswith("1 leaf and its ")
    assert inside("build", cwd=flat).returncode == 0
    assert tree(flat / "rendered/prod/manifests") == before


def test_diff_changes_nothing_and_can_be_applied(flat):
    before = tree(flat)
    shown = catalogc(*FAST, "--diff", "--fix", cwd=flat)
    assert shown.returncode == 1
    assert shown.stderr == "Would fix 5 findings in 1 file.\n"
    assert shown.stdout.startswith(f"--- a/{FLAT}\n+++ b/{FLAT}\n@@ ")
    assert tree(flat) == before
    subprocess.run(
        [shutil.which("git"), "apply", "-"], input=shown.stdout, text=True, cwd=flat, check=True
    )
    applied = (flat / FLAT).read_bytes()
    write(flat, {FLAT: (ROOT / FLAT).read_text("utf-8")})
    inside(*FAST, "--fix", cwd=flat)
    assert (flat / FLAT).read_bytes() == applied
    clean = inside(*FAST, "--diff", cwd=flat)
    assert (clean.returncode, clean.stdout) == (0, "")
    assert clean.stderr == "Would fix 0 findings in 0 files.\n"


def test_diff_hides_secrets(flat):
    leaf = LEAF.format(name="a") + "  apiToken: hunter2hunter2\n"
    write(flat, {FLAT: leaf})
    shown = inside(*FAST, "--diff", cwd=flat)
    assert shown.returncode == 1
    assert "apiToken: ***" in shown.stdout
    assert "hunter2" not in shown.stdout + shown.stderr


def test_reports_name_the_option(flat):
    text = inside("lint", "--no-render", *MOVED, cwd=flat).stdout
    title = "move inference.image, inference.port and 3 more to their new places"
    assert text.count(f"= fix: {title} (--fix)\n") == 5
    assert text.endswith("5 warnings ([*] 5 fixable with --fix).\n")
    assert inside(*FAST, cwd=flat).stdout.count("[moved-field] [*]\n") == 5
    report = json.loads(inside("lint", "--no-render", "--format", "json", *MOVED, cwd=flat).stdout)
    (fix,) = report["findings"][0]["fixes"]
    assert (fix["title"], fix["applicability"]) == (title, "safe")
    assert [sorted(edit) for edit in fix["edits"]] == [
        ["column", "endColumn", "endLine", "line", "path", "replacement"]
    ] * len(fix["edits"])


def test_only_the_files_that_are_named_are_edited(flat):
    others = {
        "catalog/ml-team/_defaults.yaml": LIMITS,
        "catalog/ml-team/a/prod.yaml": LEAF.format(name="a"),
        "catalog/ml-team/b/prod.yaml": LEAF.format(name="b"),
    }
    write(flat, others)
    result = inside(*FAST, "--fix", "catalog/ml-team/a/prod.yaml", cwd=flat)
    assert result.stderr == "Fixed 1 finding in 1 file.\n"
    after = tree(flat / "catalog/ml-team")
    assert b"container:\n  image:" in after["a/prod.yaml"]
    assert after["b/prod.yaml"].decode() == others["catalog/ml-team/b/prod.yaml"]
    assert after["_defaults.yaml"].decode() == LIMITS


def test_each_layer_is_fixed_in_its_own_file(flat):
    files = {
        "catalog/ml-team/_defaults.yaml": f"# Shared.\n{LIMITS}",
        "catalog/ml-team/a/prod.yaml": LEAF.format(name="a"),
        FLAT: LEAF.format(name="my-llm-service"),
    }
    write(flat, files)
    assert inside("build", cwd=flat).returncode == 0
    before = tree(flat / "rendered/prod/manifests")
    result = inside(*FAST, "--fix", cwd=flat)
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == "Fixed 4 findings in 3 files.\n"
    after = (flat / "catalog/ml-team/_defaults.yaml").read_text("utf-8")
    assert after == f"# Shared.\ncontainer:\n  {LIMITS}"
    assert inside("build", cwd=flat).returncode == 0
    assert tree(flat / "rendered/prod/manifests") == before


def test_defaults_that_another_workload_reads_are_left(flat):
    shared = "healthCheck: {periodSeconds: 30}\n"
    other = web_leaf("web").replace("serviceCatalog: web", "serviceCatalog: ml-team")
    files = {"catalog/ml-team/_defaults.yaml": shared, "catalog/ml-team/web/dev.yaml": other}
    write(flat, files | {FLAT: LEAF.format(name="my-llm-service")})
    for option in ("--diff", "--fix"):
        result = inside(*FAST, option, cwd=flat)
        assert result.returncode == 1
        assert result.stderr.splitlines()[1:] == [LEFT]
    assert (flat / "catalog/ml-team/_defaults.yaml").read_text("utf-8") == shared


def test_a_leaf_inside_an_entity_is_fixed_there(flat):
    shutil.rmtree(flat / "catalog/ml-team")
    leaf = textwrap.indent(LEAF.format(name="inside"), "    ")
    entity = (
        "# An entity.\napiVersion: backstage.io/v1alpha1\nkind: Component\n"
        f"metadata: {{name: inside}}\nspec:\n  workload:\n{leaf}  owner: us\n"
    )
    path = flat / ".cat/backstage/inside.yaml"
    write(flat, {".cat/backstage/inside.yaml": entity})
    result = inside(*FAST, "--fix", cwd=flat)
    assert result.stderr == "Fixed 1 finding in 1 file.\n", result.stdout
    image = "image: {repository: ghcr.io/huggingface/text-generation-inference, tag: 2.4.0}"
    assert path.read_text("utf-8") == entity.replace("    inference:\n", "    container:\n")
    assert f"    container:\n      {image}\n  owner: us\n" in path.read_text("utf-8")


def test_links_are_never_written_through(flat, tmp_path):
    outside = tmp_path / "leaf.yaml"
    shutil.move(flat / FLAT, outside)
    before = outside.read_bytes()
    (flat / FLAT).symlink_to(outside)
    result = inside(*FAST, "--fix", cwd=flat)
    assert result.returncode == 1
    assert "[symlink]" in result.stdout
    assert outside.read_bytes() == before


@pytest.mark.parametrize("option", ["--fix", "--diff", "--unsafe-fixes"])
def test_a_broken_configuration_is_reported(flat, option):
    (flat / "catalogc.yaml").write_text("apiVersion: [", "utf-8")
    before = tree(flat)
    result = inside(*FAST, option, cwd=flat)
    assert result.returncode == 2
    assert result.stdout.startswith("catalogc.yaml:1:")
    assert tree(flat) == before
