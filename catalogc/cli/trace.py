"""``catalogc trace``: which line made a rendered field, and what a value reaches."""

import sys
from pathlib import Path

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.completion import complete_leaves
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import DEBUG_OPTION, ROOT_OPTION, TEXT_OR_JSON


@click.command()
@click.argument("leaf", shell_complete=complete_leaves)
@click.argument("field", required=False, default="")
@click.option("--value", "value", metavar="PATH", help="Tell what this value of the leaf reaches.")
@click.option("--to", "new", metavar="VALUE", help="With --value: change it to this, as YAML.")
@click.option("--env", "environment", help="Which of a service's leaves.")
@TEXT_OR_JSON
@ROOT_OPTION
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Render workers.")
@DEBUG_OPTION
def trace(  # noqa: PLR0913 - one an option
    *,
    leaf: str,
    field: str,
    value: str | None,
    new: str | None,
    environment: str | None,
    format_name: str,
    root: Path | None,
    jobs: int,
    debug: bool,
) -> int:
    """Trace rendered fields to the lines that made them.

    LEAF is a file, or serviceCatalog/serviceName with --env. FIELD is a path in its objects, such
    as 'Deployment/app:spec.replicas', or spec.replicas for all that have it; without it, every
    field is printed. With --value, the other way round: every field that a value reaches.
    """
    del debug  # the error boundary reads it
    if (new is not None and value is None) or (value is not None and field):
        raise click.UsageError("--to goes with --value, and --value with no FIELD")
    from catalogc.cli.options import find_root
    from catalogc.cli.trace_output import write_fields, write_reach
    from catalogc.cli.traced_leaf import TracedLeaf
    from catalogc.origin.trace import UnknownName

    traced = TracedLeaf.find(find_root(root), leaf, environment)
    try:
        if value is not None:
            sys.stdout.write(write_reach(traced.reach(value, new, jobs), traced.id, format_name))
        else:
            sys.stdout.write(write_fields(traced.fields(field, jobs), traced.id, format_name))
    except UnknownName as error:
        raise Stop(ExitCode.USAGE, str(error), error.remedy) from None
    except ValueError as error:
        raise Stop(ExitCode.USAGE, str(error)) from None
    return ExitCode.CLEAN
