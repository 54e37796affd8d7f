"""Find templates whose output differs from one run to the next.

Charts that mention no clock, random source or unordered list are rendered once. For the
others a render is compared with further ones, in which the clock stands ten years later:
two renders in a row would read the same date.
"""

import re
from collections.abc import Mapping

_ACTION = re.compile(
    rb"\{\{(?:/\*.*?\*/|\"(?:\\.|[^\"\\\n])*+\"|`[^`]*+`|[^}\"`]|\}(?!\}))*+\}\}", re.DOTALL
)
_LITERAL_OR_WORD = re.compile(
    rb"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*+\"|`[^`]*+`|(?<![.$\w])[A-Za-z]\w*", re.DOTALL
)
_CLOCK = {
    b"now": b'(now | mustDateModify "87660h")',
    b"ago": b'printf "%v %v" (randAlpha 12)',
}
_RANDOM = re.compile(
    rb"rand[A-Z]\w*|uuidv4|gen[A-Z]\w*|shuffle|htpasswd|bcrypt|encryptAES|derivePassword"
)
_UNORDERED = frozenset({b"keys", b"values"})


def extra_renders(files: Mapping[str, bytes]) -> int:
    """Return how many further renders a chart needs to be trusted; mostly none."""
    return max((_extra(text) for path, text in files.items() if _is_template(path)), default=0)


def extra_renders_of_values(values: str) -> int:
    """Return the same for leaf text, which a chart may give to ``tpl``."""
    return _extra(values.encode()) if "{{" in values else 0


def with_later_clock(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the chart with ``now`` ten years later and ``ago`` random."""
    return {
        path: _ACTION.sub(_shift_action, content) if _is_template(path) else content
        for path, content in files.items()
    }


def first_difference(one: Mapping[str, str], other: Mapping[str, str]) -> str | None:
    """Return the first member, by name, that was rendered differently, or None."""
    for member in sorted({**one, **other}):
        if one.get(member) != other.get(member):
            return member
    return None


def _extra(text: bytes) -> int:
    extra = 0
    for action in _ACTION.findall(text):
        words = set(_LITERAL_OR_WORD.findall(action))
        if words & _UNORDERED and b"sortAlpha" not in words:
            return 4  # a list of two comes out in the same order with probability 1/16
        if any(word in _CLOCK or _RANDOM.fullmatch(word) for word in words):
            extra = 1
    return extra


def _shift_action(action: re.Match[bytes]) -> bytes:
    return _LITERAL_OR_WORD.sub(lambda word: _CLOCK.get(word[0], word[0]), action[0])


def _is_template(path: str) -> bool:
    return path.startswith("templates/") or "/templates/" in path
