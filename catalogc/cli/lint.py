"""``catalogc lint``: judge leaves."""

from pathlib import Path

import click

from catalogc.cli.options import RunOptions, common_options


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--render/--no-render", default=True, help="Also render the leaves' charts.")
@common_options
def lint(
    *,
    paths: tuple[Path, ...],
    render: bool,
    options: RunOptions,
) -> int:
    """Judge leaves; all of them, or those at PATHS.

    Rules that compare leaves always see the whole catalog.
    """
    from catalogc.cli.selection import Selection
    from catalogc.cli.session import Session

    session = Session(options)
    selection = Selection.of(session.root, paths)
    compilation = session.compile(selection.covers, render=render)
    findings = selection.findings(compilation)
    return session.report(compilation, findings, selection.count(compilation))
