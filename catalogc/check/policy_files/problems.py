"""Findings about policy files."""

from collections.abc import Iterable

from catalogc.model.document import Document
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.source import FieldPath, Location, format_path
from catalogc.model.suggestion import nearest

RULE = "invalid-policy"


def invalid(  # noqa: PLR0913 - the parts of a finding
    document: Document,
    path: FieldPath,
    message: str,
    remedy: str,
    *,
    severity: Severity = Severity.ERROR,
    label: str = "",
    related: tuple[Label, ...] = (),
    at_key: bool = False,
) -> Finding:
    """Report what is wrong with a policy at one of its fields."""
    return Finding(
        rule=RULE,
        severity=severity,
        message=message,
        location=document.at_key(path) if at_key else document.at(path),
        label=label,
        field=path,
        related=related,
        help=remedy,
    )


def not_known(
    document: Document,
    path: FieldPath,
    what: str,
    name: str,
    known: Iterable[str],
    remedy: str,
) -> Finding:
    """Report a name that nothing has."""
    guess = nearest(name, known)
    message = f"{format_path(path)} is {name}, and there is no such {what}"
    label = f"did you mean {guess}?" if guess else ""
    return invalid(document, path, message, remedy, label=label)


def twice(name: str, document: Document, other: Location) -> Finding:
    """Report a second policy of one name."""
    return invalid(
        document,
        ("metadata", "name"),
        f"there are two policies with the name {name}",
        "give one of them another name: it is the rule of its findings",
        related=(Label(other, "the first one"),),
    )
