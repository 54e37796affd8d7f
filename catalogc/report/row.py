"""One source line as a terminal shows it, and the cells that a span takes in it."""

from dataclasses import dataclass
from itertools import accumulate

from catalogc.report.escape import display_width, escape_character
from catalogc.report.redact import MASK

WIDTH = 100
"""Most cells of a source line that are shown."""

TAB = 4
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Row:
    """A line to print, and the underline: its first cell from 0 and its length in cells."""

    text: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class _Cells:
    """Printed text and cell width, one entry for a code point of the line."""

    texts: list[str]
    widths: list[int]


def layout(line: str, start: int, end: int, hidden: int | None = None) -> Row:
    """Lay out a line.

    Args:
        line: source text without its break.
        start: index of the first underlined code point.
        end: index after the last one; an empty span is underlined as one cell.
        hidden: index from which the line is secret.
    """
    start, end = min(start, len(line)), min(end, len(line))
    if hidden is not None:
        # The mask is one piece: a span inside it is all of it.
        line = line[:hidden] + "\0" * (hidden < len(line))
        start, end = min(start, hidden), min(end, hidden + 1)
    # Far away text is cut before it is looked at: a line may be a megabyte.
    left = max(0, start - WIDTH) if len(line) > 3 * WIDTH else 0
    right = start + 2 * WIDTH if len(line) > 3 * WIDTH else len(line)
    cells = _cells(line[left:right], masked=hidden is not None and right >= len(line))
    return _window(cells, start - left, end - left, cut=(left > 0, right < len(line)))


def _cells(line: str, *, masked: bool) -> _Cells:
    texts: list[str] = []
    widths: list[int] = []
    for index, character in enumerate(line):
        if masked and index == len(line) - 1:
            text = MASK
        elif character == "\t":
            text = " " * (TAB - sum(widths) % TAB)
        else:
            text = escape_character(character)
        texts.append(text)
        widths.append(display_width(text) if len(text) == 1 else len(text))
    return _Cells(texts, widths)


def _window(cells: _Cells, start: int, end: int, *, cut: tuple[bool, bool]) -> Row:
    """Show at most ``WIDTH`` cells around the span, with an ellipsis where text is left out."""
    while start > 0 and start < len(cells.widths) and cells.widths[start] == 0:
        start -= 1  # a combining mark is shown on the letter before it
    edges = [0, *accumulate(cells.widths)]
    low, high = edges[start], edges[min(max(start, end), len(cells.widths))]
    first, last = _visible(edges, low)
    cut_left, cut_right = cut[0] or first > 0, cut[1] or last < len(cells.texts)
    text = "".join(cells.texts[first:last])
    offset = len(ELLIPSIS) * cut_left - edges[first]
    length = max(1, min(high, edges[last]) - low)
    return Row(ELLIPSIS * cut_left + text + ELLIPSIS * cut_right, low + offset, length)


def _visible(edges: list[int], low: int) -> tuple[int, int]:
    """The range of code points to show, as indexes."""
    total = edges[-1]
    if total <= WIDTH:
        return 0, len(edges) - 1
    begin = max(0, min(low - WIDTH // 3, total - WIDTH))
    first = next(index for index, edge in enumerate(edges) if edge >= begin)
    last = max(index for index, edge in enumerate(edges) if edge <= edges[first] + WIDTH)
    return first, last
