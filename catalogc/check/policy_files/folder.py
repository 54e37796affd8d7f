"""All documents of the policies folder, as policies."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogc.check.policy_files.admission import (
    Parts,
    admission_findings,
    admission_policies,
    kind_of,
)
from catalogc.check.policy_files.coded import coded_policy, rule_findings
from catalogc.check.policy_files.expressions import expression_policy, field_findings
from catalogc.check.policy_files.problems import invalid, twice
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome
from catalogc.model.policy import AdmissionPolicy, ExpressionPolicy, Policy
from catalogc.model.reader import DocumentReader
from catalogc.model.source import Location, get_in
from catalogc.rules import RULES_BY_SLUG
from catalogc.schemas.own import own_validator

TESTS = "tests"
"""The folder of test cases, which no run but that of ``catalogc policy test`` reads."""

OWN_API = "catalogc.dev/v1"
TEST_KIND = "PolicyTest"
_ADMISSION = "admissionregistration.k8s.io"
_SCHEMAS = {
    "ValidatingAdmissionPolicy": "admission-policy",
    "ValidatingAdmissionPolicyBinding": "admission-binding",
}


@dataclass(frozen=True, slots=True)
class Policies:
    """What a repository enforces: coded rules, expressions, and what a cluster is told too."""

    coded: tuple[Policy, ...] = ()
    expressions: tuple[ExpressionPolicy, ...] = ()
    admission: tuple[AdmissionPolicy, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each policy."""
        return (
            *(policy.name for policy in self.coded),
            *(policy.terms.name for policy in self.expressions),
            *(policy.terms.name for policy in self.admission),
        )


def read_policies(files: Iterable[str], reader: DocumentReader) -> Outcome[Policies]:
    """Read every policy file.

    Returns:
        The policies, also where findings are errors. One that its schema refuses is left out.
    """
    reading = _Reading()
    for path in files:
        if TESTS in path.split("/")[:-1]:
            continue
        outcome = reader.many(path)
        reading.findings.extend(outcome.findings)
        for document in outcome.value:
            if document.data is not None or len(outcome.value) == 1:
                reading.take(document)
    return Outcome(reading.policies(), tuple(reading.findings))


@dataclass(slots=True)
class _Reading:
    findings: list[Finding] = field(default_factory=list)
    coded: list[Policy] = field(default_factory=list)
    expressions: list[ExpressionPolicy] = field(default_factory=list)
    parts: dict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, Location] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def take(self, document: Document) -> None:
        """Sort a document by its kind."""
        version, kind = kind_of(document)
        if version.partition("/")[0] == _ADMISSION and kind in _SCHEMAS:
            self._take_admission(document, kind)
        elif version.partition("/")[0] == _ADMISSION:
            remedy = f"catalogc evaluates {' and '.join(_SCHEMAS)}"
            message = f"{kind or 'a document without kind'} is not evaluated offline"
            self.findings.append(invalid(document, ("kind",), message, remedy))
        elif version == OWN_API and kind == TEST_KIND:
            pass
        elif version == OWN_API or not (version and kind):
            self._take_own(document)
        else:
            self.parts["params"].append(document)

    def policies(self) -> Policies:
        """Put together what belongs together."""
        policies, bindings, params = (tuple(self.parts[name]) for name in (*_SCHEMAS, "params"))
        parts = Parts(policies, bindings, params, frozenset(self.refused))
        self.findings.extend(admission_findings(parts))
        return Policies(tuple(self.coded), tuple(self.expressions), admission_policies(parts))

    def _take_own(self, document: Document) -> None:
        problems = own_validator("policy").document_findings(document)
        self.findings.extend(problems)
        if problems:
            return
        if "rule" in document.data["spec"]:
            self._name(document, of_code=True)
            self.coded.append(coded_policy(document))
            self.findings.extend(rule_findings(document))
        elif self._name(document):
            self.expressions.append(expression_policy(document))
            self.findings.extend(field_findings(document))

    def _take_admission(self, document: Document, kind: str) -> None:
        problems = own_validator(_SCHEMAS[kind]).document_findings(document)
        self.findings.extend(problems)
        is_policy = kind == "ValidatingAdmissionPolicy"
        if not problems and (not is_policy or self._name(document)):
            self.parts[kind].append(document)
        elif is_policy:
            self.refused.add(str(get_in(document.data, ("metadata", "name"))))

    def _name(self, document: Document, *, of_code: bool = False) -> bool:
        """Book a policy's name; False, and a finding, where it is taken."""
        name = document.data["metadata"]["name"]
        other = self.names.setdefault(name, place := document.at(("metadata", "name")))
        if other is not place:
            self.findings.append(twice(name, document, other))
        elif not of_code and name in RULES_BY_SLUG:
            message = f"{name} is the name of a rule of catalogc"
            remedy = "choose another name: it is the rule of the policy's findings"
            self.findings.append(invalid(document, ("metadata", "name"), message, remedy))
        else:
            return True
        return False
