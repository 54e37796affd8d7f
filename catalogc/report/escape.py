"""Text from input, made harmless and visible for a terminal.

Control characters could move the cursor or recolour the screen; format characters (bidi
overrides, zero-width and tag characters) could show something other than what is there.
"""

import unicodedata

# Control, format and surrogate characters, line and paragraph separators.
_ESCAPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def escape(text: str) -> str:
    r"""Replace what a terminal would obey or hide by YAML escapes: ``\x1b``, ``\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(escape_character, text))


def escape_character(character: str) -> str:
    """Escape one code point; printable ones come back as they are."""
    if unicodedata.category(character) not in _ESCAPED:
        return character
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def display_width(character: str) -> int:
    """Return how many terminal cells a printable code point takes: 0, 1 or 2.

    Widths are those of Unicode's East Asian Width; ambiguous ones count as narrow.
    """
    if unicodedata.category(character) in ("Mn", "Me") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
