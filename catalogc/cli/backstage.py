"""``catalogc backstage``: entities and Templates for a Backstage portal."""

from collections import Counter
from typing import TYPE_CHECKING

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import RunOptions, common_options
from catalogc.cli.sound_schemas import refuse_invalid_schemas

if TYPE_CHECKING:
    from catalogc.cli.session import Session
    from catalogc.export.backstage.charts import FoundChart
    from catalogc.export.backstage.update import Update
    from catalogc.files import Repository
    from catalogc.model.catalog import Catalog
    from catalogc.model.document import Document
    from catalogc.model.finding import Finding
    from catalogc.pipeline import Compilation


@click.command()
@click.option("--check", is_flag=True, help="List what differs instead of writing it.")
@common_options
def backstage(*, check: bool, options: RunOptions) -> int:
    """Write the catalog as Backstage entities, with a form for each workload type.

    Charts that no entity registers yet are registered. Files that people wrote stay as they are;
    a run with errors writes nothing.
    """
    from catalogc.cli.session import Session
    from catalogc.files import FileRefused

    session = Session(options)
    try:
        return _run(session, check=check)
    except FileRefused as refusal:
        raise Stop(
            ExitCode.ENVIRONMENT,
            f"{refusal.path} cannot be used: {refusal.reason}",
            "replace it by a regular file or folder",
        ) from None


def _run(session: "Session", *, check: bool) -> int:
    from catalogc.export.backstage.tree import backstage_files, chart_files
    from catalogc.export.backstage.update import apply_update, plan_update
    from catalogc.files import Repository

    repository = Repository(session.root.resolve())
    compilation = session.compile(lambda _: True, render=False)
    if compilation.catalog is None:
        return session.report(compilation, compilation.findings)
    folder = compilation.catalog.config.paths.backstage
    new = chart_files(_new_charts(repository, compilation.catalog))
    if new and not check:
        apply_update(repository, plan_update(repository, folder, new, remove=False))
        compilation = session.compile(lambda _: True, render=False)
    errors = _errors(compilation)
    if errors or compilation.catalog is None:
        return session.report(compilation, errors)
    refuse_invalid_schemas(compilation.catalog)
    files = new | backstage_files(compilation.catalog, _entities(repository, folder))
    update = plan_update(repository, folder, files)
    if not check:
        apply_update(repository, update)
    findings = _findings(update, folder, check=check)
    if check or findings:
        return session.report(compilation, findings)
    if session.options.format_name == "text":
        click.echo(_sentence(update, folder, len(files)))
    return ExitCode.CLEAN


def _entities(repository: "Repository", folder: str) -> "tuple[Document, ...]":
    from catalogc.discover.backstage import walk_entities
    from catalogc.discover.listing import refused_file
    from catalogc.parse.document import parse_document, parse_documents
    from catalogc.sources import Sources

    sources = Sources(repository, parse_document, parse_documents, refused_file)
    return walk_entities(repository, folder, sources).value.documents


def _new_charts(repository: "Repository", catalog: "Catalog") -> "tuple[FoundChart, ...]":
    from catalogc.export.backstage.charts import unregistered_charts

    paths = catalog.config.paths
    entities = _entities(repository, paths.backstage)
    return unregistered_charts(repository, paths.charts, catalog.adapters.values(), entities)


def _errors(compilation: "Compilation") -> "tuple[Finding, ...]":
    """Errors in what people wrote; a generated file that is wrong is about to be replaced."""
    from catalogc.export.backstage.tree import is_generated
    from catalogc.model.finding import Severity

    return tuple(
        finding
        for finding in compilation.findings
        if finding.severity is Severity.ERROR and not is_generated(finding.location.file.text)
    )


_MESSAGES = {
    "missing": "{path} is missing: catalogc backstage would write it",
    "extra": "{path} stands for nothing in the catalog any more",
    "changed": "{path} differs from what catalogc backstage writes",
}


def _findings(update: "Update", folder: str, *, check: bool) -> "tuple[Finding, ...]":
    from catalogc.export.backstage.tree import ROOT_LOCATION
    from catalogc.model.finding import Finding, Severity
    from catalogc.model.source import START_OF_FILE, Location, SourceFile

    findings = [
        Finding(
            rule="drift",
            severity=Severity.ERROR,
            message=_MESSAGES[change.kind].format(path=change.path),
            location=Location(SourceFile(change.path, change.present or ""), START_OF_FILE),
            help="run catalogc backstage and commit what it writes",
        )
        for change in (update.changes if check else ())
    ]
    findings += [
        Finding(
            rule="drift",
            severity=Severity.ERROR,
            message=f"no target leads to {path}, which catalogc backstage writes",
            location=Location.whole_file(f"{folder}/{ROOT_LOCATION}"),
            help="add the target ./*.catalog-info.yaml",
        )
        for path in update.unreachable
    ]
    return tuple(findings)


def _sentence(update: "Update", folder: str, files: int) -> str:
    if not update.changes:
        return f"{folder}/ is up to date: {files} generated files."
    count = Counter(change.kind for change in update.changes)
    return (
        f"Wrote {folder}/: {count['missing']} files added, {count['changed']} changed, "
        f"{count['extra']} removed."
    )
