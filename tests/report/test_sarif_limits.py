"""What code scanning refuses is left out, and the report says so."""

import random

import pytest

from catalogc.model.finding import Label, Severity
from catalogc.report import sarif
from report.machine_findings import COUNT
from report.places import finding
from report.sarif_log import as_sarif, read


def test_at_most_a_thousand_places():
    related = (Label(COUNT, "again"),) * 1001
    (run,) = read([finding(COUNT, related=related)])["runs"]
    (result,) = run["results"]
    assert [place_["id"] for place_ in result["relatedLocations"]] == list(range(1, 1000))
    assert result["message"]["text"] == "wrong\n2 of 1001 related places are left out"


def notes(run):
    (invocation,) = run["invocations"]
    return [note["message"]["text"] for note in invocation.get("toolExecutionNotifications", [])]


def test_at_most_25000_results_and_the_worst_are_kept():
    warnings = [finding(COUNT, severity=Severity.WARNING)] * 25_000
    findings = [*warnings, finding(COUNT, "worse")]
    (run,) = read(findings)["runs"]
    assert len(run["results"]) == 25_000
    assert [result["level"] for result in run["results"]].count("error") == 1
    assert run["results"][-1]["message"]["text"] == "worse"
    (note,) = notes(run)
    assert note == (
        "1 of 25001 findings are left out, the least severe first: code scanning takes "
        "25000 results and 10000000 bytes of gzip."
    )


LIMITS = {
    "below both": (4, 100_000, 4),
    "results": (3, 100_000, 3),
    "bytes": (4, 2_500, 2),
    "more bytes": (4, 100, 0),
}


@pytest.mark.parametrize(("results", "size", "kept"), LIMITS.values(), ids=LIMITS)
def test_limits(monkeypatch, results, size, kept):
    monkeypatch.setattr(sarif, "MAX_RESULTS", results)
    monkeypatch.setattr(sarif, "MAX_BYTES", size)
    digits = random.Random(1)
    levels = (Severity.INFO, Severity.ERROR, Severity.WARNING, Severity.ERROR)
    findings = [
        finding(COUNT, f"{digits.getrandbits(4_000):x}", severity=severity) for severity in levels
    ]
    run = as_sarif(*findings)
    expected = {4: [0, 1, 2, 3], 3: [1, 2, 3], 2: [1, 3], 0: []}[kept]
    texts = [result["message"]["text"] for result in run["results"]]
    assert texts == [findings[index].message for index in expected]
    assert len(notes(run)) == (kept < 4)
