"""``catalogc lint``: judge leaves."""

import functools
import sys
from pathlib import Path

import click

from catalogc.cli.changes import Changes, change_options
from catalogc.cli.completion import complete_leaves
from catalogc.cli.lint_options import LintOptions, lint_options, statistics
from catalogc.cli.options import RunOptions, common_options

_STDIN = Path("-")


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
    shell_complete=complete_leaves,
)
@click.option("--render/--no-render", default=True, help="Also render the leaves' charts.")
@click.option("--fix", is_flag=True, help="Apply safe fixes, and report what is left.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="Also apply fixes that may change what a leaf means."
)
@click.option("--diff", is_flag=True, help="Print what fixes would change, and change nothing.")
@click.option(
    "--stdin-filename",
    metavar="FILE",
    help="The file that the text on stdin (PATH -) stands for; it need not exist.",
)
@lint_options
@change_options
@common_options
def lint(  # noqa: PLR0913 - one an option
    *,
    paths: tuple[Path, ...],
    render: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    stdin_filename: str | None,
    wishes: LintOptions,
    changes: Changes,
    options: RunOptions,
) -> int:
    """Judge leaves; all of them, or those at PATHS.

    Rules that compare leaves always see the whole catalog.
    """
    from catalogc.cli.exit_codes import ExitCode
    from catalogc.cli.fixing import Fixer
    from catalogc.cli.selection import Selection
    from catalogc.cli.session import Session

    if changes.staged and (fix or unsafe_fixes or _STDIN in paths):
        raise click.UsageError("--staged judges what git's index holds: nothing there is edited")
    session = Session(options, changes)
    unsaved = _unsaved(session.root, paths, stdin_filename, fixing=fix or unsafe_fixes or diff)
    paths = tuple(Path(stdin_filename or "") if path == _STDIN else path for path in paths)
    selection = Selection.of(session.root, paths)
    request = wishes.request(session.root, session.tree)
    if wishes.show_settings:
        return wishes.show(session, request)
    compiled = functools.partial(
        session.compile, selection.covers, render=render, request=request, unsaved=unsaved
    )
    fixer = Fixer(session.root, selection, unsafe=unsafe_fixes)
    compilation = fixer.fix(compiled) if (fix or unsafe_fixes) and not diff else compiled()
    if diff and compilation.catalog is not None:
        edits = fixer.diff(compilation, lambda texts: compiled(unsaved=texts))
        sys.stdout.write(edits)
        code: int = ExitCode.FINDINGS if edits else ExitCode.CLEAN
    else:
        findings = selection.findings(compilation)
        code = session.report(compilation, findings, selection.count(compilation))
        if wishes.statistics:
            # Other formats are for programs: what stands behind them would not parse.
            stream = sys.stdout if options.format_name == "text" else sys.stderr
            stream.write(statistics(findings))
    sys.stderr.writelines(f"{sentence}\n" for sentence in fixer.sentences)
    return code


def _unsaved(
    root: Path, paths: tuple[Path, ...], name: str | None, *, fixing: bool
) -> dict[str, bytes]:
    """Read stdin, where PATH - asks for it.

    Raises:
        UsageError: no file name, another path beside it, or fixes of what is not on disk.
    """
    if _STDIN not in paths:
        if name is not None:
            raise click.UsageError("--stdin-filename goes with PATH -")
        return {}
    if name is None or len(paths) > 1 or fixing:
        raise click.UsageError("PATH - stands alone, needs --stdin-filename, and is never fixed")
    from catalogc.cli.selection import Selection

    (path,) = Selection.of(root, (Path(name),)).paths
    return {path: sys.stdin.buffer.read()}
