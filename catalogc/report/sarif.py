"""SARIF 2.1.0 (OASIS, with errata 01), for code scanning and editors.

Deterministic: no clock, no absolute path, no machine. What GitHub's code scanning refuses is
left out, the least severe first, and a notification in the report says so.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from catalogc import __version__
from catalogc.model.finding import Finding, Severity, fingerprints
from catalogc.report.ascii_json import ascii_json
from catalogc.report.links import HOME_PAGE, rule_url
from catalogc.report.rule_info import RuleInfo, describe
from catalogc.report.sarif_result import LEVEL, ROOT, result, sarif_text
from catalogc.report.summary import Summary
from catalogc.rules.base import Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

# Limits of GitHub's code scanning; the size is that of the gzip file that is uploaded.
MAX_RESULTS = 25_000
MAX_BYTES = 10_000_000

# The line breaks of YAML, which ``Span`` counts.
_LINE_BREAKS = ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029"]
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

_Entry = tuple[Finding, str]


def report(findings: Sequence[Finding], summary: Summary, *, colour: bool) -> str:
    """Write one log with one run."""
    del colour
    entries = list(zip(findings, fingerprints(findings), strict=True))
    kept = _worst(entries, MAX_RESULTS)
    text = ascii_json(_log(kept, len(entries), summary.policies))
    while kept and _too_large(text):
        kept = _worst(kept, len(kept) // 2)
        text = ascii_json(_log(kept, len(entries), summary.policies))
    return text


def _worst(entries: list[_Entry], count: int) -> list[_Entry]:
    """Keep the most severe ones, in the order that they have."""
    if len(entries) <= count:
        return entries
    ranked = sorted(range(len(entries)), key=lambda index: _RANK[entries[index][0].severity])
    return [entries[index] for index in sorted(ranked[:count])]


def _too_large(text: str) -> bool:
    return len(text) > MAX_BYTES and len(zlib.compress(text.encode("ascii"))) > MAX_BYTES


def _log(entries: Sequence[_Entry], total: int, policies: Mapping[str, Rule]) -> dict[str, Any]:
    rules = sorted({finding.rule for finding, _ in entries})
    indexes = {rule: index for index, rule in enumerate(rules)}
    notes = list(_left_out(total - len(entries), total))
    run = {
        "tool": {"driver": _driver(rules, policies)},
        "automationDetails": {"id": "catalogc/"},
        "invocations": [_invocation(notes)],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": _LINE_BREAKS,
        "originalUriBaseIds": {ROOT: {"description": {"text": "The catalog repository."}}},
        "results": [
            result(finding, indexes[finding.rule], fingerprint) for finding, fingerprint in entries
        ],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _invocation(notes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "executionSuccessful": True,
        **({"toolExecutionNotifications": notes} if notes else {}),
    }


def _left_out(count: int, total: int) -> Iterator[dict[str, Any]]:
    if count:
        message = (
            f"{count} of {total} findings are left out, the least severe first: code scanning "
            f"takes {MAX_RESULTS} results and {MAX_BYTES} bytes of gzip."
        )
        yield {"level": "warning", "message": {"text": message}}


def _driver(rules: Iterable[str], policies: Mapping[str, Rule]) -> dict[str, Any]:
    return {
        "name": "catalogc",
        "semanticVersion": __version__,
        "informationUri": HOME_PAGE,
        "rules": [_descriptor(rule, describe(rule, policies)) for rule in rules],
    }


def _descriptor(rule: str, info: RuleInfo | None) -> dict[str, Any]:
    url = rule_url(rule)
    if info is None:
        text = sarif_text(rule)
        return {
            "id": rule,
            "shortDescription": {"text": text},
            "fullDescription": {"text": text},
            "help": {"text": f"See {url}", "markdown": f"See <{url}>"},
            "helpUri": url,
            "properties": {"tags": ["gitops"]},
        }
    summary = f"{info.summary[:1].upper()}{info.summary[1:]}."
    rationale = info.rationale or summary
    level = {"defaultConfiguration": {"level": LEVEL[info.severity]}} if info.severity else {}
    return {
        "id": rule,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": rationale},
        "help": {
            "text": f"{rationale}\n\nSee {info.url or url}",
            "markdown": info.page or f"{rationale}\n\nSee <{info.url or url}>",
        },
        "helpUri": info.url or url,
        **level,
        "properties": {"tags": ["gitops", info.scope] if info.scope else ["gitops"]},
    }
