"""The one guarded layer through which catalogc reads a repository.

Nothing outside the root is read, no symbolic link is followed, and only regular files count;
on disk, in a commit and in git's index alike.
"""

from catalogc.files.disk import DiskTree
from catalogc.files.repository import MAX_BYTES, Listing, Repository
from catalogc.files.tree import FileRefused, Tree

__all__ = ["MAX_BYTES", "DiskTree", "FileRefused", "Listing", "Repository", "Tree"]
