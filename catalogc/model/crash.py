"""A rule that failed while it judged."""

from dataclasses import dataclass

from catalogc.model.leaf import LeafId


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that failed, which is a bug in it.

    Attributes:
        leaf: what it judged; None for the catalog as a whole.
    """

    rule: str
    leaf: LeafId | None
    error: Exception
