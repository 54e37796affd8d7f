"""Findings: what catalogc has to say, always about a place in a file."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from catalogc.model.leaf import LeafId
from catalogc.model.source import FieldPath, Location, format_path

T = TypeVar("T")


class Severity(StrEnum):
    """How much a finding weighs; only errors stop a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Applicability(StrEnum):
    """Whether a fix keeps the meaning (safe) or may change it (unsafe)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text at ``location`` by ``replacement``."""

    location: Location
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A set of edits that removes a finding."""

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that a finding is about, and why."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One reported problem.

    Attributes:
        rule: slug of the rule.
        message: lower case; field, value seen, limit.
        location: the primary span.
        label: short text printed under the caret; empty for none.
        field: path of the field in its document.
        leaf: identity of the leaf that it is about, if any.
        related: other places.
        help: the remedy.
        policy: where the policy that enforces it is written, if one does.
        unknown: whether it says that something cannot be decided; ``--strict`` makes it an error.
    """

    rule: str
    severity: Severity
    message: str
    location: Location
    label: str = ""
    field: FieldPath = ()
    leaf: LeafId | None = None
    related: tuple[Label, ...] = ()
    help: str = ""
    policy: Location | None = None
    fixes: tuple[Fix, ...] = ()
    unknown: bool = False

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, rule, message."""
        return (*self.location.sort_key, self.rule, self.message)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a stage returns: a value, if there is one, and its findings."""

    value: T
    findings: tuple[Finding, ...] = ()


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by path, line, column, rule; drop exact repetitions."""
    return sorted(dict.fromkeys(findings), key=lambda finding: finding.sort_key)


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Return one fingerprint a finding: free of line numbers, unique within the list.

    Equal findings (same rule, file and field) are told apart by their order.
    """
    seen: dict[tuple[str, str, str], int] = {}
    result = []
    for finding in findings:
        key = (finding.rule, finding.location.file.path, format_path(finding.field))
        ordinal = seen[key] = seen.get(key, -1) + 1
        digest = hashlib.sha256("\0".join((*key, str(ordinal))).encode("utf-8", "surrogateescape"))
        result.append(digest.hexdigest()[:32])
    return result
