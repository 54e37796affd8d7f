"""libyaml's and our own reading problems in plain words."""

from collections.abc import Callable
from typing import Any

from catalogc.goyaml.compose import Anomaly
from catalogc.model.finding import Applicability, Edit, Finding, Fix, Label, Severity
from catalogc.model.source import Location, SourceFile

# libyaml's problem -> ours and the remedy; the first that is contained wins.
_SYNTAX = (
    (
        "mapping values are not allowed",
        "a second `: ` on this line, or wrong indentation",
        "put a value that holds `: ` in quotes, or check the indentation",
    ),
    (
        "cannot start any token",
        "this character cannot begin a value",
        "put the value in quotes; indent with spaces",
    ),
    (
        "did not find expected key",
        "a key was expected here",
        "check the indentation of this line and the one before it",
    ),
    (
        "did not find expected '-' indicator",
        "a list item (`- `) was expected here",
        "check the indentation of this line and the one before it",
    ),
    (
        "could not find expected ':'",
        "a key without `:`",
        "write `key: value`, or put the text in quotes",
    ),
    ("unexpected end of stream", "a quote is not closed", "close the quote"),
    (
        "did not find expected ',' or",
        "a `,` or the closing bracket is missing",
        "close the bracket, or put the text in quotes",
    ),
    ("undefined alias", "an alias without its anchor", "put text that begins with * in quotes"),
    (
        "block sequence entries are not allowed",
        "a list item cannot stand here",
        "put `- ` on a line of its own, below its key",
    ),
)


def syntax_problem(problem: str) -> tuple[str, str]:
    """Return what is wrong, and the remedy."""
    for part, words, remedy in _SYNTAX:
        if part in problem:
            return words, remedy
    return problem or "this is not YAML", "check the quotes and the indentation"


def anomaly_finding(anomaly: Anomaly, file: SourceFile) -> Finding:
    """Turn what is odd about a document into a finding."""
    message, remedy, label = _WORDS[anomaly.kind](anomaly.detail)
    related: tuple[Label, ...] = ()
    if anomaly.other is not None:
        related = (Label(Location(file, anomaly.other), "first written here"),)
    return Finding(
        rule=_RULES.get(anomaly.kind, anomaly.kind),
        severity=Severity.WARNING if anomaly.kind == "ambiguous-scalar" else Severity.ERROR,
        message=message,
        location=Location(file, anomaly.span),
        label=label,
        related=related,
        help=remedy,
        fixes=_fixes(anomaly, Location(file, anomaly.span)),
    )


def _fixes(anomaly: Anomaly, place: Location) -> tuple[Fix, ...]:
    """Write down what Helm reads, so that every reader does: this keeps the meaning."""
    if anomaly.kind != "ambiguous-scalar" or "\n" in place.text:
        return ()
    text, helm, _ = anomaly.detail
    written = _plain(helm)
    if place.text != text or any(mark in written[1:-1] for mark in '"\\'):
        return ()
    title = f"write {written}, which is what Helm reads"
    return (Fix(title, Applicability.SAFE, (Edit(place, written),)),)


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'the text "{value}"' if isinstance(value, str) else str(value)


def _ambiguous(detail: Any) -> tuple[str, str, str]:
    text, helm, core = detail
    if isinstance(helm, str) and helm != text:
        message = f'Helm reads the key {text} as "{helm}"'
    else:
        message = f"Helm reads {text} as {_shown(helm)}, YAML 1.2 as {_shown(core)}"
    return message, f'write "{text}" for the text, or {_plain(helm)}', "two readings"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return _shown(value)


_RULES = {
    "complex-key": "syntax-error",
    "unusable-key": "syntax-error",
    "not-a-number": "syntax-error",
}
_WORDS: dict[str, Callable[[Any], tuple[str, str, str]]] = {
    "ambiguous-scalar": _ambiguous,
    "complex-key": lambda _: ("a key must be text", "write a plain key", ""),
    "duplicate-key": lambda key: (
        f"the key {key} is written twice; Helm silently takes the last one",
        "remove one of the two",
        "written again here",
    ),
    "merge-key": lambda _: (
        "the merge key << is not used here: readers disagree about it",
        "write the keys out, or put shared values into _defaults.yaml",
        "",
    ),
    "not-a-number": lambda text: (f"{text} is not a number that Helm reads", "write a number", ""),
    "unusable-key": lambda text: (f"Helm refuses the key {text}", "put the key in quotes", ""),
    "yaml-tag": lambda tag: (
        f"the tag {tag} changes how a value is read",
        "remove the tag; put text in quotes",
        "",
    ),
}
