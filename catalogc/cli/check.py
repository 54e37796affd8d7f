"""``catalogc check``: the CI gate."""

import click

from catalogc.cli.options import RunOptions, common_options


@click.command()
@common_options
def check(
    *,
    options: RunOptions,
) -> int:
    """Judge every leaf, and compare the committed output with a build in memory."""
    from catalogc.cli.output import drift_findings, output_trees
    from catalogc.cli.session import Session

    session = Session(options)
    compilation = session.compile(lambda _: True)
    findings = compilation.findings
    if compilation.catalog is not None and not compilation.has_errors:
        trees = output_trees(compilation, None)
        folder = compilation.catalog.config.paths.output
        findings = (*findings, *drift_findings(session.root, folder, trees))
    return session.report(compilation, findings)
