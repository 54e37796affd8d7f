"""Policies of expressions in a run: findings, levels, waivers, and the commands that know them."""

import json
import time

import pytest

from cli.in_process import inside
from cli.run import catalogc
from repository import make_repository, write, written
from tools import ROOT

LEAF = "catalog/web/shop/prod.yaml"
TEXT = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: {environment}
container:
  image: {{repository: {image}, tag: 1.4.2}}
  port: 8080
  replicas: {replicas}
"""
POLICY = "policies/replica-limit.yaml"
CASES_OF_IT = "policies/tests/replica-limit.yaml"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = make_repository(tmp_path_factory.mktemp("enforced"), expressions=True)
    for path in (folder / "policies" / "admission").glob("*.yaml"):
        if path.stem not in ("host-access", "trusted-registries"):
            path.unlink()  # a run that compiles fewer policies is quicker
    return folder


def leaf(environment="prod", image="registry.example.com/shop", replicas=3):
    return {LEAF: TEXT.format(environment=environment, image=image, replicas=replicas)}


def lint(root, files, *arguments):
    """Return rule, severity and place of each finding, and the exit code."""
    with written(root, files):
        run = inside("lint", "--format", "json", *arguments, cwd=root)
    findings = json.loads(run.stdout)["findings"] if run.stdout else []
    return [_line(finding) for finding in findings], run.returncode


def _line(finding):
    return "{rule} {severity} {path}:{line}".format_map(finding)


LEVELS = "lint: {levels: {replica-limit: info}}\nsecretStores:"

# Name, leaf, further files, arguments, findings, exit code.
CASES = [
    ("as agreed", leaf(), {}, [], [], 0),
    ("too many replicas", leaf(replicas=21), {}, [], [f"replica-limit error {LEAF}:8"], 1),
    (
        "another environment",
        leaf("dev", replicas=6),
        {},
        [],
        [f"replica-limit warning {LEAF}:8"],
        0,
    ),
    (
        "a foreign registry",
        leaf(image="quay.io/x/shop"),
        {},
        [],
        [f"trusted-registries error {LEAF}:6"],
        1,
    ),
    (
        "not rendered",
        leaf(image="quay.io/x/shop", replicas=21),
        {},
        ["--no-render"],
        [f"replica-limit error {LEAF}:8"],
        1,
    ),
    ("ignored", leaf(replicas=21), {}, ["--ignore", "replica-limit"], [], 0),
    (
        "selected",
        leaf(image="quay.io/x/shop", replicas=21),
        {},
        ["--select", "trusted-registries"],
        [f"trusted-registries error {LEAF}:6"],
        1,
    ),
    (
        "waived",
        leaf(replicas="21 # catalogc: ignore[replica-limit] reason=agreed"),
        {},
        [],
        [],
        0,
    ),
    (
        "a binding that warns",
        leaf(image="quay.io/x/shop"),
        {"policies/admission/trusted-registries.yaml": ("[Deny]", "[Warn]")},
        [],
        [f"trusted-registries warning {LEAF}:6"],
        0,
    ),
    (
        "a level of catalogc.yaml",
        leaf(replicas=21),
        {"catalogc.yaml": ("secretStores:", LEVELS)},
        [],
        [f"replica-limit info {LEAF}:8"],
        0,
    ),
    (
        "what is not known of the leaf",
        leaf(),
        {POLICY: ("values.?container.replicas.orValue(1) <=", "values.container.nothing <=")},
        [],
        [f"replica-limit error {LEAF}:8"],
        1,
    ),
    (
        "what does not compile",
        leaf(),
        {POLICY: ("<= variables.limit", "<= variables.limits")},
        [],
        [f"invalid-policy error {POLICY}:14"],
        2,
    ),
]


@pytest.mark.parametrize(
    ("leaves", "changes", "arguments", "expected", "code"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_findings(root, leaves, changes, arguments, expected, code):
    changed = {
        path: (root / path).read_text("utf-8").replace(*change) for path, change in changes.items()
    }
    assert lint(root, leaves | changed, *arguments) == (expected, code)


def test_a_finding_names_its_policy_and_remedy(root):
    with written(root, leaf(replicas=21)):
        run = catalogc("lint", cwd=root)
    assert "container.replicas is 21, and prod allows 20" in run.stdout
    assert f"policy: {POLICY}:14" in run.stdout
    assert "help: ask for fewer replicas, or have the limit raised" in run.stdout


def endless(name, condition="true"):
    """A policy that compares 10 ** 12 texts."""
    wide = [{"name": "v0", "expression": "[values.serviceName]"}]
    for depth in range(12):
        again = ", ".join([f"variables.v{depth}"] * 10)
        wide.append({"name": f"v{depth + 1}", "expression": f"dyn([{again}])"})
    spec = {
        "matchConditions": [{"name": "asked", "expression": condition}],
        "variables": wide,
        "validations": [{"expression": "variables.v12 == variables.v12.map(x, x)"}],
    }
    head = f"apiVersion: catalogc.dev/v1\nkind: Policy\nmetadata: {{name: {name}}}\n"
    return {f"policies/{name}.yaml": f"{head}spec: {json.dumps(spec)}\n"}


def test_policies_without_an_end_are_named(root):
    names = ["endless", "eternal"]
    policies = {path: text for name in names for path, text in endless(name).items()}
    started = time.monotonic()
    found, code = lint(root, leaf(replicas=21) | policies)
    seconds = time.monotonic() - started
    assert found == [
        f"replica-limit error {LEAF}:8",
        *(f"policy-error error policies/{name}.yaml:3" for name in names),
    ]
    assert code == 2
    assert seconds < 12 * len(names)  # alone on a machine, a third of that


def test_loops_within_loops_are_refused(root):
    loops = "values.serviceName == ''"
    for name in "abcdefgh":
        loops = f"[1,2,3,4,5,6,7,8,9,10].all({name}, {name} > 100 || ({loops}) || {name} > 0)"
    text = "apiVersion: catalogc.dev/v1\nkind: Policy\nmetadata: {{name: loops}}\nspec:\n"
    text = text.format() + f"  validations: [{{expression: {json.dumps(loops)}}}]\n"
    with written(root, leaf() | {"policies/loops.yaml": text}):
        run = inside("lint", cwd=root)
    assert run.returncode == 1
    assert "it takes more steps than the engine allows" in run.stdout


def test_other_commands_know_policies(root):
    rules = json.loads(catalogc("rules", "--format", "json", cwd=root).stdout)["rules"]
    names = {rule["rule"] for rule in rules}
    assert {"trusted-registries", "replica-limit", "gpu-capacity"} <= names
    assert "Pods stay off their node." in inside("explain", "host-access", cwd=root).stdout
    unknown = inside("lint", "--select", "host-acces", cwd=root)
    assert (unknown.returncode, "did you mean host-access?" in unknown.stderr) == (2, True)


def test_sarif_describes_a_policy(root):
    with written(root, leaf(replicas=21)):
        log = json.loads(inside("lint", "--format", "sarif", cwd=root).stdout)
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "replica-limit"
    assert rule["fullDescription"]["text"].startswith("A leaf asks for no more replicas")


def test_namespace_labels_come_from_the_inventory(root):
    path = "policies/admission/host-access.yaml"
    text = (root / path).read_text("utf-8")
    selector = "  matchConstraints:\n    namespaceSelector: {matchLabels: {team: web}}\n"
    text = text.replace("  matchConstraints:\n", selector)
    text = text.replace("!variables.pod.?hostIPC.orValue(false)", "false")
    cluster = "catalog/clusters/prod-gpu.yaml"
    known = (
        (root / cluster)
        .read_text("utf-8")
        .replace("  nodePools:", "  namespaces: {web: {labels: {team: web}}}\n  nodePools:")
    )
    assert lint(root, leaf() | {path: text})[0] == [f"host-access info {LEAF}:2"]
    found, _ = lint(root, leaf() | {path: text, cluster: known})
    assert {item.rpartition(" ")[0] for item in found} == {"host-access error"}
    other = known.replace("team: web", "team: ml")
    assert lint(root, leaf() | {path: text, cluster: other}) == ([], 0)


@pytest.fixture
def tested(tmp_path):
    """A repository with two policies."""
    folder = make_repository(tmp_path, expressions=True)
    for path in (folder / "policies").rglob("*.yaml"):
        if path.stem not in ("replica-limit", "vault-path"):
            path.unlink()
    return folder


def test_every_policy_has_cases_that_hold():
    run = catalogc("policy", "test", "--format", "json", cwd=ROOT)
    result = json.loads(run.stdout)
    assert [case for case in result["cases"] if case["reason"]] == []
    assert (run.returncode, result["summary"]["untested"]) == (0, [])
    expected = {}
    for case in result["cases"]:
        expected.setdefault(case["policy"], set()).add(case["expect"])
    assert len(expected) >= 15
    assert [name for name, said in expected.items() if not {"pass", "fail"} <= said] == []


CASE = """\
apiVersion: catalogc.dev/v1
kind: PolicyTest
metadata: {name: %s}
spec:
  cases:
    - name: first
      expect: %s
      leaf: {workloadType: BASIC_CONTAINER_LOAD, container: {replicas: 21}}
"""


def test_a_wrong_expectation_is_told_with_its_line(tested):
    write(tested, {"policies/tests/replica-limit.yaml": CASE % ("replica-limit", "pass")})
    run = inside("policy", "test", "policies/tests/replica-limit.yaml", cwd=tested)
    assert run.returncode == 1
    assert run.stdout.splitlines()[0] == (
        "policies/tests/replica-limit.yaml:6:13: replica-limit, first: expected pass, got fail: "
        "container.replicas is 21, and dev allows 5"
    )


def test_cases_of_no_policy_are_an_error(tested):
    write(tested, {"policies/tests/x.yaml": CASE % ("replica-limits", "pass")})
    run = inside("policy", "test", cwd=tested)
    assert run.returncode == 2
    assert "there is no policy replica-limits to test" in run.stderr
    assert "did you mean replica-limit?" in run.stderr


def test_what_does_not_compile_fails_also_without_cases(tested):
    (tested / "policies/tests/replica-limit.yaml").unlink()
    text = (tested / POLICY).read_text("utf-8")
    write(tested, {POLICY: text.replace("<= variables.limit", "<= variables.limits")})
    run = inside("policy", "test", cwd=tested)
    assert run.returncode == 1
    assert "policy replica-limit does not compile: " in run.stdout
    result = json.loads(inside("policy", "test", "--format", "json", cwd=tested).stdout)
    assert [item["policy"] for item in result["broken"]] == ["replica-limit"]


@pytest.mark.parametrize("verb", ["test", "list"])
def test_what_cannot_be_read_is_told_with_its_place(tested, verb):
    write(tested, {POLICY: "a: [\n"})
    run = inside("policy", verb, cwd=tested)
    assert (run.returncode, run.stdout) == (2, "")
    lines = run.stderr.splitlines()
    assert [line for line in lines if " --> " in line] == [
        f" --> {POLICY}:2:1",
        f" --> {CASES_OF_IT}:3:18",
    ]
    assert lines[-3:] == [
        "",
        "catalogc: the policies cannot be read",
        "  = help: correct what is reported above",
    ]


def test_a_policy_without_cases_is_told(tested):
    (tested / "policies/tests/replica-limit.yaml").unlink()
    run = inside("policy", "test", cwd=tested)
    assert run.returncode == 0
    assert "policy replica-limit has no cases" in run.stdout
