"""Bytes of a YAML file in; documents as Helm reads them, and findings, out."""

import re

from catalogc.goyaml.compose import (
    Composed,
    SyntaxProblemError,
    TooLargeError,
    compose,
    span_at,
)
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome, Severity, has_errors
from catalogc.model.source import Location, SourceFile
from catalogc.parse.decoding import UndecodableError, control_characters, decode
from catalogc.parse.wording import anomaly_finding, syntax_problem

_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(%[^\n]*)")


def parse_document(path: str, content: bytes) -> Outcome[Document | None]:
    """Parse a file that holds exactly one document; a second one is a finding.

    Returns:
        The document, also where findings are errors, unless it cannot be read at all.
        An empty file is a document whose data is None.
    """
    outcome = parse_documents(path, content)
    documents = outcome.value
    if not documents:
        return Outcome(None, outcome.findings)
    findings = outcome.findings
    if len(documents) > 1:
        findings = (*findings, _second_document(documents[1]))
    return Outcome(documents[0], findings)


def parse_documents(path: str, content: bytes) -> Outcome[tuple[Document, ...]]:
    """Parse a file that may hold several documents."""
    try:
        file = decode(path, content)
    except UndecodableError as error:
        return Outcome((), (error.finding,))
    findings = [*control_characters(file), *_directives(file)]
    if has_errors(findings):
        return Outcome((), tuple(findings))
    try:
        composed = compose(file.text)
    except TooLargeError as error:
        return Outcome((), (_too_large(file, error),))
    except SyntaxProblemError as error:
        return Outcome((), (_syntax(file, error),))
    if not composed:
        composed = [Composed(None, {})]
    documents = tuple(Document(file, item.data, item.spans) for item in composed)
    odd = (anomaly_finding(anomaly, file) for item in composed for anomaly in item.anomalies)
    return Outcome(documents, tuple(odd))


def _second_document(document: Document) -> Finding:
    return Finding(
        "multi-document",
        Severity.ERROR,
        "a second document begins here; Helm reads only the first one",
        document.at(()),
        help="put it into a file of its own",
    )


def _directives(file: SourceFile) -> list[Finding]:
    match = _DIRECTIVE.match(file.text)
    if match is None:
        return []
    place = span_at(file.text, match.start(1), len(match.group(1).rstrip()))
    return [
        Finding(
            "yaml-tag",
            Severity.ERROR,
            "a directive changes how the document is read",
            Location(file, place),
            help="remove the line",
        )
    ]


def _too_large(file: SourceFile, error: TooLargeError) -> Finding:
    return Finding(
        "too-large",
        Severity.ERROR,
        f"{file.path} is too large: {error.reason}",
        Location(file, error.span),
        help="split the file, or write less nesting and fewer aliases",
    )


def _syntax(file: SourceFile, error: SyntaxProblemError) -> Finding:
    words, remedy = syntax_problem(error.problem)
    character = file.text[error.offset : error.offset + 1]
    is_tab = character == "\t"
    length = 1 if character.strip("\n\r") else 0
    return Finding(
        "tab" if is_tab else "syntax-error",
        Severity.ERROR,
        "a tab cannot indent YAML" if is_tab else f"not YAML: {words}",
        Location(file, span_at(file.text, error.offset, length)),
        help="indent with spaces" if is_tab else remedy,
    )
