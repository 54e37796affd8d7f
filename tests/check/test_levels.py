"""Severity here: profiles, catalogc.yaml's levels by environment and path, the command line."""

import pytest

from catalogc.model.lint import LintRequest, Profile
from catalogc.pipeline import compile_catalog
from repository import make_repository, place, write

HEAD = """\
workloadType: OLLAMA_INFERENCE_LOAD
serviceName: phi
serviceCatalog: ml-inference
namespace: ml-workloads
environment: {environment}
model: phi:latest
gpu: {{count: 64}}
"""
LEAVES = {
    f"catalog/ml-inference/phi/{environment}.yaml": HEAD.format(environment=environment)
    for environment in ("dev", "prod")
}
PLAIN = {
    "dev": {"model-revision": "warning", "gpu-capacity": "error"},
    "prod": {"model-revision": "error", "gpu-capacity": "error"},
}

# Name, lint section of catalogc.yaml, what changes.
CASES = [
    ("nothing", "{}", {}),
    ("one level", "{levels: {gpu-capacity: warning}}", {
        "dev": {"gpu-capacity": "warning"}, "prod": {"gpu-capacity": "warning"},
    }),
    ("by environment", "{levels: {gpu-capacity: {default: info}}}", {
        "dev": {"gpu-capacity": "info"},
    }),
    ("only production", "{levels: {model-revision: {production: info}}}", {
        "prod": {"model-revision": "info"},
    }),
    ("off", "{levels: {gpu-capacity: 'off'}}", {
        "dev": {"gpu-capacity": None}, "prod": {"gpu-capacity": None},
    }),
    ("ignored", "{ignore: [model-revision]}", {
        "dev": {"model-revision": None}, "prod": {"model-revision": None},
    }),
    ("by path", "{paths: [{path: 'catalog/**/dev.yaml', ignore: [gpu-capacity]}]}", {
        "dev": {"gpu-capacity": None},
    }),
    ("a star is one folder", "{paths: [{path: 'catalog/*/dev.yaml', ignore: [gpu-capacity]}]}", {
    }),
    ("the path wins", """{
        levels: {gpu-capacity: info},
        paths: [{path: 'catalog/**', levels: {gpu-capacity: warning}}]
    }""", {
        "dev": {"gpu-capacity": "warning"}, "prod": {"gpu-capacity": "warning"},
    }),
]  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("levels"), LEAVES)


@pytest.fixture
def configure(root):
    file = root / "catalogc.yaml"
    before = file.read_text("utf-8")
    yield lambda text: file.write_text(f"{before}lint: {text}\n", "utf-8")
    file.write_text(before, "utf-8")


def judge(root, **request):
    return compile_catalog(
        root, prepare=None, select=lambda _: True, request=LintRequest(**request)
    )


def severities(result):
    found = {"dev": {}, "prod": {}}
    for finding in result.findings:
        if finding.leaf and finding.rule in PLAIN["dev"]:
            found[finding.leaf.environment][finding.rule] = finding.severity.value
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_levels(root, configure, case):
    _, text, changes = case
    configure(text)
    expected = {
        environment: {
            rule: level
            for rule, level in {**plain, **changes.get(environment, {})}.items()
            if level is not None
        }
        for environment, plain in PLAIN.items()
    }
    assert severities(judge(root)) == expected


def test_select_runs_nothing_else(root):
    found = judge(root, only=frozenset({"gpu-capacity"})).findings
    assert {finding.rule for finding in found} == {"gpu-capacity"}


def test_ignore_drops_findings(root):
    found = judge(root, ignore=frozenset({"gpu-capacity"})).findings
    assert {finding.rule for finding in found} & set(PLAIN["dev"]) == {"model-revision"}


@pytest.mark.parametrize("setting", ["ignore: [{}]", "select: [{}]", "levels: {{{}: info}}"])
def test_a_rule_that_does_not_exist(root, configure, setting):
    configure("{" + setting.format("gpu-capacty") + "}")
    finding = next(item for item in judge(root).findings if item.rule == "unknown-rule")
    assert finding.message == "there is no rule gpu-capacty"
    assert finding.label == "did you mean gpu-capacity?"
    assert place(finding).startswith("catalogc.yaml:")
    assert finding.location.text == "gpu-capacty"


@pytest.mark.parametrize(
    "text", ["{profile: lax}", "{levels: {gpu-capacity: fatal}}", "{ingore: []}"]
)
def test_malformed(root, configure, text):
    configure(text)
    result = judge(root)
    assert result.catalog is None
    assert {finding.location.file.path for finding in result.findings} == {"catalogc.yaml"}


def test_profiles_hold_each_other():
    assert [
        [outer.holds(inner) for inner in Profile] for outer in Profile
    ] == [[True, False, False], [True, True, False], [True, True, True]]  # fmt: skip


def test_the_baseline_knows_findings_also_after_lines_have_moved(root):
    from catalogc.model.finding import fingerprints

    known = frozenset(fingerprints(judge(root).findings))
    moved = {path: "# a new first line\n" + text for path, text in LEAVES.items()}
    write(root, moved)
    result = judge(root, baseline=known)
    write(root, LEAVES)
    assert result.findings == ()
    assert result.suppressed == len(known)


def test_what_cannot_be_switched_off_is_never_known(root):
    from catalogc.model.finding import fingerprints

    path = "catalog/ml-inference/phi/dev.yaml"
    write(root, {path: LEAVES[path] + "modle: x\n"})
    known = frozenset(fingerprints(judge(root).findings))
    result = judge(root, baseline=known)
    write(root, LEAVES)
    assert [finding.rule for finding in result.findings] == ["unknown-field"]
