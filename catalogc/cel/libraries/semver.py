"""``semver``: semantic versions (kubernetes.io, CEL, Kubernetes semver library)."""

import re

from catalogc.cel.libraries.opaque import SEMVER, Function

_NUMBER = r"(0|[1-9][0-9]*)"
_SEMVER = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\Z",
    re.ASCII,
)
_PADDED = re.compile(r"0[0-9]+\Z")
_LARGEST = 2**64


def _semver(text: str) -> str:
    """Return the version without its build metadata, which no comparison sees."""
    match = _SEMVER.match(text)
    parts = match.groups() if match else ("", "", "", None)
    padded = any(map(_PADDED.match, (parts[3] or "").split(".")))
    if match is None or padded or any(int(part) >= _LARGEST for part in parts[:3]):
        message = f'"{text}" is not a semantic version'
        raise ValueError(message)
    return ".".join(parts[:3]) + (f"-{parts[3]}" if parts[3] is not None else "")


def _read(text: str, normalize: bool = False) -> str:
    return _semver(_normalized(text) if normalize else text)


def _normalized(text: str) -> str:
    """Without a leading v and leading zeros, with all three numbers."""
    parts = text.removeprefix("v").split(".", 2)
    for at, part in enumerate(parts):
        if len(part) > 1:
            stripped = part.lstrip("0")
            parts[at] = stripped if stripped[:1].isdigit() else "0" + stripped
    if len(parts) < 3 and re.search("[+-]", parts[-1]):
        message = "short version cannot contain PreRelease/Build meta data"
        raise ValueError(message)
    return ".".join([*parts, "0", "0"][: max(3, len(parts))])


def _is_semver(text: str, normalize: bool = False) -> bool:
    try:
        _read(text, normalize)
    except ValueError:
        return False
    return True


def _order(text: str) -> tuple[tuple[int, ...], bool, list[tuple[bool, int, str]]]:
    """Semver 2.0.0, section 11."""
    numbers, _, release = text.partition("-")
    words = release.split(".") if release else []
    return (
        tuple(map(int, numbers.split("."))),
        not words,
        [(not word.isdigit(), int(word) if word.isdigit() else 0, word) for word in words],
    )


def _compare(left: str, right: str) -> int:
    one, other = _order(left), _order(right)
    return (one > other) - (one < other)


def _part(at: int, text: str) -> int:
    return _order(text)[0][at]


_TWO = (SEMVER, SEMVER)
FUNCTIONS = (
    Function("semver", ("string",), SEMVER, _read, since=33),
    Function("semver", ("string", "bool"), SEMVER, _read, since=33),
    Function("isSemver", ("string",), "bool", _is_semver, since=33),
    Function("isSemver", ("string", "bool"), "bool", _is_semver, since=33),
    Function("major", (SEMVER,), "int", lambda text: _part(0, text), member=True, since=33),
    Function("minor", (SEMVER,), "int", lambda text: _part(1, text), member=True, since=33),
    Function("patch", (SEMVER,), "int", lambda text: _part(2, text), member=True, since=33),
    Function("compareTo", _TWO, "int", _compare, member=True, since=33),
    Function("isGreaterThan", _TWO, "bool", lambda a, b: _compare(a, b) > 0, member=True, since=33),
    Function("isLessThan", _TWO, "bool", lambda a, b: _compare(a, b) < 0, member=True, since=33),
)
