"""Options of ``lint`` that say what is asked of leaves, and what is told of it."""

import functools
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalogc import BASELINE_FILE
from catalogc.cli.completion import complete_rules

if TYPE_CHECKING:
    from catalogc.cli.session import Session
    from catalogc.files import Tree
    from catalogc.model.finding import Finding
    from catalogc.model.lint import LintRequest
    from catalogc.model.source import Location

_OPTIONS = (
    click.option(
        "--profile",
        type=click.Choice(["relaxed", "default", "strict"]),
        help="The set of rules, instead of catalogc.yaml's.",
    ),
    click.option(
        "--select",
        multiple=True,
        metavar="RULES",
        shell_complete=complete_rules,
        help="Run only these rules, and those that cannot be switched off.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="RULES",
        shell_complete=complete_rules,
        help="Drop findings of these rules.",
    ),
    click.option("--no-baseline", is_flag=True, help=f"Report what {BASELINE_FILE} knows, too."),
    click.option("--statistics", is_flag=True, help="Count findings by rule."),
    click.option("--show-settings", is_flag=True, help="Tell where each setting comes from."),
)


@dataclass(frozen=True, slots=True)
class LintOptions:
    """What these options say."""

    profile: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    no_baseline: bool
    statistics: bool
    show_settings: bool

    def request(self, root: Path, tree: "Tree") -> "LintRequest":
        """Return the request of a run in a catalog repository.

        Args:
            tree: where the baseline is read.

        Raises:
            Stop: a rule that does not exist, or a baseline that cannot be read.
        """
        from catalogc.cli.request import lint_request

        return lint_request(
            root,
            profile=self.profile,
            select=self.select,
            ignore=self.ignore,
            baseline=not self.no_baseline,
            tree=tree,
        )

    def show(self, session: "Session", request: "LintRequest") -> int:
        """Print every setting with the place that it comes from."""
        from catalogc.cli.settings import settings_text

        compilation = session.compile(lambda _: False, render=False, request=request)
        if compilation.catalog is None:
            return session.report(compilation, compilation.findings)
        sys.stdout.write(settings_text(compilation.catalog, request))
        return 0


def lint_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options; the function gets them as ``wishes``."""

    @functools.wraps(function)
    def command(**arguments: Any) -> int:
        names = LintOptions.__slots__
        mine = {name: arguments.pop(name) for name in names}
        return function(wishes=LintOptions(**mine), **arguments)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def statistics(findings: "Iterable[Finding]") -> str:
    """Return how often each rule was broken, most often first."""
    counts = Counter((finding.rule, bool(finding.fixes)) for finding in findings)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(
        f"{count:>6}  {rule}{'  fixable' if fixable else ''}\n" for (rule, fixable), count in rows
    )


def place_text(location: "Location | None", otherwise: str) -> str:
    """Return ``file:line``, or where else something comes from."""
    return f"{location.file.path}:{location.span.line}" if location else otherwise
