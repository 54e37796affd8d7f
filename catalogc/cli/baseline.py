"""``catalogc baseline``: accept what is there today, so that only new findings fail."""

import json
import sys

import click

from catalogc import BASELINE_FILE, BASELINE_VERSION
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import RunOptions, common_options


@click.group()
def baseline() -> None:
    """Accept the findings of today, so that only new ones fail."""


@baseline.command()
@common_options
def create(*, options: RunOptions) -> int:
    """Write the findings of the whole catalog to .catalogc-baseline.json.

    What no setting can switch off is left out: it must be corrected.
    """
    from catalogc.cli.request import lint_request
    from catalogc.cli.session import Session
    from catalogc.export.target import write_text
    from catalogc.model.finding import Severity, fingerprints
    from catalogc.model.source import format_path
    from catalogc.rules.shared.of_catalog import rules_of

    session = Session(options)
    request = lint_request(session.root, baseline=False)
    compilation = session.compile(lambda _: True, request=request)
    if compilation.catalog is None:
        return session.report(compilation, compilation.findings)
    entries, left = [], []
    known = rules_of(compilation.catalog)
    pairs = zip(compilation.findings, fingerprints(compilation.findings), strict=True)
    for finding, mark in pairs:
        rule = known.get(finding.rule)
        if finding.severity is Severity.ERROR and (rule is None or rule.mandatory):
            left.append(finding)
            continue
        place = {"rule": finding.rule, "path": finding.location.file.path}
        entries.append({**place, "field": format_path(finding.field), "fingerprint": mark})
    content = {"version": BASELINE_VERSION, "findings": entries}
    write_text(session.root / BASELINE_FILE, json.dumps(content, indent=1) + "\n")
    said = "1 finding is" if len(entries) == 1 else f"{len(entries)} findings are"
    sys.stderr.write(f"Wrote {BASELINE_FILE}: {said} known from now on.\n")
    return session.report(compilation, tuple(left)) if left else ExitCode.CLEAN
