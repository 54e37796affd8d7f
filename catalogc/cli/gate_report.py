"""What a gate writes: findings in several formats, a page, and values for other steps."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.gate_run import GateVerdict
from catalogc.cli.options import FORMAT_NAMES, wants_colour
from catalogc.model.finding import Edit, Finding, Fix, Label
from catalogc.model.source import Location, SourceFile
from catalogc.report.gate_page import GatePage, gate_page
from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary

if TYPE_CHECKING:
    from catalogc.cli.session import Session


@dataclass(frozen=True, slots=True)
class Reports:
    """Where a gate writes to.

    Attributes:
        files: format and file of each report.
        page: the file that a page of Markdown is appended to.
        outputs: the file that values are appended to.
    """

    files: tuple[tuple[str, Path], ...]
    page: Path | None
    outputs: Path | None

    @classmethod
    def of(cls, reports: tuple[str, ...], page: Path | None, outputs: Path | None) -> "Reports":
        """Read ``FORMAT=FILE`` as it is given.

        Raises:
            Stop: it is not of that form, or there is no such format.
        """
        files = []
        for given in reports:
            name, mark, file = given.partition("=")
            if not (mark and file) or name not in FORMAT_NAMES:
                known = ", ".join(FORMAT_NAMES)
                raise Stop(
                    ExitCode.USAGE,
                    f"--report is {given!r}, expected FORMAT=FILE",
                    f"formats are {known}",
                )
            files.append((name, Path(file)))
        return cls(tuple(files), page, outputs)

    def write(self, session: "Session", verdict: GateVerdict) -> int:
        """Print the findings, write every file, return the exit code.

        Paths in reports are those of the git repository, as a pull request shows them.
        """
        prefix = verdict.sides.prefix if verdict.sides else ""
        findings = tuple(_moved(finding, prefix) for finding in verdict.findings)
        summary = session.summary(verdict.compilation, findings)
        for name, path in self.files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(FORMATS[name](findings, summary, colour=False), "utf-8")
        if self.page:
            _append(self.page, gate_page(_page(verdict), findings, summary))
        if self.outputs:
            _append(self.outputs, "".join(_values(verdict, summary)))
        write = FORMATS[session.options.format_name]
        sys.stdout.write(write(findings, summary, colour=wants_colour()))
        _tell(verdict)
        return verdict.code


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _values(verdict: GateVerdict, summary: Summary) -> list[str]:
    """Names and values for other steps; none of them is text of a change."""
    sides = verdict.sides
    values = {
        "errors": summary.errors,
        "warnings": summary.warnings,
        "rules_changed": str(bool(sides and sides.changes.code)).lower(),
        "gate_changed": str(bool(sides and sides.changes.gate)).lower(),
        "applications_removed": len(sides.removed) if sides else 0,
    }
    return [f"{name}={value}\n" for name, value in values.items()]


def _page(verdict: GateVerdict) -> GatePage:
    sides = verdict.sides
    passed = verdict.code == ExitCode.CLEAN
    if sides is None:
        return GatePage(passed, "the rules of this commit")
    rules = f"the rules of {sides.commit[:12]}" if verdict.trust == "base" else "the change's rules"
    return GatePage(
        passed,
        rules,
        sides.changes.code,
        sides.changes.gate,
        sides.behind,
        sides.removed,
        not verdict.refused,
        sides.waivers,
    )


def _tell(verdict: GateVerdict) -> None:
    """Say what is no finding: it is about no line."""
    sides = verdict.sides
    if sides is None:
        return
    if verdict.refused:
        sys.stderr.write(
            f"catalogc: {verdict.refused} Applications would be removed, and nobody said so: "
            f"{', '.join(sides.removed[:8])}\n"
            f"  = help: if that is meant, allow it with --allow-delete {verdict.refused}\n"
        )
    if sides.changes.code and verdict.trust == "base":
        sys.stderr.write(
            f"catalogc: the change touches {len(sides.changes.code)} files that leaves are judged "
            f"by; leaves were judged by those of {sides.commit[:12]}\n"
        )
    if sides.behind:
        sys.stderr.write(
            f"catalogc: {sides.commit[:12]} has {len(sides.behind)} newer files that leaves are "
            "judged by\n  = help: update the branch and run catalogc build\n"
        )


def _moved(finding: Finding, prefix: str) -> Finding:
    """Return a finding with paths below another root."""
    if not prefix:
        return finding

    def at(location: Location) -> Location:
        file = SourceFile(prefix + location.file.path, location.file.text)
        return Location(file, location.span)

    return replace(
        finding,
        location=at(finding.location),
        related=tuple(Label(at(label.location), label.message) for label in finding.related),
        policy=at(finding.policy) if finding.policy else None,
        fixes=tuple(
            Fix(
                fix.title,
                fix.applicability,
                tuple(Edit(at(edit.location), edit.replacement) for edit in fix.edits),
            )
            for fix in finding.fixes
        ),
    )
