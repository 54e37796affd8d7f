"""``catalogc build``: write Applications and manifests."""

from pathlib import Path

import click

from catalogc.cli.changes import Changes, change_options
from catalogc.cli.options import RunOptions, common_options


@click.command()
@click.option("--env", "environment", help="Build only this environment.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write; by default paths.output of catalogc.yaml.",
)
@click.option(
    "--allow-delete",
    type=click.IntRange(min=0),
    metavar="N",
    help="Let this run remove N Applications, where it would refuse.",
)
@change_options
@common_options
def build(
    *,
    environment: str | None,
    output: Path | None,
    allow_delete: int | None,
    changes: Changes,
    options: RunOptions,
) -> int:
    """Write Argo CD Applications and rendered manifests.

    A run with errors writes nothing.
    """
    from catalogc.cli.output import (
        output_trees,
        refuse_sources,
        require_environment,
        write_output,
    )
    from catalogc.cli.selection import Selection
    from catalogc.cli.session import Session

    session = Session(options, changes)
    compilation = session.compile(lambda release: environment in (None, release.environment.name))
    if environment is not None:
        require_environment(compilation, environment)
    everything = Selection(())
    count = everything.count(compilation)
    code = session.report(compilation, everything.findings(compilation), count)
    if compilation.has_errors or compilation.catalog is None:
        return code
    trees = output_trees(compilation, environment)
    target = output or session.root / compilation.catalog.config.paths.output
    refuse_sources(target, session.root, compilation.catalog.config.paths)
    written = write_output(
        target, trees, allow_delete=allow_delete, all_environments=environment is None
    )
    if options.format_name == "text":
        click.echo(written)
    return code
