"""``catalogc doctor``: what this catalog relies on outside of it."""

import json
from pathlib import Path

import click

from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import DEBUG_OPTION, ROOT_OPTION, TEXT_OR_JSON, RunOptions


@click.command()
@ROOT_OPTION
@TEXT_OR_JSON
@DEBUG_OPTION
def doctor(
    *,
    root: Path | None,
    format_name: str,
    debug: bool,  # noqa: ARG001 - the error boundary reads it
) -> int:
    """Check tools, git and open limits; print settings for Argo CD and Backstage.

    The settings are exactly those that the output of this configuration relies on. Exit code 3:
    something that catalogc needs is missing or not supported.
    """
    from catalogc.cli.session import Session
    from catalogc.doctor.diagnosis import Subject
    from catalogc.doctor.examination import examine
    from catalogc.model.lint import LintRequest

    session = Session(RunOptions(root, format_name, "error", 0, "engine"))
    # Findings in leaves are for lint; here, they cost time alone.
    request = LintRequest(only=frozenset({"ambiguous-scalar"}))
    compilation = session.compile(lambda _: False, render=False, request=request)
    if compilation.catalog is None:
        return session.report(compilation, compilation.findings)
    diagnosis = examine(Subject(session.root, compilation.catalog))
    if format_name == "json":
        click.echo(json.dumps(diagnosis.as_json(), indent=1, ensure_ascii=False))
    else:
        click.echo(diagnosis.as_text(), nl=False)
    return ExitCode.ENVIRONMENT if diagnosis.is_fatal else ExitCode.CLEAN
