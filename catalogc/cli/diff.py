"""``catalogc diff``: what a change does to the clusters."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogc.cli.options import DEBUG_OPTION, ROOT_OPTION, RunOptions

if TYPE_CHECKING:
    from catalogc.cli.diff_sides import DiffSides
    from catalogc.diff.result import CatalogDiff


@click.command()
@click.option(
    "--base", required=True, metavar="REF", help="What the change is to join; where both parted."
)
@click.option("--head", metavar="REF", help="What the change brings; by default the work tree.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "markdown", "json", "html"]),
    default="text",
    show_default=True,
)
@click.option(
    "--allow-delete",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Accept that N Applications or objects with data are deleted.",
)
@ROOT_OPTION
@click.option(
    "--jobs", type=click.IntRange(min=0), default=0, help="Render workers; 0 is one a processor."
)
@click.option("--renderer", type=click.Choice(["engine", "helm"]), default="engine")
@DEBUG_OPTION
def diff(  # noqa: PLR0913 - one an option
    *,
    base: str,
    head: str | None,
    format_name: str,
    allow_delete: int,
    root: Path | None,
    jobs: int,
    renderer: str,
    debug: bool,
) -> int:
    """Tell what changes on the clusters, and what will happen when Argo CD applies it.

    Ends with 1 where an update will be refused, where more is deleted than --allow-delete says,
    or where the head has errors, which are printed as lint prints them.
    """
    del debug  # the error boundary reads it
    from catalogc.cli.diff_sides import compile_sides
    from catalogc.cli.session import Session

    findings_format = "json" if format_name == "json" else "text"
    session = Session(RunOptions(root, findings_format, "error", jobs, renderer))
    sides = compile_sides(session, base, head)
    if sides.head.has_errors or sides.head.crashes:
        return session.report(sides.head, sides.head.findings)
    return _verdict(_compare(sides, format_name), allow_delete)


def _compare(sides: "DiffSides", format_name: str) -> "CatalogDiff":
    """Compare and print.

    Raises:
        Stop: a side has no configuration, or this installation has no schemas.
    """
    from catalogc.cli.boundary import Stop
    from catalogc.cli.exit_codes import ExitCode
    from catalogc.cli.options import wants_colour
    from catalogc.diff.compare import Side, compare
    from catalogc.diff.report.registry import FORMATS
    from catalogc.diff.report.wording import Names
    from catalogc.model.unavailable import UnavailableError

    if sides.base.catalog is None or sides.head.catalog is None:
        which = sides.base_name if sides.base.catalog is None else sides.head_name
        remedy = "choose a --base that is a catalog repository"
        raise Stop(ExitCode.USAGE, f"{which} has no valid catalogc.yaml", remedy)
    if sides.base.has_errors:
        message = f"catalogc: {sides.base_name} has errors: what they are about is not compared\n"
        sys.stderr.write(message)
    try:
        found = compare(
            Side(sides.base.catalog, sides.base.rendered),
            Side(sides.head.catalog, sides.head.rendered),
        )
    except UnavailableError as error:
        raise Stop(ExitCode.ENVIRONMENT, str(error)) from None
    names = Names(sides.base_name, sides.head_name)
    sys.stdout.write(FORMATS[format_name](found, names, colour=wants_colour()))
    return found


def _verdict(found: "CatalogDiff", allow_delete: int) -> int:
    """Say on stderr what stops the change; return the exit code."""
    from catalogc.cli.exit_codes import ExitCode

    number = len(found.deletions)
    stops = []
    if number > allow_delete:
        stops.append(
            f"catalogc: {number} to be deleted, {allow_delete} allowed\n"
            f"  = help: if that is meant, run again with --allow-delete {number}\n"
        )
    if found.rejected:
        stops.append(
            f"catalogc: the API server will refuse {len(found.rejected)} updates\n"
            "  = help: keep those fields, or give the object another name\n"
        )
    sys.stderr.writelines(stops)
    return ExitCode.FINDINGS if stops else ExitCode.CLEAN
