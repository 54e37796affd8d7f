"""``catalogc check``: the CI gate."""

from pathlib import Path

import click

from catalogc.cli.options import common_options


@click.command()
@common_options
def check(
    *,
    root: Path | None,
    format_name: str,
    fail_on: str,
    jobs: int,
    renderer: str,
    debug: bool,  # noqa: ARG001 - the error boundary reads it
) -> int:
    """Judge every leaf, and compare the committed output with a build in memory."""
    from catalogc.cli.output import drift_findings, output_trees
    from catalogc.cli.session import Session

    session = Session(root, format_name, fail_on, jobs, renderer)
    compilation = session.compile(lambda _: True)
    findings = compilation.findings
    if compilation.catalog is not None and not compilation.has_errors:
        trees = output_trees(compilation, session.engine_version, None)
        folder = compilation.catalog.config.paths.output
        findings = (*findings, *drift_findings(session.root, folder, trees))
    return session.report(compilation, findings)
