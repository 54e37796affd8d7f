"""Write blobs, trees and commits; no reference, index or work tree takes part.

Objects that nothing refers to are harmless: whoever is killed here leaves nothing else behind, and
``git gc`` removes them.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from catalogc.git.caller import person
from catalogc.git.names import NameRefusedError
from catalogc.git.runner import Git

FILE_MODE = "100644"

_PACK_BYTES = 32 << 20  # of content that one call is given, so that memory stays bounded
_SECONDS = 600.0
_PERSON = ("-c", "user.useConfigOnly=true", "-c", "i18n.commitEncoding=UTF-8")


def object_format(git: Git) -> str:
    """Return the hash that names a repository's objects: ``sha1`` or ``sha256``."""
    return git.text("rev-parse", "--show-object-format")


def blob_name(content: bytes, hash_name: str) -> str:
    """Return the object name of a file's content, without git."""
    header = b"blob %d\0" % len(content)
    return hashlib.new(hash_name, header + content, usedforsecurity=False).hexdigest()


def write_blobs(git: Git, contents: Iterable[bytes]) -> None:
    """Store contents: a few packs for many, so that 60,000 files take seconds.

    Raises:
        GitError: the repository cannot be written to.
    """
    for stream in _streams(contents):
        git.run("fast-import", "--quiet", "--done", stdin=stream, seconds=_SECONDS)


def _streams(contents: Iterable[bytes]) -> Iterator[bytes]:
    stream = bytearray()
    for content in contents:
        stream += b"blob\ndata %d\n%b\n" % (len(content), content)
        if len(stream) > _PACK_BYTES:
            yield bytes(stream + b"done\n")
            stream.clear()
    if stream:
        yield bytes(stream + b"done\n")


def write_tree(git: Git, base: str, changes: Mapping[str, str]) -> str:
    """Return the name of a tree: ``base`` with some files otherwise.

    Args:
        base: object name of a commit, or empty for a tree without files.
        changes: object name of each file's content by path; empty where the file goes.

    Raises:
        GitError: a content is missing, or the repository cannot be written to.
    """
    nothing = "0" * len(base)
    lines = [f"0 {nothing}\t{path}\0" for path, name in changes.items() if not name]
    lines += [f"{FILE_MODE} {name}\t{path}\0" for path, name in changes.items() if name]
    with tempfile.TemporaryDirectory(prefix="catalogc-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        whole = ("-c", "core.splitIndex=false")  # else a part of it goes into .git
        git.run(*whole, "read-tree", base or "--empty", variables=index)
        stdin = "".join(lines).encode("utf-8", "surrogateescape")
        git.run(*whole, "update-index", "-z", "--index-info", variables=index, stdin=stdin)
        return git.run(*whole, "write-tree", variables=index).decode().strip()


def require_person(git: Git) -> None:
    """Refuse to commit as nobody: git is not left to guess from the host's name.

    Raises:
        NameRefusedError: git's configuration and variables name nobody.
    """
    for role in ("AUTHOR", "COMMITTER"):
        found = git.run(
            *_PERSON, "var", f"GIT_{role}_IDENT", variables=person(), accept=(0, 1, 128)
        )
        if not found.strip():
            raise NameRefusedError(
                "git does not know who commits: user.name or user.email is not set",
                "git config user.name 'Your Name' and git config user.email you@example.com",
            )


def write_commit(git: Git, tree: str, parent: str, message: str) -> str:
    """Return the name of a new commit, by the person that git's configuration or variables name.

    Args:
        parent: object name of a commit, or empty for the first one of a branch.

    Raises:
        GitError: git does not know who commits, or the repository cannot be written to.
    """
    parents = ("-p", parent) if parent else ()
    arguments = ("commit-tree", tree, *parents, "-F", "-")
    stdin = message.encode()
    return git.run(*_PERSON, *arguments, stdin=stdin, variables=person()).decode().strip()
