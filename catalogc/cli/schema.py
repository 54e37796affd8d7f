"""``catalogc schema``: what leaves and our own files look like, for editors and programs."""

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import DEBUG_OPTION, ROOT_OPTION, RunOptions
from catalogc.cli.sound_schemas import refuse_invalid_schemas

if TYPE_CHECKING:
    from catalogc.cli.session import Session
    from catalogc.model.catalog import Catalog
    from catalogc.model.finding import Finding


@click.group()
def schema() -> None:
    """Describe leaves, and the other files of a catalog repository, to editors and programs."""


@schema.command()
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["json-schema", "typescript"]),
    default="json-schema",
    show_default=True,
)
@click.option(
    "--defaults", is_flag=True, help="Describe _defaults.yaml files instead (json-schema only)."
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write FILE, not stdout."
)
@click.option("--check", is_flag=True, help="Compare with the file instead of writing it.")
@ROOT_OPTION
@DEBUG_OPTION
def export(
    *,
    format_name: str,
    defaults: bool,
    output: Path | None,
    check: bool,
    root: Path | None,
    debug: bool,  # noqa: ARG001 - the error boundary reads it
) -> int:
    """Describe the leaves of every workloadType: one JSON Schema, or TypeScript types."""
    if check and output is None:
        raise click.UsageError("--check needs --output FILE, the file to compare")
    if defaults and format_name != "json-schema":
        raise click.UsageError("--defaults needs --format json-schema")
    from catalogc.cli.session import Session

    options = RunOptions(root=root, format_name="text", fail_on="error", jobs=0, renderer="engine")
    session = Session(options)
    catalog = _sound_catalog(session)
    if catalog is None:
        return ExitCode.FINDINGS
    text = _text(catalog, format_name, defaults=defaults)
    if output is None:
        sys.stdout.write(text)
        return ExitCode.CLEAN
    return _compare(output, text) if check else _write(output, text)


def _own_schema(name: str, about: str) -> click.Command:
    def command(*, debug: bool) -> int:  # noqa: ARG001 - the error boundary reads it
        from importlib import resources

        file = resources.files("catalogc.schemas") / f"{name}.schema.json"
        sys.stdout.write(file.read_text(encoding="utf-8"))
        return ExitCode.CLEAN

    help_text = f"Print the JSON Schema of {about}."
    return click.command(name, help=help_text)(DEBUG_OPTION(command))


schema.add_command(_own_schema("config", "catalogc.yaml"))
schema.add_command(_own_schema("cluster", "an inventory file"))
schema.add_command(_own_schema("policy", "a policy file (kind Policy)"))
schema.add_command(_own_schema("policy-test", "a file with cases of a policy (kind PolicyTest)"))


def _sound_catalog(session: "Session") -> "Catalog | None":
    """Read the adapters; report what is wrong with them, and nothing about leaves.

    Returns:
        None where something is wrong: half of the adapters would be a wrong answer.
    """
    from catalogc.model.finding import Severity

    compilation = session.compile(lambda _: True, render=False)
    catalog = compilation.catalog
    broken = tuple(
        finding
        for finding in compilation.findings
        if finding.severity is Severity.ERROR and (catalog is None or _is_ours(finding, catalog))
    )
    if broken:
        # What is asked for on stdout is a schema; findings would end up in somebody's file.
        with contextlib.redirect_stdout(sys.stderr):
            session.report(compilation, broken)
        return None
    if catalog is None or not catalog.adapters:
        raise Stop(
            ExitCode.USAGE,
            "the catalog repository has no adapter to describe",
            "register a chart in the Backstage tree: docs/reference/leaf.md",
        )
    refuse_invalid_schemas(catalog)
    return catalog


def _is_ours(finding: "Finding", catalog: "Catalog") -> bool:
    paths = catalog.config.paths
    others = (paths.leaves, paths.inventory, paths.policies)
    path = Path(finding.location.file.path)
    return finding.leaf is None and not any(path.is_relative_to(other) for other in others)


def _text(catalog: "Catalog", format_name: str, *, defaults: bool) -> str:
    if format_name == "typescript":
        from catalogc.export.typescript import export_typescript

        return export_typescript(catalog.adapters, catalog.config)
    from catalogc.export.json_schema import export_json_schema
    from catalogc.export.leaf_schema import inherited_fields

    inherited = inherited_fields(catalog.releases)
    return export_json_schema(catalog.adapters, catalog.config, inherited, defaults=defaults)


def _write(output: Path, text: str) -> int:
    from catalogc.export.target import is_foreign, write_text

    if is_foreign(output):
        raise Stop(
            ExitCode.ENVIRONMENT,
            f"{output} was not written by catalogc schema export",
            "choose another file, or remove this one",
        )
    write_text(output, text)
    sys.stderr.write(f"wrote {output}\n")
    return ExitCode.CLEAN


def _compare(output: Path, text: str) -> int:
    from catalogc.export.target import difference

    remedy = "run the same command without --check, and commit the file"
    try:
        found = difference(output, text)
    except FileNotFoundError:
        raise Stop(ExitCode.FINDINGS, f"{output} is missing", remedy) from None
    if found is None:
        return ExitCode.CLEAN
    sys.stdout.write(f"{found}\n")
    raise Stop(ExitCode.FINDINGS, f"{output} is not what the adapters say", remedy)
