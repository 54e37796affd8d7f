"""Programs for a shell among rendered objects."""

import itertools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from catalogc.model.source import FieldPath

_SHELLS = frozenset({"sh", "ash", "bash", "dash", "ksh", "mksh", "zsh"})
_COMMAND = re.compile(r"-[a-zA-Z]{0,8}c[a-zA-Z]{0,8}")
_OPTION = re.compile(r"[-+].*")
_WITH_ARGUMENT = re.compile(r"[-+][a-zA-Z]{0,8}[oO]")
_SCRIPT = re.compile(r"#!\s*/\S*/(?:env\s+)?(?:ba|da|a|k|mk|z)?sh\b")


class ShellText(NamedTuple):
    """Text that a shell runs, and the field that holds it."""

    shell: str
    path: FieldPath
    text: str


def shell_texts(manifest: Any, path: FieldPath = ()) -> Iterator[ShellText]:
    """Yield what is given to ``sh -c`` by containers, probes and hooks, and scripts in files.

    What follows the program are its arguments, which the shell does not read as a program.
    """
    if isinstance(manifest, list):
        for index, item in enumerate(manifest):
            yield from shell_texts(item, (*path, index))
    elif isinstance(manifest, dict):
        words = [
            ((*path, key, index), word)
            for key in ("command", "args")
            for index, word in enumerate(_list(manifest.get(key)))
        ]
        yield from _program(words)
        for key, value in manifest.items():
            if isinstance(value, str) and _SCRIPT.match(value):
                yield ShellText("a shell", (*path, key), value)
            else:
                yield from shell_texts(value, (*path, key))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _program(words: list[tuple[FieldPath, Any]]) -> Iterator[ShellText]:
    for index, (_, word) in enumerate(words):
        name = word.rpartition("/")[2] if isinstance(word, str) else ""
        if name not in _SHELLS:
            continue
        before = ""
        for (_, option), (path, following) in itertools.pairwise(words[index + 1 :]):
            if not isinstance(option, str) or not isinstance(following, str):
                return
            if _COMMAND.fullmatch(option):
                yield ShellText(name, path, following)
                return
            if not _OPTION.fullmatch(option) and not _WITH_ARGUMENT.fullmatch(before):
                return
            before = option
        return
