"""The user's cache: files that nothing depends on, and that appear whole or not at all."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_MOST_BYTES = 8 << 20


def cache_folder(environment: Mapping[str, str], name: str) -> Path | None:
    """Return the folder of one kind of files, which need not exist; None for no cache.

    Args:
        environment: variables; ``CATALOGC_CACHE=off`` switches all caches off, and
            ``XDG_CACHE_HOME`` or else ``HOME`` says where they are.
    """
    home = environment.get("HOME", "")
    base = environment.get("XDG_CACHE_HOME") or (home and f"{home}/.cache")
    if environment.get("CATALOGC_CACHE") == "off" or not base or not Path(base).is_absolute():
        return None
    return Path(base) / "catalogc" / name


def store(folder: Path, files: Mapping[str, bytes], most_files: int) -> None:
    """Write files by name; quietly not, where that cannot be done.

    Args:
        most_files: those that were written last are kept.
    """
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, content in files.items():
            _write(folder / name, content)
        known = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in known[most_files:]:
            path.unlink(missing_ok=True)


def store_json(folder: Path, name: str, content: object, most_files: int) -> None:
    """Write plain data as ``store`` does, with a digest; nothing where it is larger than 8 MiB."""
    text = json.dumps(content, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(text) <= _MOST_BYTES:
        sealed = hashlib.sha256(text).hexdigest().encode() + b"\n" + text
        store(folder, {name: sealed}, most_files)


def read_json(path: Path) -> Any:
    """Return what ``store_json`` wrote; None where there is nothing that can be trusted."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        digest, _, text = path.read_bytes().partition(b"\n")
        if digest.decode("ascii") == hashlib.sha256(text).hexdigest():
            return json.loads(text)
    return None


def _write(path: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
