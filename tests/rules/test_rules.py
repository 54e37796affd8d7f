"""Every rule's cases: a few files, and exactly the findings that they get."""

import ast
from pathlib import Path

import pytest
import yaml

import catalogc
from catalogc.fix.splice import splice
from catalogc.model.lint import LintRequest, Profile
from catalogc.parse.wording import _RULES as ANOMALIES
from catalogc.render.protocol import FailureKind
from catalogc.rules import RULES
from repository import lint, make_repository, place, written

FOLDER = Path(__file__).parent
PACKAGE = Path(catalogc.__file__).parent
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
NAMESPACES = {"ml-team": "ml-inference", "platform": "keda", "web": "web"}
LEAF = "catalog/case.yaml"
HEAD = """\
workloadType: {type}
serviceName: case
serviceCatalog: {catalog}
# A head of eight lines, shared by
# all cases, so that a case is short.
namespace: {namespace}
environment: {environment}
{vault}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize("case", CASES)
def test_findings(root, case):
    """Judge a case.

    ``tail`` is a leaf's text below the head, ``files`` are others by path, of which ``at`` is the
    one whose findings are written without its path, and ``outside: ignored`` leaves out those of
    other files; ``config`` is added to catalogc.yaml, and ``configured`` replaced in it (old: new);
    ``after`` is the tail that all fixes together make, and that has no finding of the first rule;
    ``profile`` and ``only`` are what a run may ask for. ``fixed`` is the line that the first fix
    of the first finding writes.
    """
    profile = Profile(case["profile"]) if "profile" in case else None
    only = frozenset(case.get("only", ()))
    request = LintRequest(profile=profile, only=only)
    files = _files(case) | {"catalogc.yaml": _config(root, case)}
    with written(root, files):
        findings = lint(root, request)
    if "after" in case:
        _check_after(root, files, request, findings, case)
    at = case.get("at", LEAF)
    if case.get("outside") == "ignored":
        findings = [item for item in findings if item.location.file.path == at]
    shown = [
        f"{place(item).removeprefix(at + ':')} {item.rule} {item.severity}" for item in findings
    ]
    assert shown == case.get("findings", [])
    if "message" in case:
        assert findings[0].message == case["message"]
    if "help" in case:
        assert findings[0].help == case["help"]
    if "related" in case:
        related = [place(label) for label in findings[0].related]
        assert related == case["related"]
    if "label" in case:
        assert findings[0].label == case["label"]
    if "fixed" in case:
        assert _fixed(findings[0]) == case["fixed"]
    if "not_shown" in case:
        assert case["not_shown"] not in findings[0].message + findings[0].help + findings[0].label


def _fixed(finding):
    """Write the one line that the first fix changes; nothing where there is no fix."""
    if not finding.fixes:
        return ""
    (file,) = splice(finding.fixes[:1]).files
    before, after = file.file.lines(), file.text.split("\n")
    ((number, line),) = [
        (number, new)
        for number, (old, new) in enumerate(zip(before, after, strict=True), 1)
        if old != new
    ]
    return f"{finding.fixes[0].applicability} {number}: {line}"


def _config(root, case):
    text = (root / "catalogc.yaml").read_text("utf-8")
    for old, new in case.get("configured", {}).items():
        assert old in text
        text = text.replace(old, new)
    return text + case.get("config", "")


def _check_after(root, files, request, findings, case):
    """Apply every fix; what they make gets no such finding, and so nothing more to fix."""
    spliced = splice(fix for finding in findings for fix in finding.fixes)
    [rewritten] = spliced.files
    assert rewritten.file.path == LEAF
    assert rewritten.text == _files(case | {"tail": case["after"]})[LEAF]
    with written(root, files | {LEAF: rewritten.text}):
        again = lint(root, request)
    assert findings[0].rule not in {finding.rule for finding in again}


def _files(case):
    files = dict(case.get("files", {}))
    if "tail" not in case:
        return files
    kind = case.get("type", "ML_INFERENCE_LOAD")
    vault = case.get("vault", "{hfTokenPath: /secret/shared/huggingface/token}")
    catalog = case.get("catalog", "ml-inference")
    head = HEAD.format(
        type=kind,
        catalog=catalog,
        namespace=case.get("namespace", NAMESPACES.get(catalog, "ml-workloads")),
        environment=case.get("environment", "dev"),
        vault=f"vault: {vault}" if kind == "ML_INFERENCE_LOAD" else "# no token",
    )
    return files | {LEAF: head + case["tail"]}


def test_every_rule_with_code_has_cases():
    named = {file.stem.replace("_", "-") for file in FOLDER.glob("*.yaml")}
    assert named == {rule.slug for rule in RULES if rule.check or rule.check_catalog}


def test_every_rule_is_the_module_of_its_name():
    for rule in RULES:
        module = rule.slug.replace("-", "_")
        assert (PACKAGE / "rules" / f"{module}.py").is_file()
        for function in filter(None, (rule.check, rule.check_catalog)):
            assert function.__module__ == f"catalogc.rules.{module}"


def test_rules_are_sorted():
    slugs = [rule.slug for rule in RULES]
    assert slugs == sorted(set(slugs))


def test_every_slug_that_is_reported_is_a_rule():
    found = {slug for path in PACKAGE.rglob("*.py") for slug in _slugs(path)}
    reported = {ANOMALIES.get(slug, slug) for slug in found}
    reported |= {kind.value for kind in FailureKind}
    assert reported >= {"tab", "encoding", "outside-root", "dns-name", "drift", "merge-key"}
    assert reported == {rule.slug for rule in RULES}


def _slugs(path):
    """Yield what a module's source gives to ``Finding`` and its like as the rule."""
    module = ast.parse(path.read_text("utf-8"))
    names = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    yield from _texts(names.get("SLUG"), names)
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        yield from _texts(_rule_argument(call), names)


# Where the rule stands among the arguments; others name it.
POSITIONS = {"Finding": 0, "Anomaly": 0, "FileRefused": 1, "_collision": 2, "_bad_target": 3}


def _rule_argument(call):
    """Return the expression that a call gives as the rule, if it is one of those."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name not in POSITIONS:
        return None
    keyword = next((item.value for item in call.keywords if item.arg == "rule"), None)
    position = POSITIONS[name]
    return keyword or (call.args[position] if len(call.args) > position else None)


def _texts(expression, names):
    """Yield the texts that an expression can be, as far as the source tells."""
    if isinstance(expression, ast.Name):
        expression = names.get(expression.id)
    if isinstance(expression, ast.IfExp):
        yield from _texts(expression.body, names)
        yield from _texts(expression.orelse, names)
    elif isinstance(expression, ast.Constant):
        yield expression.value
