"""``catalogc new``: write a first leaf."""

import posixpath
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalogc.cli.asking import ask, can_ask
from catalogc.cli.boundary import Stop
from catalogc.cli.completion import complete_workload_types
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import RunOptions, common_options

if TYPE_CHECKING:
    from catalogc.cli.session import Session
    from catalogc.model.adapter import Adapter
    from catalogc.model.catalog import Catalog

EDITOR_SCHEMA = "schemas/leaf.schema.json"
"""Where ``catalogc schema export --output`` is expected to write, from the root."""


@click.command()
@click.argument("workload_type", required=False, shell_complete=complete_workload_types)
@click.argument("service_name", required=False)
@click.option("--catalog", "service_catalog", help="The serviceCatalog.")
@click.option("--name", "name_option", help="The serviceName, instead of the second argument.")
@click.option("--environment", "--env", "-e", help="The environment.")
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Set a field.")
@click.option("--output", metavar="FILE", help="Write FILE, not the layout's; - for stdout.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@common_options
def new(  # noqa: PLR0913 - one an option
    *,
    workload_type: str | None,
    service_name: str | None,
    service_catalog: str | None,
    name_option: str | None,
    environment: str | None,
    settings: tuple[str, ...],
    output: str | None,
    force: bool,
    options: RunOptions,
) -> int:
    """Write a first leaf of WORKLOAD_TYPE, with comments and a schema for editors; then lint it.

    What the arguments do not say is asked for on a terminal. What the author alone knows, and
    nobody could be asked, is an example, which is named; --set gives it.
    """
    from catalogc.cli.session import Session
    from catalogc.export.leaf_schema import leaf_schema
    from catalogc.export.starter import leaf_text

    session = Session(options)
    catalog = _catalog(session)
    adapter = _adapter(catalog, workload_type or _ask_type(catalog))
    identity = {"workloadType": adapter.workload_type}
    identity |= _identity(catalog, name_option or service_name, service_catalog, environment)
    # What charts and folders give is not required of a leaf.
    schema = leaf_schema(adapter, catalog.config)
    values, examples = _values(catalog, schema, identity, settings)
    path = _output_path(session.root, catalog, output) or _leaf_path(catalog, identity)
    text = leaf_text(values, schema, editor_schema_from(path))
    if output == "-":
        sys.stdout.write(text)
    else:
        _write(session.root, path, text, force=force)
    if examples:
        sys.stderr.write(f"  = note: examples to replace: {', '.join(examples)}\n")
    return ExitCode.CLEAN if output == "-" else _lint(options, path)


def editor_schema_from(path: str) -> str:
    """Return the schema for editors as a path from a leaf's folder."""
    return posixpath.relpath(EDITOR_SCHEMA, posixpath.dirname(path))


def _identity(
    catalog: "Catalog", name: str | None, service_catalog: str | None, environment: str | None
) -> dict[str, str]:
    config = catalog.config
    return {
        "serviceName": name or ask("Service name", "--name"),
        "serviceCatalog": _known("--catalog", "Service catalog", service_catalog, config.catalogs),
        "environment": _known("--environment", "Environment", environment, config.environments),
    }


def _known(
    option: str, question: str, given: str | None, known: "Mapping[str, object] | None"
) -> str:
    """Return a name of catalogc.yaml: what was given, the only one, or the answer.

    Raises:
        Stop: catalogc.yaml names others.
    """
    from catalogc.model.display import listing
    from catalogc.model.suggestion import nearest

    names = list(known or ())
    only = names[0] if len(names) == 1 else ""
    name = given or ask(question, option, only, names)
    if known is not None and name not in known:
        close = nearest(name, names)
        remedy = f"did you mean {close}?" if close else f"known: {listing(names)}"
        raise Stop(ExitCode.USAGE, f"{option} is {name!r}, which is not in catalogc.yaml", remedy)
    return name


def _values(
    catalog: "Catalog",
    schema: dict[str, Any],
    identity: dict[str, str],
    settings: tuple[str, ...],
) -> tuple[dict[str, Any], list[str]]:
    """Return the leaf's values, and the fields of it that are only examples."""
    from catalogc.export.starter import starter_values
    from catalogc.model.source import format_path
    from catalogc.scaffold.fitting import fitted
    from catalogc.scaffold.questions import parse_setting, questions, set_field

    limits = (catalog.config.catalogs or {}).get(identity["serviceCatalog"])
    example = fitted(starter_values(schema), identity, limits)
    values = {**example, **identity}
    namespace = _namespace(catalog, identity["serviceCatalog"])
    if namespace:
        values["namespace"] = namespace
    try:
        given = {parse_setting(setting)[0] for setting in settings}
        examples = []
        for question in questions(schema, values):
            path = question.path
            if any(path[: len(other)] == other for other in given):
                continue
            answer = ask(question.about or format_path(path), question.option, question.example)
            set_field(values, f"{format_path(path)}={answer}", schema)
            if not can_ask():
                examples.append(format_path(path))
        for setting in settings:
            set_field(values, setting, schema)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return values, examples


def _write(root: Path, path: str, text: str, *, force: bool) -> None:
    from catalogc.export.target import write_text

    if (root / path).exists() and not force:
        raise Stop(ExitCode.USAGE, f"{path} exists already", "choose another name, or use --force")
    write_text(root / path, text)
    sys.stderr.write(f"Wrote {path}\n")
    if not (root / EDITOR_SCHEMA).exists():
        hint = f"catalogc schema export --output {EDITOR_SCHEMA}"
        sys.stderr.write(f"  = help: for help in your editor run: {hint}\n")


def _lint(options: RunOptions, path: str) -> int:
    from catalogc.cli.selection import Selection
    from catalogc.cli.session import Session

    session = Session(options)
    selection = Selection((path,))
    compilation = session.compile(selection.covers)
    return session.report(
        compilation, selection.findings(compilation), selection.count(compilation)
    )


def _catalog(session: "Session") -> "Catalog":
    compilation = session.compile(lambda _: False, render=False)
    if compilation.catalog is None:
        session.report(compilation, compilation.findings)
        raise Stop(ExitCode.USAGE, "catalogc.yaml cannot be used", "correct it first")
    return compilation.catalog


def _ask_type(catalog: "Catalog") -> str:
    if can_ask():
        for name, adapter in sorted(catalog.adapters.items()):
            sys.stderr.write(f"{name:<26}{adapter.schema.get('description', '')}\n")
    return ask("Workload type", "WORKLOAD_TYPE", choices=() if can_ask() else [*catalog.adapters])


def _adapter(catalog: "Catalog", workload_type: str) -> "Adapter":
    from catalogc.model.suggestion import nearest

    adapter = catalog.adapters.get(workload_type)
    if adapter is not None:
        return adapter
    known = sorted(catalog.adapters)
    close = nearest(workload_type, known)
    raise Stop(
        ExitCode.USAGE,
        f"there is no workloadType {workload_type}",
        f"did you mean {close}?" if close else f"choose one of {', '.join(known)}",
    )


def _namespace(catalog: "Catalog", service_catalog: str) -> str:
    """Return the catalog's first namespace, where its own name is not one of them."""
    limits = (catalog.config.catalogs or {}).get(service_catalog)
    if limits is None or not limits.namespaces or service_catalog in limits.namespaces:
        return ""
    return limits.namespaces[0]


def _output_path(root: Path, catalog: "Catalog", output: str | None) -> str:
    """Return what --output names, from the root; empty for the layout's own place.

    Raises:
        Stop: it is not where leaves are read.
    """
    if output in (None, "-"):
        return ""
    absolute = (Path.cwd() / str(output)).resolve()
    folder = (root / catalog.config.paths.leaves).resolve()
    if not absolute.is_relative_to(folder) or absolute.suffix not in (".yaml", ".yml"):
        leaves = catalog.config.paths.leaves
        message = f"--output is {output}, and leaves are YAML files below {leaves}/"
        raise Stop(ExitCode.USAGE, message, f"choose a file below {leaves}/, or - for stdout")
    return absolute.relative_to(root.resolve()).as_posix()


def _leaf_path(catalog: "Catalog", identity: Mapping[str, str]) -> str:
    """Return the layout's path.

    Raises:
        Stop: a name that is no file name, so that nothing is written elsewhere.
    """
    parts = [identity[key] for key in ("serviceCatalog", "serviceName", "environment")]
    for part in parts:
        if part in ("", ".", "..") or "/" in part or "\0" in part or not part.isprintable():
            raise Stop(ExitCode.USAGE, f"{part!r} cannot be part of a file name")
    return posixpath.join(catalog.config.paths.leaves, *parts[:-1], f"{parts[-1]}.yaml")
