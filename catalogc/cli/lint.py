"""``catalogc lint``: judge leaves."""

from pathlib import Path

import click

from catalogc.cli.options import common_options


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--render/--no-render", default=True, help="Also render the leaves' charts.")
@common_options
def lint(  # noqa: PLR0913 - one parameter an option
    *,
    paths: tuple[Path, ...],
    render: bool,
    root: Path | None,
    format_name: str,
    fail_on: str,
    jobs: int,
    renderer: str,
    debug: bool,  # noqa: ARG001 - the error boundary reads it
) -> int:
    """Judge leaves; all of them, or those at PATHS.

    Rules that compare leaves always see the whole catalog.
    """
    from catalogc.cli.selection import Selection
    from catalogc.cli.session import Session

    session = Session(root, format_name, fail_on, jobs, renderer)
    selection = Selection.of(session.root, paths)
    compilation = session.compile(selection.covers, render=render)
    findings = selection.findings(compilation)
    return session.report(compilation, findings, selection.count(compilation))
