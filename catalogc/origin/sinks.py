"""Where a leaf's text ends up in an object, as far as that matters for its safety."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.origin.blame import is_written
from catalogc.origin.chart_check.printed import places, whole_plain
from catalogc.origin.chart_check.reads import ChartReads
from catalogc.origin.lines import TemplateLine


class Sink(StrEnum):
    """A use of text."""

    COMMAND = "command"
    ARGUMENT = "argument"
    URL = "url"
    LABEL = "label"
    NAME = "name"
    UNQUOTED = "unquoted"


_LISTS = {"command": Sink.COMMAND, "args": Sink.ARGUMENT}
_LABELS = frozenset({"labels", "matchLabels"})


@dataclass(frozen=True, slots=True)
class Sinks:
    """What the texts of one leaf become.

    Attributes:
        release: the leaf's.
        plain: values that a template line writes alone and without quotes.
    """

    release: Release
    plain: frozenset[tuple[FieldPath, TemplateLine]]

    @classmethod
    def of(cls, release: Release, reads: ChartReads) -> "Sinks":
        """The sinks of a release, by what its chart prints."""
        found = places(release.adapter.chart, reads.printed, whole_plain)
        return cls(release, frozenset((place.value, place.line) for place in found))

    def at(
        self, path: FieldPath, content: Any, values: Iterable[FieldPath], line: TemplateLine | None
    ) -> tuple[Sink, ...]:
        """Return what a field does with the leaf's text that it holds.

        Args:
            path: of the field.
            content: what was rendered.
            values: those that made it.
            line: the template line that writes it; None for any.
        """
        texts = [value for value in values if self._is_text(value)]
        if not texts or not isinstance(content, str):
            return ()
        found = list(_by_place(path))
        if any(self._is_in_url(value, content) for value in texts):
            found.append(Sink.URL)
        plain = {value for value, other in self.plain if line in (other, None)}
        if plain.intersection(texts):
            found.append(Sink.UNQUOTED)
        return tuple(found)

    def _is_text(self, value: FieldPath) -> bool:
        text = self.release.effective.get(value)
        return isinstance(text, str) and bool(text) and is_written(self.release, value)

    def _is_in_url(self, value: FieldPath, content: str) -> bool:
        """Whether a value stands behind ``scheme://``, or begins with one itself."""
        text = self.release.effective.get(value)
        start = content.find(text)
        return start >= 0 and "://" in content[: start + len(text)]


def _by_place(path: FieldPath) -> Iterable[Sink]:
    names = [part for part in path if isinstance(part, str)]
    if isinstance(path[-1], int) and names[-1] in _LISTS:
        yield _LISTS[names[-1]]
    if len(names) > 1 and (names[-2] in _LABELS or names[-2:-1] == ["selector"]):
        yield Sink.LABEL
    elif names and (names[-1] == "name" or names[-1].endswith("Name")):
        yield Sink.NAME
