"""Put a staged folder in the place of another, so that a reader sees one of the two."""

import ctypes
import errno
import os
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTTY, errno.EPERM})

OLD_PREFIX = "old-"
"""Where the fallback keeps the old folder between its two renames; nothing else begins so."""

Exchange = Callable[[Path, Path], None]


def exchange(staged: Path, target: Path) -> None:
    """Swap two folders of one file system; afterwards ``staged`` is the old one.

    Raises:
        OSError: nothing was swapped.
    """
    try:
        _renameat2(staged, target)
    except (NotImplementedError, AttributeError):
        exchange_by_renames(staged, target)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        exchange_by_renames(staged, target)


def _renameat2(one: Path, other: Path) -> None:
    """renameat2(2) with RENAME_EXCHANGE, atomic; Linux 3.15 and most local file systems."""
    library = ctypes.CDLL(None, use_errno=True)
    result = library.renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE
    )
    if result:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(other))


def exchange_by_renames(staged: Path, target: Path) -> None:
    """Swap by two renames, for systems that cannot exchange.

    Between them ``target`` is missing; the old folder's name tells ``recover`` what to do.
    """
    old = staged.with_name(OLD_PREFIX + target.name)
    target.rename(old)
    staged.rename(target)


def recover(staging: Path, output: Path) -> None:
    """Bring back folders that a killed run had moved away without putting others there."""
    for old in sorted(staging.glob(f"{OLD_PREFIX}*")):
        target = output / old.name.removeprefix(OLD_PREFIX)
        if not target.exists():
            old.rename(target)
