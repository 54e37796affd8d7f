"""A generated text on disk: written as a whole, or compared with what is there."""

import difflib
import itertools
import os
import tempfile
from pathlib import Path

MARK = "Written by `catalogc schema export"
"""What every exported file begins with, so that nobody's own file is written over."""

DIFF_LINES = 40
"""Longest difference that is shown, in lines."""


def is_foreign(path: Path) -> bool:
    """Whether there is a file, or anything else, that is not an exported text.

    Raises:
        OSError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return MARK.encode() not in file.read(1000)
    except FileNotFoundError:
        return path.is_symlink()


def write_text(path: Path, text: str) -> None:
    """Put ``text`` in the place of a file: a reader sees the old file or the new one.

    Raises:
        OSError: the disk, or the path is a folder; the old file is in place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    staged = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        staged.chmod(0o644)  # mkstemp makes files that only their owner reads
        staged.replace(path)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise


def difference(path: Path, text: str) -> str | None:
    """Return how a file differs from what it ought to be, as a short unified diff.

    Returns:
        None where the file is the same, byte for byte.

    Raises:
        FileNotFoundError: there is no such file.
        OSError: it cannot be read.
    """
    present = path.read_bytes()
    if present == text.encode():
        return None
    lines = difflib.unified_diff(
        present.decode("utf-8", errors="replace").splitlines(),
        text.splitlines(),
        fromfile=f"{path} (on disk)",
        tofile=f"{path} (expected)",
        lineterm="",
        n=1,
    )
    shown = list(itertools.islice(lines, DIFF_LINES + 1))
    if len(shown) > DIFF_LINES:
        shown[DIFF_LINES:] = ["..."]
    return "\n".join(shown)
