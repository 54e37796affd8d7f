"""Bytes to text: UTF-8 without characters that hide or break something."""

import re
from collections.abc import Iterator

from catalogc.goyaml.compose import span_at
from catalogc.model.finding import Finding, Severity
from catalogc.model.source import Location, SourceFile

MAX_BYTES = 1024 * 1024

_BOM = "\ufeff"
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]"
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MOST = 10
"""Most control characters reported for one file."""


class UndecodableError(Exception):
    """The bytes are not text that is read; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def decode(path: str, content: bytes) -> SourceFile:
    """Decode a file; a byte order mark is dropped.

    Raises:
        UndecodableError: too large, or not UTF-8.
    """
    if len(content) > MAX_BYTES:
        raise UndecodableError(
            Finding(
                "too-large",
                Severity.ERROR,
                f"{path} is larger than 1 MiB, the limit",
                Location.whole_file(path),
                help="split the file",
            )
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UndecodableError(_bad_encoding(path, content, error)) from None
    return SourceFile(path, text.removeprefix(_BOM))


def _bad_encoding(path: str, content: bytes, error: UnicodeDecodeError) -> Finding:
    good = content[: error.start].decode("utf-8")
    file = SourceFile(path, good + content[error.start :].decode("utf-8", errors="replace"))
    kind = "UTF-16" if content[:2] in _UTF16 else "not UTF-8"
    return Finding(
        "encoding",
        Severity.ERROR,
        f"{path} is {kind}: byte {error.start + 1} is 0x{content[error.start]:02x}",
        Location(file, span_at(file.text, len(good))),
        help="save the file as UTF-8",
    )


def control_characters(file: SourceFile) -> Iterator[Finding]:
    """Report characters that are invisible, reorder text or end it."""
    for number, match in enumerate(_CONTROL.finditer(file.text)):
        if number == _MOST:
            return
        code = ord(match.group())
        yield Finding(
            "control-character",
            Severity.ERROR,
            f"character U+{code:04X} is invisible or changes how the line is shown",
            Location(file, span_at(file.text, match.start())),
            help=f'remove it; in a double-quoted text it can be written as "\\u{code:04X}"',
        )
