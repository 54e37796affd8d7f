"""``catalogc promote``: the leaf of the next environment."""

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.completion import complete_leaves
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import RunOptions, common_options

if TYPE_CHECKING:
    from catalogc.cli.session import Session
    from catalogc.scaffold.promotion import Promotion


@click.command()
@click.argument("leaf", shell_complete=complete_leaves)
@click.option("--to", metavar="ENV", help="By default the next environment of catalogc.yaml.")
@click.option("--from", "from_", metavar="ENV", help="Which of a service's leaves.")
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Set a field.")
@click.option("--carry", multiple=True, metavar="FIELD", help="Carry this field over, too.")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option("--diff", is_flag=True, help="Print the difference instead; write nothing.")
@common_options
def promote(  # noqa: PLR0913 - one an option
    *,
    leaf: str,
    to: str | None,
    from_: str | None,
    settings: tuple[str, ...],
    carry: tuple[str, ...],
    dry_run: bool,
    diff: bool,
    options: RunOptions,
) -> int:
    """Write LEAF for the next environment, and tell what that one still demands.

    LEAF is a file, or serviceCatalog/serviceName. A leaf that does not exist there is made of this
    one, comments included; one that does gets the versions: images, models, charts. The file is
    written also where demands remain, so that they can be met in it; the exit code is 1 then.
    """
    from catalogc.cli.promoted_leaf import promoted
    from catalogc.cli.promotion_output import diff_text, summary_text
    from catalogc.cli.selection import Selection
    from catalogc.cli.session import Session

    session = Session(options)
    made = promoted(session, leaf, from_, to, settings, carry)
    selection = Selection((made.promotion.path,))
    # Judged where it will be, with all that it is compared with.
    unsaved = {made.promotion.path: made.promotion.text.encode()}
    compilation = session.compile(selection.covers, unsaved=unsaved)
    demands = selection.findings(compilation)
    writes = not (dry_run or diff)
    if writes:
        _write(session, made.promotion)
    if diff:
        sys.stdout.write(diff_text(made.promotion))
    told = sys.stdout if options.format_name == "text" and not diff else sys.stderr
    told.write(summary_text(made, written=writes, demands=len(demands)))
    with contextlib.redirect_stdout(sys.stderr) if diff else contextlib.nullcontext():
        return session.report(compilation, demands, selection.count(compilation))


def _write(session: "Session", promotion: "Promotion") -> None:
    """Write the file, unless somebody changed it meanwhile.

    Raises:
        Stop: the file is not what was read.
    """
    from catalogc.export.target import write_text

    file = session.root / promotion.path
    if file.is_symlink() or not file.parent.resolve().is_relative_to(session.root.resolve()):
        raise Stop(ExitCode.ENVIRONMENT, f"{promotion.path} is a symbolic link, or below one")
    now = file.read_bytes().decode("utf-8-sig", "replace") if file.exists() else None
    if now != promotion.before:
        message = f"{promotion.path} was changed by someone else meanwhile"
        raise Stop(ExitCode.ENVIRONMENT, message, "run catalogc promote again")
    if now != promotion.text:
        write_text(file, promotion.text)
