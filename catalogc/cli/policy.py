"""``catalogc policy``: list the policies, and run their cases."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import DEBUG_OPTION, ROOT_OPTION, TEXT_OR_JSON, find_root

if TYPE_CHECKING:
    from catalogc.cli.policy_cases import CaseResult, Render
    from catalogc.cli.policy_repository import PolicyCase, PolicyRepository


@click.group()
def policy() -> None:
    """List policies, and test them."""


@policy.command("list")
@ROOT_OPTION
@TEXT_OR_JSON
@DEBUG_OPTION
def list_policies(*, root: Path | None, format_name: str, debug: bool) -> int:  # noqa: ARG001
    """List every policy: its form, how severe it is, who owns it, and what it asks for."""
    from catalogc.cli.policy_list import policy_rows

    rows = policy_rows(_repository(find_root(root)).policies)
    if format_name == "json":
        sys.stdout.write(json.dumps({"version": 1, "policies": rows}, indent=2) + "\n")
        return ExitCode.CLEAN
    widths = {key: max((len(row[key]) for row in rows), default=0) for key in ("name", "form")}
    for row in rows:
        sys.stdout.write(
            f"{row['name']:<{widths['name']}}  {row['form']:<{widths['form']}}  "
            f"{row['level']:<7}  {row['description']}\n"
        )
    return ExitCode.CLEAN


@policy.command("test")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@ROOT_OPTION
@TEXT_OR_JSON
@DEBUG_OPTION
def run_cases(
    *,
    paths: tuple[Path, ...],
    root: Path | None,
    format_name: str,
    debug: bool,  # noqa: ARG001 - the error boundary reads it
) -> int:
    """Run the cases of all policies, or those in the files and folders at PATHS.

    Exit code 1: a policy does not say what a case expects, or cannot be used at all.
    """
    from catalogc.cli.policy_cases import CaseRunner
    from catalogc.model.unavailable import UnavailableError

    folder = find_root(root)
    repository = _repository(folder)
    cases = _selected(repository.cases, paths, folder)
    if paths and not cases:
        raise Stop(ExitCode.USAGE, "there are no cases of policies at these paths")
    tested = {case.policy for case in repository.cases}
    untested = [name for name in repository.policies.names if name not in tested and not paths]
    try:
        runner = CaseRunner(repository, _renderer(repository))
        results, broken = runner.run(cases, untested)
    except UnavailableError as error:
        raise Stop(ExitCode.ENVIRONMENT, str(error)) from None
    write = _as_json if format_name == "json" else _as_text
    sys.stdout.write(write(results, untested, broken))
    failed = bool(broken) or any(result.reason for result in results)
    return ExitCode.FINDINGS if failed else ExitCode.CLEAN


def _repository(root: Path) -> "PolicyRepository":
    """Read the repository.

    Raises:
        Stop: something in it is wrong; the findings are printed.
    """
    from catalogc.cli.policy_repository import read_policy_repository
    from catalogc.model.finding import has_errors
    from catalogc.report.text import frames

    outcome = read_policy_repository(root)
    if outcome.value is None or has_errors(outcome.findings):
        sys.stderr.write(frames(outcome.findings, colour=False))
        raise Stop(ExitCode.USAGE, "the policies cannot be read", "correct what is reported above")
    return outcome.value


def _selected(
    cases: "Sequence[PolicyCase]", paths: tuple[Path, ...], root: Path
) -> "list[PolicyCase]":
    from catalogc.cli.selection import Selection

    chosen = Selection.of(root, paths).paths
    return [
        case
        for case in cases
        if not chosen
        or any(
            case.location.file.path == path or case.location.file.path.startswith(f"{path}/")
            for path in chosen
        )
    ]


def _renderer(repository: "PolicyRepository") -> "Render":
    """Return what renders leaves; it starts the Helm engine when there is a leaf to render."""
    from catalogc.render.engine import EngineRenderer
    from catalogc.render.protocol import RenderSettings
    from catalogc.render.stage import render_releases

    catalog = repository.catalog

    def render(releases: Any) -> Any:
        settings = RenderSettings(
            kube_version=catalog.config.kubernetes_version,
            api_versions=catalog.config.api_versions,
            jobs=1,
        )
        with EngineRenderer(settings) as renderer:
            return render_releases(releases, renderer, catalog.kubernetes_version)

    return render


def _as_text(
    results: "Sequence[CaseResult]", untested: Sequence[str], broken: Mapping[str, str]
) -> str:
    lines = []
    for result in results:
        if result.reason:
            place = result.case.location
            name = result.case.data["name"]
            lines.append(
                f"{place.file.path}:{place.span.line}:{place.span.column}: "
                f"{result.case.policy}, {name}: {result.reason}"
            )
    lines += [f"policy {name} {reason}" for name, reason in broken.items()]
    lines += [f"policy {name} has no cases" for name in untested]
    failed = sum(bool(result.reason) for result in results)
    policies = len({result.case.policy for result in results})
    lines.append(f"Ran {len(results)} cases of {policies} policies: {failed or 'none'} failed.")
    return "\n".join(lines) + "\n"


def _as_json(
    results: "Sequence[CaseResult]", untested: Sequence[str], broken: Mapping[str, str]
) -> str:
    content = {
        "version": 1,
        "summary": {
            "cases": len(results),
            "failed": sum(bool(result.reason) for result in results),
            "untested": list(untested),
        },
        "broken": [{"policy": name, "reason": reason} for name, reason in broken.items()],
        "cases": [
            {
                "policy": result.case.policy,
                "name": result.case.data["name"],
                "path": result.case.location.file.path,
                "line": result.case.location.span.line,
                "expect": result.case.data["expect"],
                "got": result.said.status,
                "messages": list(result.said.messages),
                "fields": list(result.said.fields),
                "reason": result.reason,
            }
            for result in results
        ],
    }
    return json.dumps(content, indent=2) + "\n"
