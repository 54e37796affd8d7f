"""Why output is refused."""

from collections.abc import Sequence


class OutputRefused(Exception):  # noqa: N818 - a refusal, not a fault of the program
    """The output folder may not be written."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class DeletionRefused(Exception):  # noqa: N818
    """More Applications would vanish than is allowed without saying so.

    Attributes:
        count: Applications that would vanish.
        names: their files.
        limit: how many may vanish by themselves.
    """

    def __init__(self, count: int, names: Sequence[str], limit: int) -> None:
        super().__init__(f"{count} Applications would be removed")
        self.count = count
        self.names = tuple(names)
        self.limit = limit
