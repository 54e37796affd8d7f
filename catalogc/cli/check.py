"""``catalogc check``: the CI gate."""

import click

from catalogc.cli.changes import Changes, change_options
from catalogc.cli.options import RunOptions, common_options


@click.command()
@change_options
@common_options
def check(
    *,
    changes: Changes,
    options: RunOptions,
) -> int:
    """Judge every leaf, and compare the committed output with a build in memory."""
    from catalogc.cli.output import drift_findings, output_trees
    from catalogc.cli.selection import Selection
    from catalogc.cli.session import Session

    session = Session(options, changes)
    compilation = session.compile(lambda _: True)
    everything = Selection(())
    findings = everything.findings(compilation)
    if compilation.catalog is not None and not compilation.has_errors:
        trees = output_trees(compilation, None)
        folder = compilation.catalog.config.paths.output
        findings = (*findings, *drift_findings(session.tree, folder, trees))
    return session.report(compilation, findings, everything.count(compilation))
