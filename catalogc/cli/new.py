"""``catalogc new``: write a first leaf."""

import posixpath
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.completion import complete_workload_types
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import RunOptions, common_options

if TYPE_CHECKING:
    from catalogc.model.adapter import Adapter
    from catalogc.model.catalog import Catalog

EDITOR_SCHEMA = "schemas/leaf.schema.json"
"""Where ``catalogc schema export --output`` is expected to write, from the root."""


@click.command()
@click.argument("workload_type", shell_complete=complete_workload_types)
@click.option("--catalog", "service_catalog", help="The serviceCatalog.")
@click.option("--name", "service_name", help="The serviceName.")
@click.option("--environment", "-e", help="The environment.")
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Set a field.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@common_options
def new(
    *,
    workload_type: str,
    service_catalog: str | None,
    service_name: str | None,
    environment: str | None,
    settings: tuple[str, ...],
    force: bool,
    options: RunOptions,
) -> int:
    """Write a first leaf of WORKLOAD_TYPE, with comments and a schema for editors; then lint it.

    What the options do not say is asked for on a terminal.
    """
    from catalogc.cli.session import Session
    from catalogc.export.starter import leaf_text, starter_values
    from catalogc.export.target import write_text

    session = Session(options)
    catalog = _catalog(session)
    adapter = _adapter(catalog, workload_type)
    identity = {
        "workloadType": adapter.workload_type,
        "serviceName": service_name or _ask("Service name", "--name"),
        "serviceCatalog": service_catalog or _ask("Service catalog", "--catalog"),
        "environment": environment or _ask("Environment", "--environment"),
    }
    values = {**starter_values(adapter.schema), **identity}
    namespace = _namespace(catalog, identity["serviceCatalog"])
    if namespace:
        values["namespace"] = namespace
    for setting in settings:
        _set(values, setting, adapter.schema)
    path = _leaf_path(catalog, identity)
    if (session.root / path).exists() and not force:
        raise Stop(ExitCode.USAGE, f"{path} exists already", "choose another name, or use --force")
    schema_path = posixpath.relpath(EDITOR_SCHEMA, posixpath.dirname(path))
    write_text(session.root / path, leaf_text(values, adapter.schema, schema_path))
    sys.stderr.write(f"Wrote {path}\n")
    if not (session.root / EDITOR_SCHEMA).exists():
        hint = f"catalogc schema export --output {EDITOR_SCHEMA}"
        sys.stderr.write(f"  = help: for help in your editor run: {hint}\n")
    return _lint(options, path)


def _lint(options: RunOptions, path: str) -> int:
    from catalogc.cli.selection import Selection
    from catalogc.cli.session import Session

    session = Session(options)
    selection = Selection((path,))
    compilation = session.compile(selection.covers)
    return session.report(
        compilation, selection.findings(compilation), selection.count(compilation)
    )


def _catalog(session: Any) -> "Catalog":
    compilation = session.compile(lambda _: False, render=False)
    if compilation.catalog is None:
        session.report(compilation, compilation.findings)
        raise Stop(ExitCode.USAGE, "catalogc.yaml cannot be used", "correct it first")
    catalog: Catalog = compilation.catalog
    return catalog


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


def _ask(what: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is missing")
    answer: str = click.prompt(what, err=True)
    return answer.strip()


def _namespace(catalog: "Catalog", service_catalog: str) -> str:
    """Return the catalog's first namespace, where its own name is not one of them."""
    limits = (catalog.config.catalogs or {}).get(service_catalog)
    if limits is None or not limits.namespaces or service_catalog in limits.namespaces:
        return ""
    return limits.namespaces[0]


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


def _set(values: dict[str, Any], setting: str, schema: Mapping[str, Any]) -> None:
    from catalogc.goyaml.scalars import read_plain
    from catalogc.model.source import parse_path
    from catalogc.schemas.navigation import schema_at

    name, equals, text = setting.partition("=")
    try:
        path = parse_path(name)
    except ValueError:
        path = ()
    if not equals or not path or not all(isinstance(part, str) for part in path):
        raise click.UsageError(f"--set wants FIELD=VALUE, such as container.port=8080: {setting}")
    kind = schema_at(schema, [p for key in path for p in ("properties", key)]).get("type")
    node: Any = values
    for part in path[:-1]:
        inner = node.get(part)
        node[part] = node = inner if isinstance(inner, dict) else {}
    node[str(path[-1])] = text if kind == "string" else read_plain(text)
