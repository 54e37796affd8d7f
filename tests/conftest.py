"""Says at the end of a run which programs were not found, so that no skip goes unseen."""

import re

from tools import MISSING

_REASON = re.compile(rf"Skipped: (\S+) {MISSING}\Z")


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)]
    missing = [match[1] for match in map(_REASON.match, reasons) if match]
    for name in sorted(set(missing)):
        count = missing.count(name)
        terminalreporter.write_line(f"{name} {MISSING}: {count} test(s) skipped", yellow=True)
