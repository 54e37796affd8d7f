"""How stages read documents without knowing the stage that parses them."""

from collections.abc import Sequence
from typing import Protocol

from catalogc.model.document import Document
from catalogc.model.finding import Outcome


class DocumentReader(Protocol):
    """Reads files of the repository, each once."""

    def expect(self, paths: Sequence[str]) -> None:
        """Say which files ``one`` will be asked for, in this order."""

    def one(self, path: str) -> Outcome[Document | None]:
        """Read a file that holds exactly one YAML document."""

    def many(self, path: str) -> Outcome[tuple[Document, ...]]:
        """Read a file that may hold several YAML documents."""
