"""``lint``: selection of rules, baseline, stdin, statistics, settings; the verbs about rules."""

import json

import pytest

from catalogc.rules import RULES
from cli.conftest import web_leaf
from cli.in_process import inside
from cli.run import catalogc, tree
from repository import write

BAD = web_leaf("bad") + "hpa: {enabled: true, minReplicas: 0}\n"
PHI = """\
workloadType: OLLAMA_INFERENCE_LOAD
serviceName: phi
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model: phi:latest
gpu: {count: 64}
"""


@pytest.fixture
def phi(repository):
    write(repository, {"catalog/ml-inference/phi/dev.yaml": PHI})
    return repository


def found(repository, *arguments, run=inside, **variables):
    """Lint without rendering, which none of these findings needs."""
    command = ["lint", "--no-render", "--format", "json", *arguments]
    result = run(*command, cwd=repository, environment=variables)
    content = json.loads(result.stdout)
    return result.returncode, sorted(item["rule"] for item in content["findings"]), content


def test_select_and_ignore(phi):
    assert found(phi)[:2] == (1, ["gpu-capacity", "model-revision"])
    assert found(phi, "--select", "model-revision")[:2] == (0, ["model-revision"])
    assert found(phi, "--ignore", "gpu-capacity,model-revision")[:2] == (0, [])


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_rule_that_does_not_exist(phi, option):
    result = inside("lint", option, "gpu-capacty", cwd=phi)
    assert result.returncode == 2
    assert "there is no rule gpu-capacty" in result.stderr
    assert "did you mean gpu-capacity?" in result.stderr


def test_mandatory_rules_run_whatever_is_selected(phi):
    write(phi, {"catalog/web/bad/dev.yaml": BAD})
    code, rules, _ = found(phi, "--select", "gpu-capacity")
    assert (code, rules) == (1, ["gpu-capacity", "invalid-value"])


def test_baseline(phi):
    made = catalogc("baseline", "create", cwd=phi)
    assert made.returncode == 0, made.stderr
    assert "2 findings are known from now on" in made.stderr
    code, rules, content = found(phi)
    assert (code, rules, content["summary"]["suppressed"]) == (0, [], 2)
    assert found(phi, "--no-baseline")[1] == ["gpu-capacity", "model-revision"]
    write(phi, {"catalog/ml-inference/qwen/dev.yaml": PHI.replace("phi", "qwen")})
    assert found(phi)[:2] == (1, ["gpu-capacity", "model-revision"])
    again = (phi / ".catalogc-baseline.json").read_bytes()
    assert inside("baseline", "create", cwd=phi).returncode == 0
    assert (phi / ".catalogc-baseline.json").read_bytes() != again


def test_the_baseline_leaves_out_what_must_be_corrected(phi):
    write(phi, {"catalog/web/bad/dev.yaml": BAD})
    made = inside("baseline", "create", cwd=phi)
    assert made.returncode == 1
    assert "invalid-value" in made.stdout
    assert found(phi)[1] == ["invalid-value"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "findings": []}', "\x00"])
def test_a_broken_baseline(phi, text):
    (phi / ".catalogc-baseline.json").write_text(text)
    result = inside("lint", cwd=phi)
    assert result.returncode == 2
    assert ".catalogc-baseline.json is not a baseline of version 1" in result.stderr


def test_waivers_end_by_the_clock_that_is_set(phi):
    waiver = "# catalogc: ignore-file[model-revision, gpu-capacity] until=2030-01-01 reason=demo\n"
    write(phi, {"catalog/ml-inference/phi/dev.yaml": PHI + waiver})
    assert found(phi, SOURCE_DATE_EPOCH="1893456000")[:2] == (0, [])
    code, rules, _ = found(phi, SOURCE_DATE_EPOCH="1893542400", run=catalogc)
    assert (code, rules) == (1, ["expired-waiver", "gpu-capacity", "model-revision"])


def test_an_invalid_waiver_is_a_usage_error(phi):
    write(phi, {"catalog/ml-inference/phi/dev.yaml": PHI + "# catalogc: ignore[gpu-capacity]\n"})
    result = inside("lint", "--format", "concise", cwd=phi)
    assert result.returncode == 2
    assert "catalog/ml-inference/phi/dev.yaml:8:1: error: a waiver needs a reason" in result.stdout


def test_a_malformed_policy_is_a_usage_error(phi):
    write(phi, {"policies/broken.yaml": "apiVersion: catalogc.dev/v1\nkind: Polcy\n"})
    result = inside("lint", "--format", "concise", cwd=phi)
    assert result.returncode == 2
    assert "policies/broken.yaml:2:7: error" in result.stdout


def stdin(repository, name, text, *arguments, run=inside):
    command = ["lint", "-", "--stdin-filename", name, "--format", "concise", *arguments]
    return run(*command, cwd=repository, stdin=text)


@pytest.mark.parametrize(
    "name", ["catalog/ml-inference/phi/dev.yaml", "catalog/ml-inference/new/dev.yaml"]
)
def test_stdin_stands_for_a_file(repository, name):
    before = tree(repository)
    result = stdin(repository, name, PHI, run=catalogc)
    assert result.returncode == 1
    assert f"{name}:7:14: error: gpu.count is 64" in result.stdout
    sound = PHI.replace("64", "1").replace("latest", "3.8b")
    assert stdin(repository, name, sound, "--no-render").stdout == ""
    assert tree(repository) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-"], "needs --stdin-filename"),
        (["-", "catalog", "--stdin-filename", "catalog/a.yaml"], "stands alone"),
        (["-", "--stdin-filename", "catalog/a.yaml", "--fix"], "never fixed"),
        (["--stdin-filename", "catalog/a.yaml"], "goes with PATH -"),
        (["-", "--stdin-filename", "../a.yaml"], "is not in the catalog repository"),
    ],
)
def test_stdin_is_refused(repository, arguments, said):
    result = inside("lint", *arguments, cwd=repository)
    assert result.returncode == 2
    assert said in result.stderr


def test_statistics(phi):
    result = inside("lint", "--statistics", cwd=phi)
    assert result.stdout.endswith("     1  gpu-capacity\n     1  model-revision\n")


def test_settings_tell_where_they_come_from(phi):
    config = phi / "catalogc.yaml"
    lines = config.read_text("utf-8").count("\n")
    config.write_text(
        config.read_text("utf-8") + "lint:\n  levels:\n    gpu-capacity: {default: info}\n", "utf-8"
    )
    result = inside("lint", "--show-settings", "--profile", "relaxed", cwd=phi)
    rows = {line.split()[0]: " ".join(line.split()) for line in result.stdout.splitlines()}
    assert rows["profile"] == "profile relaxed --profile"
    assert rows["gpu-capacity"] == (
        f"gpu-capacity error in production, else info catalogc.yaml:{lines + 3}"
    )
    assert rows["chart-repository"].endswith("cannot be switched off")
    assert rows["vault-path"].endswith("policies/vault-path.yaml:5")


def test_rules_and_explain(tmp_path):
    listed = catalogc("rules", "--format", "json", cwd=tmp_path)
    records = json.loads(listed.stdout)["rules"]
    assert [record["rule"] for record in records] == [rule.slug for rule in RULES]
    for record in records:
        page = catalogc("explain", record["rule"], cwd=tmp_path) if record is records[0] else None
        if page is not None:
            assert page.stdout.startswith(f"# {record['rule']}\n")
    text = inside("rules", cwd=tmp_path).stdout
    assert all(f"{rule.slug} " in text for rule in RULES)
    missing = inside("explain", "gpu-capacty", cwd=tmp_path)
    assert missing.returncode == 2
    assert "did you mean gpu-capacity?" in missing.stderr


def completed(repository, words, index):
    """What bash would be offered, as click's own protocol says it."""
    variables = {
        "_CATALOGC_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(index),
    }
    lines = catalogc(cwd=repository, environment=variables).stdout.splitlines()
    return [line.split(",", 1)[1] for line in lines]


def test_completion(repository):
    assert completed(repository, "catalogc lint --select gpu-", 3) == ["gpu-capacity"]
    assert completed(repository, "catalogc explain vault-p", 2) == ["vault-path"]
    assert "OLLAMA_INFERENCE_LOAD" in completed(repository, "catalogc new OLL", 2)
    assert completed(repository, "catalogc lint catalog/web/o", 2) == ["catalog/web/one/"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(tmp_path, shell):
    script = inside("completions", shell, cwd=tmp_path).stdout
    assert "_CATALOGC_COMPLETE" in script
