"""The report formats by the name that ``--format`` takes."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from catalogc.model.finding import Finding
from catalogc.report import concise, github, gitlab, json, junit, rdjson, sarif, text
from catalogc.report.summary import Summary


class Report(Protocol):
    """Writes findings and the summary of a run, ready to print."""

    def __call__(self, findings: Sequence[Finding], summary: Summary, *, colour: bool) -> str:
        """Return the whole report, with its last line break; colours only where asked."""


FORMATS: Mapping[str, Report] = {
    "text": text.report,
    "concise": concise.report,
    "json": json.report,
    "sarif": sarif.report,
    "github": github.report,
    "gitlab": gitlab.report,
    "junit": junit.report,
    "rdjson": rdjson.report,
}
