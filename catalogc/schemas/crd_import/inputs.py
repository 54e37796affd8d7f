"""Where CRDs are imported from: files, folders, standard input, and URLs that somebody names."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalogc.schemas.crd_import.definitions import (
    KIND,
    CrdVersion,
    ImportRefused,
    read_definitions,
)
from catalogc.schemas.crd_import.download import fetch, is_url, shown_url

MAX_BYTES = 32 * 1024 * 1024
"""Largest input; the CRDs of a whole cluster are some 20 MiB."""

SUFFIXES = (".yaml", ".yml", ".json")

Read = Callable[[str, int], bytes]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Reads what a command line names.

    Attributes:
        root: the repository; sources below it are called by their path there.
        stdin: reads standard input, at most so many bytes.
        download: gets a URL, at most so many bytes.
        digest: sha256 that the one URL's content must have; empty for any.
    """

    root: Path
    stdin: Callable[[int], bytes]
    download: Read = field(default=fetch)
    digest: str = ""

    def read(self, source: str) -> list[CrdVersion]:
        """Return every version of every CRD of a source: a file, a folder, ``-`` or a URL.

        Raises:
            ImportRefused: it cannot be read, or holds no CRD, or one that is none.
        """
        found = [version for text, name in self._texts(source) for version in _read(text, name)]
        if not found:
            raise ImportRefused(self._name(source), f"there is no {KIND} in it")
        return found

    def _texts(self, source: str) -> Iterator[tuple[bytes, str]]:
        name = self._name(source)
        if source == "-":
            yield _limited(self.stdin(MAX_BYTES + 1), name), name
        elif is_url(source):
            yield _limited(self._downloaded(source), name), name
        elif Path(source).is_dir():
            for path in _files(Path(source)):
                inner = self._name(str(path))
                content = _limited(_content(path, inner), inner)
                if KIND.encode() in content:
                    yield content, inner
        else:
            yield _limited(_content(Path(source), name), name), name

    def _downloaded(self, source: str) -> bytes:
        content = self.download(source, MAX_BYTES + 1)
        return check_digest(content, self.digest, shown_url(source)) if self.digest else content

    def _name(self, source: str) -> str:
        """Call a source by what is the same on every machine."""
        if source == "-":
            return "stdin"
        if is_url(source):
            return shown_url(source)
        path = Path(source).absolute()
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return path.name


def check_digest(content: bytes, digest: str, name: str) -> bytes:
    """Return the content, if it has the digest.

    Raises:
        ImportRefused: it has another one.
    """
    import hashlib

    actual = hashlib.sha256(content).hexdigest()
    if actual != digest.lower():
        raise ImportRefused(name, f"its sha256 is {actual}, not {digest.lower()}")
    return content


def _read(content: bytes, name: str) -> list[CrdVersion]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused(name, "it is not UTF-8 text") from None
    return read_definitions(text, name)


def _limited(content: bytes, name: str) -> bytes:
    if len(content) > MAX_BYTES:
        raise ImportRefused(name, f"it is larger than {MAX_BYTES // 1024**2} MiB")
    return content


def _content(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            reason = "it is not a regular file" if path.exists() else "there is no such file"
            raise ImportRefused(name, reason, unreadable=True)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise ImportRefused(name, reason, unreadable=True) from None


def _files(folder: Path) -> Iterator[Path]:
    """Yield the YAML and JSON files below a folder, sorted; links and hidden ones are left out."""
    for parent, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if name.lower().endswith(SUFFIXES) and name[0] != "." and not path.is_symlink():
                yield path
