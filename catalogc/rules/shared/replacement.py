"""A fix that writes another value in the place of one."""

from catalogc.fix.scalar import replace_scalar
from catalogc.model.finding import Applicability, Fix
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, Location

_NOT_A_VALUE = tuple("|>&*!{[#")


def scalar_location(release: Release, path: FieldPath) -> Location | None:
    """Locate a value that a leaf or its defaults write on one line; None for any other."""
    origin = release.effective.origin(path)
    if (
        origin.document is release.adapter.chart.defaults
        or origin.path not in origin.document.spans
    ):
        return None
    location = origin.document.at(origin.path)
    text = location.text
    if not text or "\n" in text or "\r" in text or text.startswith(_NOT_A_VALUE):
        return None
    return location


def replace_text(
    release: Release, path: FieldPath, value: str, title: str, applicability: Applicability
) -> tuple[Fix, ...]:
    """Return the fix that makes ``value`` the text at ``path``, quoted as the old one was.

    Args:
        value: a name: letters, digits, dots and hyphens.

    Returns:
        One fix, or none where the old value is not a scalar of a leaf or its defaults.
    """
    location = scalar_location(release, path)
    return replace_scalar(location, value, title, applicability) if location else ()
