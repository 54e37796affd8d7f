"""The documents of a repository: read through the guarded layer, parsed once."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalogc.aside import run_aside
from catalogc.files import FileRefused, Repository
from catalogc.goyaml.compose import late_spans
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome
from catalogc.model.source import SourceFile

ParseOne = Callable[[str, bytes], Outcome[Document | None]]
ParseMany = Callable[[str, bytes], Outcome[tuple[Document, ...]]]

MANY = 1000
"""From so many files on, a second processor is worth its start."""


class _Sound(NamedTuple):
    """A document without findings as plain data, which one process soon hands to another."""

    digest: str
    text: str
    data: Any


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
    _expected: frozenset[str] = frozenset()
    _aside: Callable[[], dict[str, _Sound]] | None = None
    _sound: dict[str, _Sound] = field(default_factory=dict)

    def expect(self, paths: Sequence[str]) -> None:
        """Begin to read the second half of many files aside, while the first half is asked for.

        What ``one`` returns for them is the same, sooner.
        """
        if len(paths) < MANY:
            return
        later = [path for path in paths[len(paths) // 2 :] if path not in self._one]
        self._expected = frozenset(later)
        self._aside = run_aside(functools.partial(self._read_sound, later))

    def one(self, path: str) -> Outcome[Document | None]:
        """Read a file that holds exactly one YAML document."""
        if path in self._one:
            return Outcome(self._one[path])
        sound = self._read_aside(path) if path in self._expected else None
        if sound is not None:
            outcome = self._document(path, sound)
        else:
            content = self._read(path)
            outcome = (
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

    def _read_sound(self, paths: Sequence[str]) -> dict[str, _Sound]:
        """Read files, and leave out those with findings: they are read again when asked for."""
        found = {}
        for path in paths:
            try:
                outcome = self.parse_one(path, self.repository.read(path))
            except FileRefused:
                continue
            document = outcome.value
            if document is not None and document.data is not None and not outcome.findings:
                digest = self.repository.digests[self.repository.normalise(path)]
                found[path] = _Sound(digest, document.file.text, document.data)
        return found

    def _read_aside(self, path: str) -> _Sound | None:
        if self._aside is not None:
            self._sound, self._aside = self._aside(), None
        return self._sound.pop(path, None)

    def _document(self, path: str, sound: _Sound) -> Outcome[Document | None]:
        self.repository.digests[self.repository.normalise(path)] = sound.digest
        spans = late_spans(sound.text)
        return Outcome(Document(SourceFile(path, sound.text), sound.data, spans))
