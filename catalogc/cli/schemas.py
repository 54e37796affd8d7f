"""``catalogc schemas``: the schemas of custom resources that manifests are validated against."""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import DEBUG_OPTION, ROOT_OPTION, TEXT_OR_JSON, find_root
from catalogc.report.escape import escape

if TYPE_CHECKING:
    from catalogc.files import Repository
    from catalogc.schemas.crd_import.changes import Changes
    from catalogc.schemas.custom_listing import SchemaEntry


@click.group()
def schemas() -> None:
    """Import the schemas of custom resources, or list those that are known."""


@schemas.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--check", is_flag=True, help="List what differs instead of writing it.")
@click.option("--sha256", "digest", default="", help="What the content of the URL must have.")
@ROOT_OPTION
@DEBUG_OPTION
def add(
    *,
    sources: tuple[str, ...],
    check: bool,
    digest: str,
    root: Path | None,
    debug: bool,  # noqa: ARG001 - the error boundary reads it
) -> int:
    """Import every CustomResourceDefinition of SOURCE into the repository.

    SOURCE is a file, a folder, an https URL, or - for standard input, such as the output of
    kubectl get crd -o yaml. All versions are imported, also those that are no longer served.
    """
    from catalogc.schemas.crd_import.changes import plan
    from catalogc.schemas.crd_import.definitions import ImportRefused
    from catalogc.schemas.crd_import.download import is_url
    from catalogc.schemas.crd_import.inputs import Inputs

    if digest and (len(sources) != 1 or not is_url(sources[0])):
        raise click.UsageError("--sha256 needs exactly one SOURCE, a URL")
    if digest and not re.fullmatch("[0-9A-Fa-f]{64}", digest):
        raise click.UsageError("--sha256 is 64 hexadecimal digits")
    repository, folder = _repository(root)
    inputs = Inputs(repository.root, sys.stdin.buffer.read, digest=digest)
    try:
        versions = [version for source in dict.fromkeys(sources) for version in inputs.read(source)]
        changes = plan(versions, repository, folder)
    except ImportRefused as refusal:
        code = ExitCode.ENVIRONMENT if refusal.unreadable else ExitCode.USAGE
        raise Stop(code, escape(str(refusal)), refusal.remedy) from None
    if check:
        return _report_drift(changes)
    _write(repository.root, changes)
    sys.stdout.write(_sentence(folder, changes))
    return ExitCode.CLEAN


@schemas.command("list")
@TEXT_OR_JSON
@ROOT_OPTION
@DEBUG_OPTION
def list_(
    *,
    format_name: str,
    root: Path | None,
    debug: bool,  # noqa: ARG001 - the error boundary reads it
) -> int:
    """List the kinds of custom resources that have a schema: the repository's, and ours."""
    from catalogc.schemas.custom_listing import list_schemas

    repository, folder = _repository(root)
    listing = list_schemas(repository, folder)
    if format_name == "json":
        content = {"version": 1, "schemas": [_record(entry) for entry in listing.entries]}
        sys.stdout.write(json.dumps(content, indent=2) + "\n")
    else:
        sys.stdout.write(_table([_row(entry) for entry in listing.entries]))
    if not listing.broken:
        return ExitCode.CLEAN
    path, reason = next(iter(listing.broken.items()))
    more = f", and {len(listing.broken) - 1} more" if len(listing.broken) > 1 else ""
    remedy = "import it anew with catalogc schemas add, or remove the file"
    raise Stop(ExitCode.USAGE, escape(f"{path}: {reason}{more}"), remedy)


def _repository(root: Path | None) -> "tuple[Repository, str]":
    """Return the repository and its folder of schemas.

    Raises:
        Stop: catalogc.yaml cannot be used.
    """
    from catalogc import CONFIG_FILE
    from catalogc.config import read_config
    from catalogc.discover.listing import refused_file
    from catalogc.files import Repository
    from catalogc.model.finding import has_errors
    from catalogc.parse.document import parse_document, parse_documents
    from catalogc.sources import Sources

    repository = Repository(find_root(root).resolve())
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    parsed = sources.one(CONFIG_FILE)
    findings = parsed.findings
    if parsed.value is not None and not has_errors(findings):
        config = read_config(parsed.value)
        if config.value is not None:
            return repository, config.value.paths.schemas
        findings = config.findings
    first = findings[0]
    line = first.location.span.line
    raise Stop(ExitCode.USAGE, f"{CONFIG_FILE}:{line}: {first.message}", first.help)


def _write(root: Path, changes: "Changes") -> None:
    from catalogc.export.target import write_text

    for path, text in {**changes.added, **changes.changed}.items():
        write_text(root / path, text)
    for path in changes.removed:
        (root / path).unlink()


def _report_drift(changes: "Changes") -> int:
    if not changes.any:
        return ExitCode.CLEAN
    states = {"missing": changes.added, "changed": changes.changed, "extra": changes.removed}
    for state, paths in states.items():
        for path in paths:
            sys.stdout.write(f"{state} {path}\n")
    message = "the schemas are not what their sources say"
    raise Stop(ExitCode.FINDINGS, message, "run the same command without --check, and commit")


def _sentence(folder: str, changes: "Changes") -> str:
    count = f"{len(changes.added)} added, {len(changes.changed)} changed"
    removed = f", {len(changes.removed)} removed" if changes.removed else ""
    return f"{folder}/: {count}{removed}, {len(changes.unchanged)} unchanged.\n"


def _record(entry: "SchemaEntry") -> dict[str, object]:
    return {
        "apiVersion": entry.api_version,
        "kind": entry.kind,
        "served": entry.served,
        "storage": entry.storage,
        "scope": entry.scope,
        "rules": entry.rules,
        "source": entry.source,
        "sha256": entry.sha256,
        "path": entry.path or None,
    }


_HEAD = ("APIVERSION", "KIND", "SERVED", "RULES", "SHA256", "FROM")


def _row(entry: "SchemaEntry") -> tuple[str, ...]:
    served = "yes" if entry.served else "no"
    origin = f"{entry.path} ({entry.source})" if entry.path else f"catalogc ({entry.source})"
    digest = entry.sha256[:12]
    return (entry.api_version, entry.kind, served, str(entry.rules), digest, origin)


def _table(rows: list[tuple[str, ...]]) -> str:
    shown = [_HEAD, *(tuple(map(escape, row)) for row in rows)]
    widths = [max(len(row[column]) for row in shown) for column in range(len(_HEAD) - 1)]
    lines = []
    for row in shown:
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)]
        lines.append("  ".join((*cells, row[-1])))
    return "".join(f"{line}\n" for line in lines)
