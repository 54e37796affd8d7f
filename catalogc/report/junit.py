"""JUnit XML, as GitLab, Jenkins and other CI systems read test results.

A file is a suite and a finding a test case in it: an error has failed, a warning or an info was
skipped, so that a green run stays green. Names hold no line numbers, so that a CI system knows
a test case again after an edit, and are unique, as GitLab ignores a second one. A run without
findings is one case that passed: Jenkins takes a report without cases for an error.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from catalogc.model.finding import Finding, Severity
from catalogc.model.source import format_path
from catalogc.report.escape import escape
from catalogc.report.links import rule_url
from catalogc.report.prose import headline, position, remarks
from catalogc.report.summary import Summary
from catalogc.report.text import closing_line

# What XML 1.0 has no way to write, in section 2.2.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
# GitLab would look for a file of this name.
_ATTACHMENT = "[[ATTACHMENT|"


def report(findings: Sequence[Finding], summary: Summary, *, colour: bool) -> str:
    """Write one document, in ASCII; without times, so that equal runs write equal bytes."""
    del colour
    suites: dict[str, list[Finding]] = {}
    for finding in findings:
        suites.setdefault(finding.location.file.path, []).append(finding)
    parts = [_suite(path, found) for path, found in suites.items()]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {_attributes(name='catalogc', **_counts(findings))}>",
        *(parts or [_clean_suite(closing_line(findings, summary))]),
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines).encode("ascii", "xmlcharrefreplace").decode()


def _suite(path: str, findings: Sequence[Finding]) -> str:
    counts = _counts(findings)
    cases = "\n".join(_case(*pair) for pair in zip(findings, _names(findings), strict=True))
    return f"  <testsuite {_attributes(name=path, **counts)}>\n{cases}\n  </testsuite>"


def _clean_suite(sentence: str) -> str:
    case = _attributes(classname="catalogc", name="no findings")
    return (
        f"  <testsuite {_attributes(name='catalogc', **_counts(()))}>\n"
        f"    <testcase {case}>\n"
        f"      <system-out>{_text(sentence)}</system-out>\n"
        "    </testcase>\n"
        "  </testsuite>"
    )


def _counts(findings: Sequence[Finding]) -> dict[str, str]:
    failures = sum(finding.severity is Severity.ERROR for finding in findings)
    skipped = len(findings) - failures
    tests = len(findings) or 1
    counts = {"tests": tests, "failures": failures, "errors": 0, "skipped": skipped}
    return {key: str(count) for key, count in counts.items()}


def _names(findings: Sequence[Finding]) -> Iterator[str]:
    """Name every finding of a file after its rule and field; equal names are numbered."""
    seen: Counter[str] = Counter()
    for finding in findings:
        name = " ".join(filter(None, (finding.rule, format_path(finding.field))))
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} #{seen[name]}"


def _case(finding: Finding, name: str) -> str:
    path = finding.location.file.path
    message = headline(finding)
    lines = [f"{position(finding.location)}: {finding.severity}: {message} [{finding.rule}]"]
    details = _text("\n".join([*lines, *remarks(finding), f"docs: {rule_url(finding.rule)}"]))
    if finding.severity is Severity.ERROR:
        attributes = _attributes(type=finding.rule, message=message)
        result = f"<failure {attributes}>{details}</failure>"
    else:
        skipped = f"<skipped {_attributes(message=f'{finding.severity}: {message}')}/>"
        result = f"{skipped}\n      <system-out>{details}</system-out>"
    return (
        f"    <testcase {_attributes(classname=path, name=name, file=path)}>\n"
        f"      {result}\n"
        "    </testcase>"
    )


def _attributes(**values: str) -> str:
    return " ".join(f'{key}="{_text(escape(value))}"' for key, value in values.items())


def _text(text: str) -> str:
    text = _NOT_XML.sub("", text).replace(_ATTACHMENT, "[ [ATTACHMENT|")
    return text.translate(_ENTITIES)
