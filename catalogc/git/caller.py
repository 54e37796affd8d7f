"""What of the caller's variables reaches git beside the closed ones.

A commit needs a person, and a remote needs credentials. Nothing else comes through: a ``GIT_DIR``
or ``GIT_INDEX_FILE`` that a hook was started with would point git at other files, and ``GIT_TRACE``
would print credentials.
"""

import os
from collections.abc import Mapping

_PERSON = frozenset(
    f"GIT_{role}_{field}" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL", "DATE")
)
# How CI systems hand over credentials and keys, and how git reaches a server.
_REMOTE = frozenset(
    {
        "GIT_ASKPASS",
        "GIT_PROXY_COMMAND",
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_SSH_VARIANT",
        "GIT_SSL_CAINFO",
        "GIT_SSL_CAPATH",
        "GIT_SSL_CERT",
        "GIT_SSL_KEY",
    }
)


def person(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables that name author and committer, and their dates.

    Args:
        variables: the caller's; by default the process's own.
    """
    given = os.environ if variables is None else variables
    return {name: given[name] for name in _PERSON if name in given}


def remote_access(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables of a command that talks to a remote.

    All but git's own are the caller's: credential helpers and ssh read variables of their own
    (``SSH_AUTH_SOCK``, ``GH_TOKEN``, ``AWS_PROFILE``, ``HTTPS_PROXY``), and their names are not
    ours to know. Of git's own, those come through that say how to reach a server.

    Args:
        variables: the caller's; by default the process's own.
    """
    given = os.environ if variables is None else variables
    closed = {"PATH", "LC_ALL", "LANGUAGE"}
    return {
        name: value
        for name, value in given.items()
        if (name in _REMOTE or not name.startswith("GIT_")) and name not in closed
    }
