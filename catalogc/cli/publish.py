"""``catalogc publish``: commit what a build makes to the branches that Argo CD follows."""

from typing import Any

import click

from catalogc.cli.options import RunOptions, common_options


@click.command()
@click.option(
    "--branch",
    required=True,
    metavar="NAME",
    help="Branch to commit to, such as env/dev; env/{environment} stands for one each.",
)
@click.option(
    "--env",
    "environment",
    help="Publish this environment; by default, those whose Applications follow the branch.",
)
@click.option("--push/--no-push", default=True, help="Whether the remote's branch is meant.")
@click.option("--remote", default="origin", show_default=True, help="Remote to push to.")
@click.option("--message", help="First paragraph of the commit's message.")
@click.option(
    "--allow-delete",
    type=click.IntRange(min=0),
    metavar="N",
    help="Let this run remove N Applications, where it would refuse.",
)
@click.option(
    "--supersede",
    metavar="COMMIT",
    help="Follow this commit of the branch, where its source is not in the history of HEAD.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be published, and stop.")
@common_options
def publish(*, options: RunOptions, **arguments: Any) -> int:
    """Commit the compiled output of HEAD to branches that Argo CD follows.

    Nothing of the work tree, the index or HEAD is touched, and nothing is ever forced. A run with
    errors publishes nothing.
    """
    from catalogc.cli.publish_request import Request
    from catalogc.cli.publish_run import run

    if options.format_name not in ("text", "json"):
        raise click.UsageError("publish knows --format text and --format json.")
    return run(Request(**arguments), options)
