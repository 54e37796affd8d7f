"""Policies: what an organisation enforces, as data over coded rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogc.model.document import Document
from catalogc.model.finding import Severity
from catalogc.model.source import Location

ACTION_SEVERITY = {"Deny": Severity.ERROR, "Warn": Severity.WARNING, "Audit": Severity.INFO}
"""What a finding weighs, by the ``validationActions`` of a binding; the strongest one first."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One ``policies/*.yaml``.

    Attributes:
        rule: slug of the coded rule that it switches on.
        location: where it is written; None for a rule that runs without a file.
        production: severity in environments marked production; None keeps the rule's own.
        default: severity in all other environments; None keeps the rule's own.
        waivable: whether a comment in a leaf may accept a finding.
        params: what the rule reads.
        remediation: the help of its findings where the rule has none.
    """

    name: str
    rule: str
    location: Location | None = None
    production: Severity | None = None
    default: Severity | None = None
    owner: str = ""
    remediation: str = ""
    waivable: bool = True
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a policy of expressions is enforced.

    Attributes:
        name: also the rule of its findings.
        location: where it is written: its name.
        production: severity in environments marked production; None keeps the policy's own.
        default: severity in all other environments; None keeps the policy's own.
        waivable: whether a comment in a leaf may accept a finding.
        remediation: the help of its findings.
    """

    name: str
    location: Location
    description: str = ""
    production: Severity | None = None
    default: Severity | None = None
    owner: str = ""
    remediation: str = ""
    waivable: bool = True


@dataclass(frozen=True, slots=True)
class ExpressionPolicy:
    """CEL expressions over a leaf and what it is rendered to.

    Attributes:
        document: the file, for the places of its expressions.
        spec: plain data: ``matchConditions``, ``variables``, ``validations``, ``params``.
    """

    terms: Terms
    document: Document
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AdmissionPolicy:
    """A Kubernetes ValidatingAdmissionPolicy with its bindings and their parameters.

    Attributes:
        document: the policy as written.
        bindings: each ValidatingAdmissionPolicyBinding that names it.
        params: the objects of its paramKind.
    """

    terms: Terms
    document: Document
    bindings: tuple[Document, ...] = ()
    params: tuple[Document, ...] = ()
