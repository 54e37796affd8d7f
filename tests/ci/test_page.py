"""The page of a gate: it fits into a comment, and text of a change stays text."""

from catalogc.model.finding import Finding, Severity
from catalogc.model.source import START_OF_FILE, Location, SourceFile
from catalogc.report.gate_page import LARGEST, LIMIT, GatePage, gate_page
from catalogc.report.summary import Summary


def finding(path, message, severity=Severity.WARNING):
    return Finding("dns-name", severity, message, Location(SourceFile(path, ""), START_OF_FILE))


def test_text_of_a_change_stays_text():
    hostile = "`</details> @everyone | [x](http://a) ![i](b)\n## \u202e"
    page = gate_page(
        GatePage(passed=True, judged_by="abc", code=(hostile,), waivers=((hostile, hostile),)),
        [finding(hostile, hostile)],
        Summary(),
    )
    spans = page.split("`")
    assert not any("@everyone" in outside for outside in spans[::2])
    assert not any("</details>" in outside or "](" in outside for outside in spans[::2])
    assert "\u202e" not in page
    (row,) = (line for line in page.splitlines() if line.startswith("| warning"))
    assert row.replace("\\|", "").count("|") == 5


def test_errors_come_first_and_rows_have_a_limit():
    many = [finding(f"{number:03}.yaml", "a") for number in range(LIMIT + 1)]
    worst = finding("zzz.yaml", "b", Severity.ERROR)
    page = gate_page(GatePage(passed=False, judged_by="x"), [*many, worst], Summary())
    rows = [line for line in page.splitlines() if line.startswith(("| error", "| warning"))]
    assert len(rows) == LIMIT
    assert "`zzz.yaml:1:1`" in rows[0]
    assert "and 2 more." in page
    assert page.startswith("## catalogc: failed\n")


def test_a_page_fits_into_a_comment():
    many = [finding("a" * 250, "b" * 250) for _ in range(LIMIT)]
    page = gate_page(GatePage(passed=True, judged_by="x", code=["c" * 250] * 60), many, Summary())
    assert len(page) < LARGEST + 100
    assert page.endswith("\n\nThis page is cut; the log has all of it.\n")
