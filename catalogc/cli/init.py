"""``catalogc init``: a catalog repository in an empty folder."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogc.cli.asking import ask
from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import DEBUG_OPTION

if TYPE_CHECKING:
    from catalogc.scaffold.settings import RepositorySettings

_NAMED = 8


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--repo-url", help="Where Argo CD will find the repository.")
@click.option("--environment", "--env", "-e", help="The first environment.  [default: dev]")
@click.option("--cluster", help="Its cluster's name in Argo CD.  [default: the environment's]")
@click.option("--catalog", help="The first serviceCatalog and namespace.  [default: apps]")
@click.option("--code-owner", default="", help="For CODEOWNERS, such as @acme/platform.")
@click.option("--branch", default="main", show_default=True, help="The branch Argo CD follows.")
@click.option("--ci", type=click.Choice(["github", "gitlab", "none"]), help="[default: github]")
@click.option("--hooks-url", default="", help="Git repository of catalogc, for pre-commit.")
@click.option("--git/--no-git", default=True, help="Run git init where there is no repository.")
@click.option("--force", is_flag=True, help="Add what is missing to a folder that has files.")
@DEBUG_OPTION
def init(  # noqa: PLR0913 - one an option
    *,
    folder: Path,
    repo_url: str | None,
    environment: str | None,
    cluster: str | None,
    catalog: str | None,
    code_owner: str,
    branch: str,
    ci: str | None,
    hooks_url: str,
    git: bool,
    force: bool,
    debug: bool,
) -> int:
    """Make a catalog repository in DIR: catalogc build passes in it at once.

    What the options do not say is asked for on a terminal. Nothing that is there is replaced.
    """
    del debug  # the error boundary reads it
    from catalogc import __version__
    from catalogc.cli.new_repository import git_init, make_repository, refuse_files
    from catalogc.scaffold.repository import repository_files
    from catalogc.scaffold.settings import RepositorySettings

    refuse_files(folder, force=force)
    url = repo_url or ask("URL of the git repository that Argo CD follows", "--repo-url")
    first = environment or ask("First environment", "--environment", "dev")
    try:
        settings = RepositorySettings(
            url,
            first,
            cluster or ask("Name of its cluster in Argo CD", "--cluster", first),
            catalog or ask("First catalog: a team or a product", "--catalog", "apps"),
            code_owner,
            branch,
        )
    except ValueError as error:
        raise Stop(ExitCode.USAGE, str(error)) from None
    system = ci or ask("Continuous integration", "--ci", "github", ("github", "gitlab", "none"))
    files = repository_files(settings, __version__, system, hooks_url)
    start_git = git_init(folder, branch) if git else None
    written = make_repository(folder, files, settings)
    said = start_git() if start_git else ""
    _tell(folder, written, said, settings)
    return ExitCode.CLEAN


def _tell(folder: Path, written: list[str], said: str, settings: "RepositorySettings") -> None:
    """Say what was written, and what comes next."""
    if not written:
        sys.stdout.write(f"Nothing is missing in {folder}\n")
        return
    tops = sorted({name.split("/")[0] for name in written})
    sys.stdout.write(f"Wrote {len(written)} files to {folder}: {', '.join(tops)}\n{said}")
    steps = [] if folder == Path() else [f"cd {folder}"]
    steps += ["catalogc build", "git add -A && git commit"]
    sys.stdout.write("Next:\n" + "".join(f"  {step}\n" for step in steps))
    sys.stdout.write(f"Then describe the cluster: catalog/clusters/{settings.cluster}.yaml\n")
