"""From a compilation to output: trees, writing, drift."""

from collections.abc import Mapping
from pathlib import Path

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.emit.drift import Drift, find_drift
from catalogc.emit.errors import DeletionRefused, OutputRefused
from catalogc.emit.marker import OutputTree
from catalogc.emit.plan import plan_environment
from catalogc.emit.writer import WriteReport, write_trees
from catalogc.files import Tree
from catalogc.model.configuration import Paths
from catalogc.model.display import listing
from catalogc.model.finding import Finding, Severity
from catalogc.model.source import Location, SourceFile, Span
from catalogc.model.suggestion import nearest
from catalogc.pipeline import Compilation, environment_names


def require_environment(compilation: Compilation, environment: str) -> None:
    """Refuse an ``--env`` that no leaf is in.

    Raises:
        Stop: there is no leaf in it.
    """
    if compilation.catalog is None:
        return
    known = environment_names(compilation.catalog)
    if environment not in known:
        guess = nearest(environment, known)
        raise Stop(
            ExitCode.USAGE,
            f"no leaf is in environment {environment}",
            f"did you mean {guess}?" if guess else f"known: {listing(list(known)) or 'none'}",
        )


def output_trees(compilation: Compilation, environment: str | None) -> Mapping[str, OutputTree]:
    """Plan every environment's tree, or one of them."""
    catalog = compilation.catalog
    if catalog is None:
        return {}
    records = compilation.records()
    trees = {}
    for name in environment_names(catalog):
        items = [item for item in compilation.rendered if item.release.environment.name == name]
        if items and environment in (None, name):
            kube_version = catalog.kubernetes_version(items[0].release.environment)
            trees[name] = plan_environment(items, catalog.config, records[name], kube_version)
    return trees


def refuse_sources(output: Path, root: Path, paths: Paths) -> None:
    """Refuse to write over or into what is read.

    Raises:
        Stop: the folder is, holds, or lies in a folder of sources.
    """
    target = output.resolve()
    for name in (paths.leaves, paths.charts, paths.policies, paths.backstage, paths.inventory):
        source = (root / name).resolve()
        if target.is_relative_to(source) or source.is_relative_to(target):
            raise Stop(
                ExitCode.ENVIRONMENT,
                f"output folder {output} and the sources in {name}/ overlap",
                "choose a folder for the output alone",
            )


def write_output(
    output: Path,
    trees: Mapping[str, OutputTree],
    *,
    allow_delete: int | None,
    all_environments: bool,
) -> str:
    """Write the trees; return a line that says what was written.

    Raises:
        Stop: the folder is refused (3), or too much would be deleted (1).
    """
    try:
        report = write_trees(
            output, trees, allow_delete=allow_delete, all_environments=all_environments
        )
    except OutputRefused as refusal:
        raise Stop(ExitCode.ENVIRONMENT, refusal.message, refusal.remedy) from None
    except DeletionRefused as refusal:
        raise deletions_stop(refusal) from None
    return _sentence(report, output, trees)


def deletions_stop(refusal: DeletionRefused) -> Stop:
    """Return how a run ends that would remove too many Applications."""
    return Stop(
        ExitCode.FINDINGS,
        f"{refusal.count} Applications would be removed, and {refusal.limit} may go without "
        f"saying so: {listing(list(refusal.names))}",
        f"if that is meant, run again with --allow-delete {refusal.count}",
    )


def _sentence(report: WriteReport, output: Path, trees: Mapping[str, OutputTree]) -> str:
    applications = sum(path.startswith("argocd/apps/") for tree in trees.values() for path in tree)
    what = f"{applications} Applications in {len(trees)} environments"
    if not report.environments:
        return f"{output.name}/ is up to date: {what}."
    return (
        f"Wrote {output.name}/: {what}; {report.added} files added, {report.changed} changed, "
        f"{report.removed} removed."
    )


def drift_findings(
    committed: Tree, folder: str, trees: Mapping[str, OutputTree]
) -> tuple[Finding, ...]:
    """Report every file that differs from a build."""
    return tuple(_drift_finding(drift, folder) for drift in find_drift(committed, folder, trees))


_MESSAGES = {
    "missing": "{path} is missing: a build would write it",
    "extra": "{path} is no longer built from any leaf",
    "changed": "{path} differs from a build",
    "refused": "{path} cannot be compared: {diff}",
}


def _drift_finding(drift: Drift, folder: str) -> Finding:
    path = f"{folder}/{drift.path}"
    return Finding(
        rule="drift",
        severity=Severity.ERROR,
        message=_MESSAGES[drift.kind].format(path=path, diff=drift.diff),
        location=_line_location(SourceFile(path, drift.text), drift.line),
        help="run catalogc build and commit what it writes; output is never edited by hand",
    )


def _line_location(file: SourceFile, number: int) -> Location:
    lines = file.text.split("\n")
    number = min(number, len(lines))
    start = sum(len(line) + 1 for line in lines[: number - 1])
    length = len(lines[number - 1])
    return Location(file, Span(number, 1, number, length + 1, start, start + length))
