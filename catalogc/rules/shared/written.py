"""Where a leaf, or a _defaults.yaml over it, says something; what it leaves out it can add."""

from catalogc.fix.scalar import replace_scalar
from catalogc.model.finding import Applicability, Fix
from catalogc.model.release import Release
from catalogc.model.source import START_OF_FILE, FieldPath, Location, format_path

_ABSENT = object()
_IDENTITY = ("workloadType", "serviceName", "environment", "serviceCatalog")


def is_written(release: Release, path: FieldPath) -> bool:
    """Tell whether the leaf or a ``_defaults.yaml`` has a value at ``path``, maybe null."""
    return release.leaf.values.get(path, _ABSENT) is not _ABSENT


def blame(release: Release, path: FieldPath) -> Location:
    """Locate what people wrote at ``path``.

    Returns:
        The value; where the chart's default applies, the key of the nearest written parent, or
        the leaf's first field of identity.
    """
    values = release.leaf.values
    if is_written(release, path):
        return values.at(path)
    for depth in range(len(path) - 1, 0, -1):
        if is_written(release, path[:depth]):
            return values.at_key(path[:depth])
    document = release.leaf.document
    for name in _IDENTITY:
        if isinstance(document.data, dict) and name in document.data:
            return document.at_key((name,))
    return Location(document.file, START_OF_FILE)


def rewriting(
    release: Release,
    path: FieldPath,
    value: str | int,
    title: str = "",
) -> tuple[Fix, ...]:
    """Return the unsafe fix that writes ``value`` over the scalar at ``path``, if it can.

    Only a scalar of one line in a leaf or a ``_defaults.yaml`` is replaced; a text keeps its
    quotes.
    """
    if not is_written(release, path):
        return ()
    title = title or f"change {format_path(path)} to {value}"
    return replace_scalar(release.leaf.values.at(path), value, title, Applicability.UNSAFE)
