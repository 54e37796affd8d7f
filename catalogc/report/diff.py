"""What fixes change, as a unified diff."""

import re
from collections.abc import Iterator

from catalogc.fix.splice import Rewritten
from catalogc.model.source import SourceFile
from catalogc.report.escape import escape
from catalogc.report.redact import MASK, hidden_from

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def unified_diff(item: Rewritten) -> str:
    """Write the change of a file, as ``patch`` and git read it; secret values are masked.

    A diff with a masked line cannot be applied: a secret is never printed.
    """
    if item.text == item.file.text:
        return ""
    import difflib  # only who asks for a diff pays for it

    path = escape(item.file.path)
    before = list(_shown_lines(item.file))
    after = list(_shown_lines(SourceFile(item.file.path, item.text)))
    lines = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _shown_lines(file: SourceFile) -> Iterator[str]:
    number = 1
    for line in _LINES.findall(file.text):
        text = line.rstrip("\r\n")
        rows = len(SourceFile("", text).lines())  # YAML knows more line breaks than a diff
        hidden = [hidden_from(file, number + row) for row in range(rows)]
        start = next((start for start in hidden if start is not None), None)
        number += rows
        if start is None:
            yield line
        else:
            yield text[: start if rows == 1 else 0] + MASK + line[len(text) :]
