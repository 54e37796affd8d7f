"""``catalogc gate``: judge a pull request as continuous integration does."""

from pathlib import Path

import click

from catalogc.cli.options import RunOptions, common_options


@click.command()
@click.option("--base", metavar="REF", help="The branch or commit that the change is to join.")
@click.option(
    "--trust",
    type=click.Choice(["base", "head"]),
    default="base",
    show_default=True,
    help="Whose configuration, charts and policies judge the leaves.",
)
@click.option(
    "--allow-delete",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Applications that the change may remove.  [default: 0]",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write the findings in one more format; may be given again.",
)
@click.option(
    "--summary",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append a page of Markdown to this file.",
)
@click.option(
    "--outputs",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append lines NAME=VALUE to this file.",
)
@common_options
def gate(
    *,
    base: str | None,
    trust: str,
    allow_delete: int,
    reports: tuple[str, ...],
    summary: Path | None,
    outputs: Path | None,
    options: RunOptions,
) -> int:
    """Judge a change: what check does, by rules that the change cannot weaken.

    Leaves and committed output are those of the work tree. With --trust base, all else is that of
    REF; a change of it is named, and must compile by itself, too.
    """
    from catalogc.cli.gate_report import Reports
    from catalogc.cli.gate_run import judge
    from catalogc.cli.gate_sides import read_sides
    from catalogc.cli.session import Session

    if trust == "base" and base is None:
        raise click.UsageError("--trust base needs --base REF, the branch that is trusted")
    files = Reports.of(reports, summary, outputs)  # a wrong option is told before the work
    session = Session(options)
    sides = read_sides(session.root, base) if base is not None else None
    verdict = judge(session, sides, trust=trust, allow_delete=allow_delete)
    return files.write(session, verdict)
