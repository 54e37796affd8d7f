"""Write changed texts back over the files that they were read from."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping

from catalogc.files import FileRefused, Repository
from catalogc.fix.splice import Rewritten

_BOM = b"\xef\xbb\xbf"
_CHANGED = "it was changed by someone else meanwhile"
_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC


class _ChangedError(Exception):
    """Somebody else changed the file."""


class RewriteError(Exception):
    """A file was not written.

    Attributes:
        written: paths of the files that were written before it.
    """

    def __init__(self, path: str, reason: str, written: tuple[str, ...] = ()) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
        self.written = written


def rewrite(
    repository: Repository, digests: Mapping[str, str], files: Iterable[Rewritten]
) -> tuple[str, ...]:
    """Replace files, each atomically, keeping mode and byte order mark.

    Args:
        repository: where they are; a link or a file outside of it is refused.
        digests: sha256 of each file when it was read; one that has changed since is refused.
        files: with their new text.

    Returns:
        The paths, in order.

    Raises:
        RewriteError: a file was refused; no later one is written.
    """
    written: list[str] = []
    for item in files:
        path = item.file.path
        try:
            _rewrite(repository, digests.get(path, ""), item)
        except _ChangedError:
            raise RewriteError(path, _CHANGED, tuple(written)) from None
        except FileRefused as refusal:
            raise RewriteError(path, refusal.reason, tuple(written)) from None
        except OSError as error:
            reason = os.strerror(error.errno or 0).lower()
            raise RewriteError(path, reason, tuple(written)) from None
        written.append(path)
    return tuple(written)


def _rewrite(repository: Repository, digest: str, item: Rewritten) -> None:
    path = item.file.path
    before = _unchanged(repository, path, digest)
    mark = _BOM if before.startswith(_BOM) else b""
    if before != mark + item.file.text.encode():
        raise _ChangedError
    _replace(repository, path, digest, mark + item.text.encode())


def _unchanged(repository: Repository, path: str, digest: str) -> bytes:
    fresh = Repository(repository.root)  # one that has not looked at any folder yet
    content = fresh.read(path)
    if hashlib.sha256(content).hexdigest() != digest:
        raise _ChangedError
    return content


def _replace(repository: Repository, path: str, digest: str, content: bytes) -> None:
    """Write beside the file, then rename; a reader or a crash sees the old or the new text."""
    name = path.rpartition("/")[2]
    draft = f".{name}.catalogc-{os.getpid()}"
    with _folder(repository, path) as folder:
        mode = stat.S_IMODE(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS
        descriptor = os.open(draft, flags, 0o600, dir_fd=folder)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                os.fchmod(stream.fileno(), mode)
                stream.flush()
                os.fsync(stream.fileno())
            _unchanged(repository, path, digest)
            os.rename(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(draft, dir_fd=folder)
            raise
        os.fsync(folder)


@contextlib.contextmanager
def _folder(repository: Repository, path: str) -> Iterator[int]:
    """Open a file's folder step by step, so that no part of the way is a link."""
    folder = os.open(repository.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in path.split("/")[:-1]:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | _FLAGS, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield folder
    finally:
        os.close(folder)
