"""What a shell completes: rules, leaves, workload types."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_MOST = 200


def complete_rules(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Complete slugs of rules, also behind a comma."""
    from click.shell_completion import CompletionItem

    from catalogc.cli.known_rules import known_rules

    before, comma, begun = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{rule.slug}", help=rule.summary)
        for rule in known_rules(None).values()
        if rule.slug.startswith(begun)
    ]


def complete_leaves(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Complete YAML files and folders below the current folder."""
    from click.shell_completion import CompletionItem

    folder, slash, begun = incomplete.rpartition("/")
    base = Path(folder + slash or ".")
    if not base.is_dir():
        return []
    found = sorted(
        entry
        for entry in base.iterdir()
        if entry.name.startswith(begun) and (entry.is_dir() or entry.suffix in (".yaml", ".yml"))
        and not entry.name.startswith(".")
    )  # fmt: skip
    return [
        CompletionItem(f"{folder}{slash}{entry.name}{'/' if entry.is_dir() else ''}")
        for entry in found[:_MOST]
    ]


def complete_workload_types(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Complete the workload types of the catalog repository around the current folder."""
    from click.shell_completion import CompletionItem

    from catalogc.cli.boundary import Stop
    from catalogc.cli.options import find_root
    from catalogc.pipeline import compile_catalog

    try:
        compilation = compile_catalog(find_root(None), prepare=None, select=lambda _: False)
    except (Stop, OSError):
        return []
    adapters = compilation.catalog.adapters if compilation.catalog else {}
    return [
        CompletionItem(name, help=str(adapter.schema.get("description", "")))
        for name, adapter in sorted(adapters.items())
        if name.startswith(incomplete.upper())
    ]


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completions(*, shell: str) -> int:
    """Print the script that makes SHELL complete catalogc's words; source it from its rc file."""
    from click.shell_completion import get_completion_class

    from catalogc.cli.command import catalogc

    made = get_completion_class(shell)
    if made is not None:
        click.echo(made(catalogc, {}, "catalogc", "_CATALOGC_COMPLETE").source())
    return 0
