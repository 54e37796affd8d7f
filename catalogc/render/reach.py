"""Which templates a value may reach, told from their text: in doubt, it does.

A template reads ``.Values.a.b`` by naming ``a`` and ``b``, or by handing ``.Values``, ``a`` or what
they stand for to somebody else. One that does neither writes the same whatever the value is.
"""

import functools
import re
from collections.abc import Iterable, Mapping

from catalogc.model.source import FieldPath

_DEFINE = re.compile(r'\{\{-?\s*(?:define|block)\s+"([^"]+)"')
_INCLUDE = re.compile(r'\b(?:include|template|block)\s+"([^"]+)"')
_UNCLEAR = re.compile(r"\b(?:tpl|(?:include|template|block)\s*[^\s\"])\b|\binclude\s*\(")
_GET = re.compile(r'\b(?:get|hasKey|index)\s+([\w$.]*\.Values)\s+"([\w-]+)"')
_REFUSAL = re.compile(r"\b(?:fail|required)\b")
_VALUES = "Values"
_UNKNOWN = "tpl"
"""Stands for a text that may do anything."""


def defined_names(text: str) -> list[str]:
    """Names of the templates that a text defines."""
    return _DEFINE.findall(text)


class Reach:
    """The text behind each template: its own and that of everything that it includes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._texts = {
            path: _GET.sub(r"\1.\2 ", content.decode(errors="replace"))
            for path, content in files.items()
            if path.startswith("templates/") or "/templates/" in path
        }
        self._defined: dict[str, str] = {}
        for text in self._texts.values():
            starts = [*_DEFINE.finditer(text)]
            ends = [*(found.start() for found in starts[1:]), len(text)]
            for found, end in zip(starts, ends, strict=False):
                part, known = text[found.start() : end], self._defined.get(found[1], "")
                # A library chart is there once for each chart that uses it.
                self._defined[found[1]] = known if part in known else known + part
        self._closed: dict[str, str | None] = {}
        self.names_subcharts = any("Subcharts" in text for text in self._texts.values())

    def may_reach(self, template: str, values: Iterable[FieldPath]) -> bool:
        """Tell whether a template may write something else when values are other ones."""
        text = self._closed_text(template)
        return text is None or any(_may_read(text, path) for path in values)

    def may_refuse(self, template: str) -> bool:
        """Tell whether a template may end a render by ``fail`` or ``required``."""
        text = self._closed_text(template)
        return text is None or _REFUSAL.search(text) is not None

    def _closed_text(self, template: str) -> str | None:
        if template not in self._closed:
            self._closed[template] = self._closure(template)
        return self._closed[template]

    def _closure(self, template: str) -> str | None:
        """All text that runs for a template; None where that is unclear."""
        found: dict[str, str] = {"": self._texts[template]}
        pending = [""]
        while pending:
            text = found[pending.pop()]
            if _UNCLEAR.search(text):
                return None
            for name in _INCLUDE.findall(text):
                if name not in found:
                    found[name] = self._defined.get(name, _UNKNOWN)
                    pending.append(name)
        return "\n".join(found.values())


@functools.lru_cache(maxsize=4096)
def _may_read(text: str, path: FieldPath) -> bool:
    names = [_VALUES, *(part for part in path if isinstance(part, str))]
    for name in names:
        if name not in text:
            return False
        if _is_handed_on(text, name):
            return True
    return True


@functools.lru_cache(maxsize=4096)
def _is_handed_on(text: str, name: str) -> bool:
    """Whether a name stands somewhere without a field of it behind."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-]|\.[A-Za-z_])", text) is not None
