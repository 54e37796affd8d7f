"""Keep secret values out of what is printed.

The rule, judged by names (``catalogc.model.display.looks_secret``) and by the way that secrets
are written (``catalogc.model.secret_shape``): hidden is

1. the rest of a line after a key that looks secret,
2. the rest of a line after ``value:`` where the ``name:`` beside it looks secret, as in a
   list of environment variables,
3. a line without a key of its own below a key that looks secret (lists, folded text),
   and every line of a block scalar there,
4. the primary span of a finding whose field looks secret, or that is about a secret,
5. the rest of a line after an option whose name looks secret,
6. the rest of a line from where something is written as secrets are, and all of a private key.

A flow mapping is not a value: the keys in it are judged one by one.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from catalogc.model.display import looks_secret
from catalogc.model.finding import Finding
from catalogc.model.secret_shape import find_secret
from catalogc.model.source import Location, SourceFile

MASK = "***"

# Repetitions are bounded: a line may be a megabyte and written to be slow to match.
_KEY = re.compile(
    r"""(?:"(?P<double>[^"]{0,99})"|'(?P<single>[^']{0,99})')\s{0,9}:\s{0,9}"""
    r"""|(?<![\w./-])(?P<plain>[\w./-]{1,99})\s{0,9}:(?:\s{1,9}|\Z)"""
)
_NAME = re.compile(r"""(?:\A|[\s{,-])["']?name["']?\s{0,9}:\s{0,9}["']?(?P<name>[\w.-]{1,99})""")
_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]*\s*(#.*)?\Z")
_OPTION = re.compile(r"(?<![\w-])--?(?P<name>[A-Za-z][\w-]{0,99})[\"']?[=,\s]\s{0,9}[\"']?")
_ABOUT_SECRETS = "literal-secret"  # the rule whose findings point at nothing else
_PRIVATE_KEY = re.compile(r"-----(BEGIN|END) [A-Z ]{0,40}PRIVATE KEY")
# Shorter text is too common to be taken out of a sentence.
_SHORTEST = 4


@lru_cache(maxsize=16)
def lines_of(file: SourceFile) -> list[str]:
    """Split a file once for all findings in it."""
    return file.lines()


@lru_cache(maxsize=1024)
def hidden_from(file: SourceFile, number: int) -> int | None:
    """Return the index from which line ``number`` (from 1) is secret; None if it is not."""
    lines = lines_of(file)
    if not 0 < number <= len(lines):
        return None
    line = lines[number - 1]
    if number in _private_key_lines(file) or _below_secret_key(file, number - 1):
        return len(line) - len(line.lstrip(" -"))
    shape = find_secret(line)
    starts = (_beside_name(lines, number), shape and shape.start, _after_option(line))
    return min((start for start in starts if start is not None), default=None)


def _after_option(line: str) -> int | None:
    """Return the index after ``--password=`` or ``--api-key,``, if something follows."""
    for match in _OPTION.finditer(line):
        if looks_secret((match["name"],)) and match.end() < len(line):
            return match.end()
    return None


def _beside_name(lines: Sequence[str], number: int) -> int | None:
    """Return the index after a key of the line that says secret."""
    line = lines[number - 1]
    variable = _beside_secret_name(lines, number - 1)
    for key, start in _keys(line):
        secret = looks_secret((key,)) or (variable and key == "value")
        if secret and start < len(line) and _is_value(line[start:]):
            return start
    return None


def hidden_in(finding: Finding, location: Location, number: int) -> int | None:
    """As ``hidden_from``, and knowing that ``finding`` may be about a secret field."""
    hidden = hidden_from(location.file, number)
    if not _holds_secret(finding):
        return hidden
    line = lines_of(location.file)[number - 1]
    if location is not finding.location:
        start = line.find(finding.location.text.strip("\"'"))
    elif number == location.span.line:
        start = location.span.column - 1
    else:
        start = len(line) - len(line.lstrip())
    return hidden if start < 0 else start if hidden is None else min(start, hidden)


def shows_secret(text: str) -> bool:
    """Tell whether text that may be written into a file holds a secret value."""
    file = SourceFile("", text)
    return any(hidden_from(file, number + 1) is not None for number in range(len(lines_of(file))))


def redact(text: str, finding: Finding) -> str:
    """Mask, in a sentence of ``finding``, the secret values that its spans cover."""
    for secret in _secrets(finding):
        text = text.replace(secret, MASK)
    return text


def _holds_secret(finding: Finding) -> bool:
    """Whether the primary span is the value of a secret field, not its key."""
    if finding.rule == _ABOUT_SECRETS:
        return True
    if not looks_secret(finding.field):
        return False
    return finding.location.text.strip("\"'") != str(finding.field[-1])


def _secrets(finding: Finding) -> list[str]:
    found: set[str] = set()
    for location in (finding.location, *(label.location for label in finding.related)):
        found.update(_secret_lines(finding, location))
    return sorted(found, key=lambda secret: (-len(secret), secret))


def _secret_lines(finding: Finding, location: Location) -> Iterator[str]:
    span = location.span
    lines = lines_of(location.file)
    for number in range(span.line, min(span.end_line, len(lines)) + 1):
        start = hidden_in(finding, location, number)
        if start is None:
            continue
        if number == span.line:
            start = max(start, span.column - 1)
        end = span.end_column - 1 if number == span.end_line else None
        secret = lines[number - 1][start:end].strip().strip("\"'")
        if len(secret) >= _SHORTEST:
            yield secret


@lru_cache(maxsize=16)
def _private_key_lines(file: SourceFile) -> frozenset[int]:
    """Number the lines that follow the beginning of a private key, to its end."""
    found: set[int] = set()
    if not _PRIVATE_KEY.search(file.text):
        return frozenset()
    inside = False
    for number, line in enumerate(lines_of(file), 1):
        if inside:
            found.add(number)
        for match in _PRIVATE_KEY.finditer(line):
            inside = match[1] == "BEGIN"
    return frozenset(found)


def _keys(line: str) -> Iterator[tuple[str, int]]:
    """Every key of a line with the index where its value starts."""
    for match in _KEY.finditer(line):
        key = next(group for group in match.groups() if group is not None)
        yield key, match.end()


def _is_value(text: str) -> bool:
    if text.startswith("["):
        return text[1:].lstrip()[:1] not in ("{", "]")
    return not text.startswith(("{", "#")) and not _BLOCK_SCALAR.match(text)


def _beside_secret_name(lines: Sequence[str], index: int) -> bool:
    line = lines[index]
    near = [line]
    if index > 0 and not line.lstrip().startswith("- "):
        near.append(lines[index - 1])
    if index + 1 < len(lines) and not lines[index + 1].lstrip().startswith("- "):
        near.append(lines[index + 1])
    names = (match["name"] for text in near for match in _NAME.finditer(text))
    return any(looks_secret((name,)) for name in names)


def _below_secret_key(file: SourceFile, index: int) -> bool:
    lines, parents = lines_of(file), _parents(file)
    has_key = next(_keys(lines[index]), None) is not None
    parent = parents[index]
    while parent >= 0:
        keys = list(_keys(lines[parent]))
        if keys and looks_secret((keys[-1][0],)):
            return not has_key or bool(_BLOCK_SCALAR.match(lines[parent][keys[-1][1] :]))
        parent = parents[parent]
    return False


@lru_cache(maxsize=16)
def _parents(file: SourceFile) -> list[int]:
    """For every line the index of the nearest line above that is indented less, or -1."""
    parents: list[int] = []
    above: list[tuple[int, int]] = []
    for index, line in enumerate(lines_of(file)):
        text = line.lstrip(" ")
        # A list may stand under its key without being indented: an item counts as half a step.
        depth = 2 * (len(line) - len(text)) + (text[:2] in ("-", "- "))
        while above and text and above[-1][0] >= depth:
            above.pop()
        parents.append(above[-1][1] if above and text else -1)
        if text:
            above.append((depth, index))
    return parents
