"""Questions on a terminal, and the options that answer them without one."""

import sys
from collections.abc import Sequence

import click


def can_ask() -> bool:
    """Tell whether somebody sits at stdin."""
    return sys.stdin.isatty()


def ask(what: str, option: str, default: str = "", choices: Sequence[str] = ()) -> str:
    """Return the answer to a question on stderr.

    Args:
        option: what to say on a command line instead.
        default: for an empty answer, and where nobody can be asked; empty for none.
        choices: shown, and not enforced.

    Raises:
        click.UsageError: nobody can be asked, and there is no default.
    """
    if not can_ask():
        if default:
            return default
        known = f"; known: {', '.join(choices)}" if choices else ""
        raise click.UsageError(f"{option} is missing{known}")
    hint = f" ({', '.join(choices)})" if choices else ""
    answer: str = click.prompt(f"{what}{hint}", default=default or None, err=True)
    return answer.strip()
