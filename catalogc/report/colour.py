"""Terminal colours (ECMA-48 SGR); off means plain text."""

from dataclasses import dataclass

from catalogc.model.finding import Severity

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_FRAME = "\x1b[1;34m"
_SEVERITY = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.INFO: "\x1b[1;36m",
}


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours text, or leaves it alone."""

    on: bool

    def severity(self, text: str, severity: Severity) -> str:
        """Text in the colour of a severity."""
        return self._paint(text, _SEVERITY[severity])

    def frame(self, text: str) -> str:
        """Line numbers, bars and arrows."""
        return self._paint(text, _FRAME)

    def bold(self, text: str) -> str:
        """The message."""
        return self._paint(text, _BOLD)

    def _paint(self, text: str, code: str) -> str:
        return f"{code}{text}{_RESET}" if self.on and text else text
