"""Runs the installed ``catalogc``."""

import os
import subprocess
import sys
from pathlib import Path

CATALOGC = Path(sys.executable).with_name("catalogc")


def closed(environment=None):
    """Return the whole environment of a run, so that colours and locales do not leak in."""
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **(environment or {})}


def catalogc(*arguments, cwd, environment=None, umask=0o022, stdin=None):
    """Run it in a closed environment."""
    return subprocess.run(
        [str(CATALOGC), *map(str, arguments)],
        cwd=cwd,
        env=closed(environment),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        umask=umask,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
