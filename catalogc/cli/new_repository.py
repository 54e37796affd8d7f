"""How ``init`` puts a repository on the disk: complete, or not at all."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from catalogc import CONFIG_FILE
from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.new import EDITOR_SCHEMA, editor_schema_from
from catalogc.export.json_schema import export_json_schema
from catalogc.export.starter import leaf_text
from catalogc.model.display import listing
from catalogc.pipeline import compile_catalog
from catalogc.procs import ToolError, closed_environment, find_tool, run
from catalogc.scaffold.placing import in_the_way, present, publish, staged, write_all
from catalogc.scaffold.repository import FIRST_TYPE, first_leaf, missing_from
from catalogc.scaffold.settings import RepositorySettings

_GIT_SECONDS = 30


def refuse_files(folder: Path, *, force: bool) -> None:
    """Refuse a folder that is not empty.

    Raises:
        Stop: it holds something, and ``force`` is not given; or it is no folder.
    """
    top = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if not top.exists():
        raise Stop(ExitCode.USAGE, f"{top} is a symbolic link that leads nowhere")
    if not top.is_dir():
        raise Stop(ExitCode.USAGE, f"{top} is not a folder")
    names = in_the_way(folder)
    if names and not force:
        raise Stop(
            ExitCode.USAGE,
            f"{folder} is not empty: {listing(names)}",
            "choose another folder, or add only what is missing with --force",
        )


def make_repository(
    folder: Path, files: Mapping[str, bytes], settings: RepositorySettings
) -> list[str]:
    """Write what is missing of a new repository; return the paths, sorted.

    It is put together and compiled beside its place, so that what cannot be read is never there.

    Raises:
        Stop: what catalogc ships does not compile.
    """
    with staged(folder) as draft:
        write_all(draft, files)
        catalog = compile_catalog(draft, prepare=None, select=lambda _: False).catalog
        adapter = catalog.adapters.get(FIRST_TYPE) if catalog else None
        if catalog is None or adapter is None:
            raise Stop(ExitCode.BUG, f"the charts of this installation have no {FIRST_TYPE}")
        path, values = first_leaf(settings, adapter)
        text = leaf_text(values, adapter.schema, editor_schema_from(path))
        more = {
            path: text.encode(),
            EDITOR_SCHEMA: export_json_schema(catalog.adapters, catalog.config, ()).encode(),
        }
        write_all(draft, more)
        wanted = missing_from({**files, **more}, present(folder))
        if CONFIG_FILE not in wanted:
            wanted.pop(EDITOR_SCHEMA, None)  # it would describe another catalogc.yaml
        publish(draft, list(wanted), folder)
    return sorted(wanted)


def git_init(folder: Path, branch: str) -> Callable[[], str] | None:
    """Return what makes a git repository and says so; None in a work tree of one.

    Raises:
        Stop: there is no git.
    """
    top = folder.resolve()
    if any((parent / ".git").exists() for parent in (top, *top.parents)):
        return None
    try:
        git = find_tool("git")
    except ToolError as error:
        raise Stop(ExitCode.ENVIRONMENT, str(error), "or leave it out with --no-git") from None

    def start() -> str:
        # The user's own configuration and templates could run programs, so it is left out.
        closed = closed_environment({"GIT_CONFIG_NOSYSTEM": "1", "HOME": "/nonexistent"})
        command = [git, "init", "--quiet", "--template=", f"--initial-branch={branch}", "."]
        try:
            done = run(command, environment=closed, timeout_seconds=_GIT_SECONDS, cwd=top)
        except ToolError as error:
            raise Stop(ExitCode.ENVIRONMENT, f"git init: {error}") from None
        if done.returncode:
            reason = done.stderr.decode(errors="replace").strip()
            remedy = "the files are written; run git init by hand"
            raise Stop(ExitCode.ENVIRONMENT, f"git init failed: {reason}", remedy)
        return f"Made a git repository with branch {branch}\n"

    return start
