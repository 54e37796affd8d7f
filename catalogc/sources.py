"""The documents of a repository: read through the guarded layer, parsed once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from catalogc.files import FileRefused, Repository
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome

ParseOne = Callable[[str, bytes], Outcome[Document | None]]
ParseMany = Callable[[str, bytes], Outcome[tuple[Document, ...]]]


@dataclass(slots=True)
class Sources:
    """A ``DocumentReader`` over a repository.

    Findings of a file are reported with its first reading only.
    """

    repository: Repository
    parse_one: ParseOne
    parse_many: ParseMany
    refuse: Callable[[FileRefused], Finding]
    _one: dict[str, Document | None] = field(default_factory=dict)
    _many: dict[str, tuple[Document, ...]] = field(default_factory=dict)

    def one(self, path: str) -> Outcome[Document | None]:
        """Read a file that holds exactly one YAML document."""
        if path in self._one:
            return Outcome(self._one[path])
        content = self._read(path)
        outcome: Outcome[Document | None] = (
            Outcome(None, (content,))
            if isinstance(content, Finding)
            else self.parse_one(path, content)
        )
        self._one[path] = outcome.value
        return outcome

    def many(self, path: str) -> Outcome[tuple[Document, ...]]:
        """Read a file that may hold several YAML documents."""
        if path in self._many:
            return Outcome(self._many[path])
        content = self._read(path)
        outcome: Outcome[tuple[Document, ...]] = (
            Outcome((), (content,))
            if isinstance(content, Finding)
            else self.parse_many(path, content)
        )
        self._many[path] = outcome.value
        return outcome

    def _read(self, path: str) -> bytes | Finding:
        try:
            return self.repository.read(path)
        except FileRefused as refusal:
            return self.refuse(refusal)
