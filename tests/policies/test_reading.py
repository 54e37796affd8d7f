"""Files of policies: what is read from them, and what is said of those that cannot be used."""

import pytest

from catalogc.check.policies import read_policies
from catalogc.discover.listing import refused_file
from catalogc.files import Repository
from catalogc.model.finding import Severity
from catalogc.parse.document import parse_document, parse_documents
from catalogc.rules.shared.of_catalog import policy_rules
from catalogc.sources import Sources
from repository import place, write

VAP = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {{name: {name}{notes}}}
spec:
  {kind}matchConstraints: {{resourceRules: {rules}}}
  validations: [{{expression: "true"}}]
"""
RULES = "[{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]"
BINDING = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {{name: {name}}}
spec: {{policyName: {name}, validationActions: [{actions}]{ref}}}
"""
OWN = """\
apiVersion: catalogc.dev/v1
kind: Policy
metadata: {{name: {name}}}
spec: {{{spec}}}
"""
VALID = "validations: [{expression: 'true'}]"
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: limits}\n"


def vap(name="p", notes="", kind="", actions="Deny", ref="", bound=True):
    notes = f", annotations: {{{notes}}}" if notes else ""
    text = VAP.format(name=name, notes=notes, kind=kind, rules=RULES)
    return text + ("---\n" + BINDING.format(name=name, actions=actions, ref=ref) if bound else "")


def own(name="p", spec=VALID):
    return OWN.format(name=name, spec=spec)


PARAM_KIND = "paramKind: {apiVersion: v1, kind: ConfigMap}\n  "
REF = ", paramRef: {name: %s, parameterNotFoundAction: Deny}"

# Name, files, findings.
CASES = [
    ("a policy over a rule", {"a": own("x", "rule: gpu-capacity")}, []),
    ("expressions", {"a": own()}, []),
    ("a policy of Kubernetes", {"a": vap()}, []),
    ("in two files", {"a": vap(bound=False), "b": vap().partition("---\n")[2]}, []),
    ("v1beta1", {"a": vap().replace("io/v1\n", "io/v1beta1\n")}, []),
    ("with parameters", {"a": vap(kind=PARAM_KIND, ref=REF % "limits"), "b": CONFIG_MAP}, []),
    ("a test is no policy", {"a": own().replace("Policy", "PolicyTest")}, []),
    ("tests are not read", {"tests/a": "kind: [\n"}, []),
    ("neither rule nor expressions", {"a": own(spec="owner: me")}, ["a:4:1-4:5 missing-field"]),
    ("an unknown key", {"a": own(spec=VALID + ", levl: {}")}, ["a:4:45-4:49 unknown-field"]),
    (
        "no expression",
        {"a": own(spec="validations: [{message: x}]")},
        ["a:4:22-4:34 missing-field"],
    ),
    (
        "a field that is no path",
        {"a": own(spec="validations: [{expression: 'true', field: 'a..b'}]")},
        ["a:4:50-4:56 invalid-policy"],
    ),
    ("a rule that there is not", {"a": own(spec="rule: gpu")}, ["a:4:14-4:17 unknown-rule"]),
    ("the name of a rule", {"a": own("gpu-capacity")}, ["a:3:18-3:30 invalid-policy"]),
    ("a name twice", {"a": own(), "b": vap()}, ["b:3:18-3:19 invalid-policy"]),
    (
        "a name twice among rules",
        {"a": own(spec="rule: shell"), "b": own(spec="rule: option")},
        ["b:3:18-3:19 invalid-policy"],
    ),
    (
        "a binding of no policy",
        {"a": BINDING.format(name="q", actions="Deny", ref="")},
        ["a:4:20-4:21 invalid-policy"],
    ),
    ("no binding", {"a": vap(bound=False)}, ["a:3:18-3:19 invalid-policy warning"]),
    ("Deny and Warn", {"a": vap(actions="Deny, Warn")}, ["a:11:42-11:54 invalid-policy"]),
    (
        "parameters that there are not",
        {"a": vap(kind=PARAM_KIND, ref=REF % "limit"), "b": CONFIG_MAP},
        ["a:12:67-12:72 invalid-policy"],
    ),
    (
        "no reference to parameters",
        {"a": vap(kind=PARAM_KIND), "b": CONFIG_MAP},
        ["a:12:1-12:5 invalid-policy"],
    ),
    (
        "a reference without a kind",
        {"a": vap(ref=REF % "limits")},
        ["a:11:50-11:58 invalid-policy"],
    ),
    ("a kind that nobody takes", {"a": CONFIG_MAP}, ["a:2:7-2:16 invalid-policy"]),
    (
        "another kind of admission",
        {"a": "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingAdmissionPolicy\n"},
        ["a:2:7-2:30 invalid-policy"],
    ),
    (
        "an unknown annotation",
        {"a": vap(notes="catalogc.dev/levels: error")},
        ["a:3:35-3:54 invalid-policy"],
    ),
    (
        "an unknown level",
        {"a": vap(notes="catalogc.dev/level-default: high")},
        ["a:3:63-3:67 invalid-policy"],
    ),
    ("annotations of others", {"a": vap(notes="example.com/levels: x")}, []),
    (
        "an unknown key of Kubernetes",
        {"a": vap().replace("  validations:", "  validation:")},
        ["a:6:3-6:13 unknown-field", "a:4:1-4:5 missing-field"],
    ),
    ("nothing", {"a": ""}, ["a:1:1-1:1 wrong-type"]),
    ("a list", {"a": "[]\n"}, ["a:1:1-1:3 wrong-type"]),
]


def read(folder, files):
    write(folder, {f"policies/{name}.yaml": text for name, text in files.items()})
    sources = Sources(Repository(folder, {}), parse_document, parse_documents, refused_file)
    return read_policies([f"policies/{name}.yaml" for name in files], sources)


@pytest.mark.parametrize(("files", "expected"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_findings(tmp_path, files, expected):
    found = [
        f"{place(item).removeprefix('policies/').replace('.yaml', '')} {item.rule}"
        + (" warning" if item.severity is Severity.WARNING else "")
        for item in read(tmp_path, files).findings
    ]
    assert found == expected


def test_what_a_policy_of_kubernetes_says_of_itself(tmp_path):
    notes = (
        "catalogc.dev/owner: 'group:default/web', catalogc.dev/description: 'No x. More.', "
        "catalogc.dev/remediation: drop x, catalogc.dev/level-production: warning, "
        "catalogc.dev/waivable: 'false'"
    )
    (policy,) = read(tmp_path, {"a": vap(notes=notes)}).value.admission
    terms = policy.terms
    assert (terms.owner, terms.remediation, terms.waivable) == (
        "group:default/web",
        "drop x",
        False,
    )
    assert (terms.production, terms.default) == (Severity.WARNING, None)
    rule = policy_rules((), (policy,))["p"]
    assert (rule.summary, rule.severity) == ("no x", Severity.ERROR)
    assert rule.rationale == "No x. More. drop x."


@pytest.mark.parametrize(
    ("actions", "severity"),
    [("Deny", "error"), ("Warn", "warning"), ("Audit", "info"), ("Warn, Audit", "warning")],
)
def test_actions_are_severities(tmp_path, actions, severity):
    (policy,) = read(tmp_path, {"a": vap(actions=actions)}).value.admission
    assert policy_rules((), (policy,))["p"].severity == severity


def test_match_becomes_a_condition(tmp_path):
    spec = "match: {environments: [prod], production: true}, " + VALID
    (policy,) = read(tmp_path, {"a": own(spec=spec)}).value.expressions
    (condition,) = policy.spec["matchConditions"]
    expected = 'environment.name in ["prod"] && environment.production == true'
    assert condition == {"name": "match", "expression": expected}


def test_parameters_come_to_their_policy(tmp_path):
    files = {"a": vap(kind=PARAM_KIND, ref=REF % "limits"), "b": CONFIG_MAP, "c": vap("q")}
    first, second = read(tmp_path, files).value.admission
    assert [item.data["metadata"]["name"] for item in first.params] == ["limits"]
    assert second.params == ()
    assert [item.data["metadata"]["name"] for item in second.bindings] == ["q"]
