"""``catalogc graph``: what leads where."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.completion import complete_leaves
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import DEBUG_OPTION, ROOT_OPTION, RunOptions

if TYPE_CHECKING:
    from catalogc.graph.model import Graph
    from catalogc.graph.of_catalog import Covers
    from catalogc.model.catalog import Catalog
    from catalogc.model.release import Release

_KINDS = ("adapter", "cluster", "gateway", "model")


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    type=click.Path(exists=True, path_type=Path),
    shell_complete=complete_leaves,
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["mermaid", "html", "dot", "json"]),
    default="mermaid",
    show_default=True,
)
@click.option("--env", "environment", help="Only leaves of this environment.")
@click.option("--hide", multiple=True, type=click.Choice(_KINDS), help="Leave out these nodes.")
@click.option(
    "--detail",
    type=click.Choice(["auto", "leaves", "overview"]),
    default="auto",
    show_default=True,
    help="Every leaf, or one node for each catalog and workloadType.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write FILE, not stdout."
)
@ROOT_OPTION
@DEBUG_OPTION
def graph(  # noqa: PLR0913 - one an option
    *,
    paths: tuple[Path, ...],
    format_name: str,
    environment: str | None,
    hide: tuple[str, ...],
    detail: str,
    output: Path | None,
    root: Path | None,
    debug: bool,
) -> int:
    """Draw environments, clusters, catalogs, leaves, adapters, models and what leads where.

    With PATH, only leaves of these files and folders, and what they lead to. Nothing is rendered;
    a leaf with errors is drawn as far as it can be read.
    """
    del debug  # the error boundary reads it
    from catalogc.graph.model import NodeKind
    from catalogc.graph.of_catalog import graph_of

    options = RunOptions(root=root, format_name="text", fail_on="error", jobs=0, renderer="engine")
    catalog, covers = _picked(options, paths, environment)
    drawn = graph_of(catalog, covers).without(*map(NodeKind, hide))
    text = _text(drawn, format_name, detail)
    if output is None:
        sys.stdout.write(text)
        return ExitCode.CLEAN
    from catalogc.export.target import write_text

    write_text(output, text)
    sys.stderr.write(f"wrote {output}\n")
    return ExitCode.CLEAN


def _picked(
    options: RunOptions, paths: tuple[Path, ...], environment: str | None
) -> "tuple[Catalog, Covers]":
    """Read the catalog; return it, and what picks leaves of it.

    Raises:
        Stop: the configuration cannot be read, or there is no such leaf.
    """
    from catalogc.cli.output import require_environment
    from catalogc.cli.selection import Selection
    from catalogc.cli.session import Session

    session = Session(options)
    selection = Selection.of(session.root, paths)
    compilation = session.compile(lambda _: False, render=False)
    catalog = compilation.catalog
    if catalog is None:
        raise Stop(ExitCode.USAGE, "catalogc.yaml cannot be read", "catalogc lint tells why")
    if environment is not None:
        require_environment(compilation, environment)
    if compilation.has_errors:
        note = "the catalog has errors, and the graph may lack something: see catalogc lint"
        sys.stderr.write(f"catalogc: {note}\n")

    def covers(release: "Release") -> bool:
        return environment in (None, release.id.environment) and selection.covers(release)

    if paths and not any(map(covers, catalog.releases)):
        names = ", ".join(map(str, paths))
        raise Stop(ExitCode.USAGE, f"no leaf is in {names}", "catalogc lint tells what is there")
    return catalog, covers


def _text(drawn: "Graph", format_name: str, detail: str) -> str:
    from catalogc.graph.overview import collapsed

    if detail == "overview":
        drawn = collapsed(drawn)
    if format_name == "html":
        from catalogc.graph.page import html_text

        return html_text(drawn, "Workload catalog")
    if format_name == "json":
        from catalogc.graph.as_json import json_text

        return json_text(drawn)
    if format_name == "dot":
        from catalogc.graph.dot import dot_text

        return dot_text(drawn)
    return _mermaid(drawn, detail)


def _mermaid(drawn: "Graph", detail: str) -> str:
    """Write what Mermaid can draw: an overview, where every leaf would be too much."""
    from catalogc.graph.mermaid import MOST_CHARACTERS, MOST_EDGES, fits, mermaid_text
    from catalogc.graph.overview import collapsed

    text = mermaid_text(drawn)
    limits = f"{MOST_EDGES} edges and {MOST_CHARACTERS} characters"
    if not fits(drawn, text) and detail == "auto":
        drawn = collapsed(drawn)
        text = mermaid_text(drawn)
        note = f"an overview, as Mermaid draws at most {limits}; --detail leaves, or --format html"
        sys.stderr.write(f"catalogc: {note}\n")
    if not fits(drawn, text):
        note = f"Mermaid draws at most {limits}: choose --env, a PATH, or --hide adapter"
        sys.stderr.write(f"catalogc: {note}\n")
    return text
