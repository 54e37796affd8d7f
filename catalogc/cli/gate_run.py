"""Runs of a gate: by the base's rules, and by the change's own where it brings some."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from catalogc.cli.boundary import Stop
from catalogc.cli.changes import Given
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.output import drift_findings, output_trees
from catalogc.cli.session import Session
from catalogc.model.finding import Finding, sort_findings
from catalogc.pipeline import Compilation

if TYPE_CHECKING:
    from catalogc.cli.gate_sides import Sides


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What a gate says.

    Attributes:
        compilation: the run whose numbers are told.
        findings: of every run, sorted.
        code: what the gate ends with.
        refused: number of Applications that go without leave.
        sides: what is compared; None where nothing is.
        trust: whose rules judged: ``base`` or ``head``.
    """

    compilation: Compilation
    findings: tuple[Finding, ...]
    code: int
    refused: int
    sides: "Sides | None"
    trust: str


def judge(session: Session, sides: "Sides | None", *, trust: str, allow_delete: int) -> GateVerdict:
    """Judge a change.

    A change of charts, policies or configuration makes other output than the base's would: then
    its leaves are judged by the base's, and its output is compared with a build of its own.

    Raises:
        Stop: something cannot be used here.
    """
    runs: list[tuple[Compilation, tuple[Finding, ...]]] = []
    if trust == "base" and sides is not None:
        runs.append(_by_base(session, sides))
    if sides is None or trust == "head" or sides.changes.code:
        runs.append(_by_itself(session))
    compilation = replace(
        runs[-1][0], crashes=tuple(crash for run, _ in runs for crash in run.crashes)
    )
    findings = tuple(sort_findings(finding for _, found in runs for finding in found))
    code = session.verdict(compilation, findings)
    removed = len(sides.removed) if sides else 0
    refused = removed if removed > allow_delete else 0
    return GateVerdict(
        compilation,
        findings,
        max(code, ExitCode.FINDINGS) if refused else code,
        refused,
        sides,
        trust,
    )


def _by_base(session: Session, sides: "Sides") -> tuple[Compilation, tuple[Finding, ...]]:
    compilation = Session(session.options, Given(sides.tree)).compile(lambda _: True)
    _refuse_adapters_of_data(compilation, sides)
    if sides.changes.code:
        return compilation, compilation.findings
    return compilation, _with_drift(session, compilation)


def _by_itself(session: Session) -> tuple[Compilation, tuple[Finding, ...]]:
    compilation = session.compile(lambda _: True)
    return compilation, _with_drift(session, compilation)


def _with_drift(session: Session, compilation: Compilation) -> tuple[Finding, ...]:
    if compilation.catalog is None or compilation.has_errors:
        return compilation.findings
    trees = output_trees(compilation, None)
    folder = compilation.catalog.config.paths.output
    return (*compilation.findings, *drift_findings(session.tree, folder, trees))


def _refuse_adapters_of_data(compilation: Compilation, sides: "Sides") -> None:
    """Refuse charts that a change could bring along with its leaves.

    Raises:
        Stop: a Location of the base leads into a folder of data.
    """
    for adapter in compilation.catalog.adapters.values() if compilation.catalog else ():
        files = (adapter.declared_at.file.path, *adapter.chart.sources)
        path = next(filter(sides.tree.data.has, files), None)
        if path is not None:
            raise Stop(
                ExitCode.USAGE,
                f"adapter {adapter.name} reads {path}, which is in a folder of leaves or output",
                "keep adapters and charts outside of paths.leaves and paths.output",
            )
