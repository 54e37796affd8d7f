"""Fields that follow a rename, and say nothing beside it."""

from dataclasses import replace

from catalogc.diff.change import ResourceChange
from catalogc.diff.fields import FieldChange, Noise


def as_renamed(change: FieldChange, of: ResourceChange) -> FieldChange:
    """Mark a change that only writes the new name of the object or service for the old one.

    Args:
        change: one field of the object.
        of: the object, which knows what it and its service are called on both sides.
    """
    if not of.names or change.noise is not None:
        return change
    follows = isinstance(change.before, str) and of.renamed(change.before) == change.after
    return replace(change, noise=Noise.RENAME) if follows else change
