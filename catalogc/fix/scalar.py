"""A fix that writes another scalar in the place of one, in the style of the old one."""

import re

from catalogc.goyaml.scalars import read_core, read_plain
from catalogc.model.finding import Applicability, Edit, Fix
from catalogc.model.source import Location

# One line, and neither an anchor, an alias, a tag, a block scalar nor a collection.
_SCALAR = re.compile(r""""[^\n\r]*"|'[^\n\r]*'|[^\s"'&*!|>{\[#%@`,][^\n\r]*""")
_PLAIN = re.compile(r"[A-Za-z0-9_./-]([A-Za-z0-9_./ -]*[A-Za-z0-9_./-])?")


def replace_scalar(
    location: Location, value: str | int, title: str, applicability: Applicability
) -> tuple[Fix, ...]:
    """Return the fix that makes ``value`` stand at ``location``.

    Args:
        location: the whole token of a scalar or of a key.
        value: text keeps the quotes of the old one, and gets some where it needs them.

    Returns:
        One fix, or none where the token is not a scalar of one line, or the text cannot be
        written simply.
    """
    written = location.text
    if not _SCALAR.fullmatch(written):
        return ()
    new = str(value) if isinstance(value, int) else _as_text(written, value)
    if new is None or new == written:
        return ()
    return (Fix(title, applicability, (Edit(location, new),)),)


def quote_scalar(location: Location, title: str) -> tuple[Fix, ...]:
    """Return the safe fix that makes text of a plain number, truth value or date."""
    written = location.text
    if not _PLAIN.fullmatch(written):
        return ()
    return (Fix(title, Applicability.SAFE, (Edit(location, f'"{written}"'),)),)


def _as_text(written: str, value: str) -> str | None:
    if not value.isprintable() or any(mark in value for mark in "\"'\\"):
        return None
    if written[0] in "\"'":
        return f"{written[0]}{value}{written[0]}"
    return value if _is_plain_text(value) else f'"{value}"'


def _is_plain_text(value: str) -> bool:
    """Whether every reader takes the text, without quotes, for itself."""
    plain = _PLAIN.fullmatch(value) is not None and value[0] not in "-."
    return plain and read_plain(value) == value and read_core(value) == value
