"""Globs over paths of the repository."""

import functools
import re

_PART = re.compile(r"(\*\*/|\*\*|\*|\?)")
_PATTERNS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}

WILDCARD = re.compile(r"[*?]")


@functools.lru_cache(maxsize=256)
def glob_pattern(glob: str) -> re.Pattern[str]:
    """Return the pattern of a glob: ``*`` stays within a folder, ``**`` crosses folders."""
    parts = _PART.split(glob)
    text = "".join(_PATTERNS.get(part) or re.escape(part) for part in parts)
    return re.compile(text + r"\Z", re.DOTALL)
