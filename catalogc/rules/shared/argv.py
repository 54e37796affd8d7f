"""What a container and its probes run, word by word."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from catalogc.model.source import FieldPath
from catalogc.model.values import Values
from catalogc.rules.shared.leaf_text import ARGUMENTS, BREAK, PROBES, gist

_SHELLS = frozenset({"sh", "ash", "bash", "dash", "ksh", "mksh", "zsh"})
_COMMAND = re.compile(r"-[a-zA-Z]{0,8}c[a-zA-Z]{0,8}")
_OPTION = re.compile(r"[-+].*")
_WITH_ARGUMENT = re.compile(r"[-+][a-zA-Z]{0,8}[oO]")  # -o pipefail, -euo pipefail


class Word(NamedTuple):
    """A part of a command line, and where it is written."""

    path: FieldPath
    text: str


class ShellText(NamedTuple):
    """Text that a shell is given to run."""

    shell: str
    word: Word


def shell_texts(values: Values) -> Iterator[ShellText]:
    """Find ``[sh, -c, text]`` in what a container and its exec probes run."""
    if f"sh{BREAK}" not in gist(values):  # the end of every shell's name
        return
    for line in _command_lines(values):
        found = _shell_text(line)
        if found is not None:
            yield found


def _command_lines(values: Values) -> Iterator[list[Word]]:
    # Kubernetes runs command and args as one line.
    yield [word for path in ARGUMENTS for word in _words(path, values.sequence(path))]
    for probe in PROBES:
        path = ("container", "probes", probe, "command")
        yield list(_words(path, values.sequence(path)))


def _words(path: FieldPath, parts: Sequence[Any]) -> Iterator[Word]:
    for index, part in enumerate(parts):
        if isinstance(part, str):
            yield Word((*path, index), part)


def _shell_text(line: list[Word]) -> ShellText | None:
    """Find a shell that is given text among its options."""
    for index, word in enumerate(line):
        if word.text.rpartition("/")[2] not in _SHELLS:
            continue
        given = _given_text(line[index + 1 :])
        if given is not None:
            return ShellText(word.text.rpartition("/")[2], given)
    return None


def _given_text(words: list[Word]) -> Word | None:
    """Return what follows -c among the options of a shell."""
    before = ""
    for option, following in itertools.pairwise(words):
        if _COMMAND.fullmatch(option.text):
            return following
        if not _OPTION.fullmatch(option.text) and not _WITH_ARGUMENT.fullmatch(before):
            return None
        before = option.text
    return None
