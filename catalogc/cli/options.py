"""Options that several verbs share."""

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from catalogc import CONFIG_FILE
from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode

FORMAT_NAMES = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")


ROOT_OPTION = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The catalog repository; by default the nearest parent with a catalogc.yaml.",
)
TEXT_OR_JSON = click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
DEBUG_OPTION = click.option("--debug", is_flag=True, help="Print the trace of a bug in catalogc.")

_OPTIONS = (
    ROOT_OPTION,
    click.option(
        "--format",
        "format_name",
        type=click.Choice(FORMAT_NAMES),
        default="text",
        show_default=True,
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning"]),
        default="error",
        show_default=True,
        help="Least severity that makes the exit code 1.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=0),
        default=0,
        help="Render workers; 0 is one a processor.",
    ),
    click.option(
        "--renderer",
        type=click.Choice(["engine", "helm"]),
        default="engine",
        show_default=True,
        help="The embedded Helm engine, or the helm binary on PATH.",
    ),
    click.option(
        "--validator",
        type=click.Choice(["builtin", "kubeconform"]),
        default="builtin",
        show_default=True,
        help="What checks manifests against schemas; kubeconform must be on PATH.",
    ),
    click.option(
        "--strict", is_flag=True, help="Make an error of what cannot be decided, or has no schema."
    ),
    DEBUG_OPTION,
)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the common options say."""

    root: Path | None
    format_name: str
    fail_on: str
    jobs: int
    renderer: str
    validator: str = "builtin"
    strict: bool = False


def common_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options that every verb has; the function gets them as ``options``."""

    @functools.wraps(function)
    def command(**arguments: Any) -> int:
        del arguments["debug"]  # the error boundary reads it
        mine = {name: arguments.pop(name) for name in RunOptions.__slots__}
        return function(options=RunOptions(**mine), **arguments)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def find_root(given: Path | None) -> Path:
    """Return the catalog repository: the given folder, or the nearest parent that is one.

    Raises:
        Stop: there is no catalogc.yaml.
    """
    if given is not None:
        candidates = [given.resolve()]
    else:
        here = Path.cwd()
        candidates = [here, *here.parents]
    for candidate in candidates:
        if (candidate / CONFIG_FILE).is_file():
            return candidate
    where = f"in {given}" if given is not None else "here or in a parent folder"
    raise Stop(
        ExitCode.USAGE,
        f"there is no {CONFIG_FILE} {where}",
        "run catalogc in a catalog repository, or name one with --root",
    )


def wants_colour() -> bool:
    """Colour on a terminal, unless NO_COLOR says no or FORCE_COLOR says yes."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return not os.environ.get("NO_COLOR") and sys.stdout.isatty()
