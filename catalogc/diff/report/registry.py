"""Formats by name."""

from typing import Protocol

from catalogc.diff.report.html import write_html
from catalogc.diff.report.json import write_json
from catalogc.diff.report.markdown import write_markdown
from catalogc.diff.report.text import write_text
from catalogc.diff.report.wording import Names
from catalogc.diff.result import CatalogDiff


class Write(Protocol):
    """Turns a comparison into text."""

    def __call__(self, diff: CatalogDiff, names: Names, *, colour: bool = False) -> str:
        """Write it."""


FORMATS: dict[str, Write] = {
    "text": write_text,
    "markdown": write_markdown,
    "json": write_json,
    "html": write_html,
}
