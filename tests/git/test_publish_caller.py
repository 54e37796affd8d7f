"""What of the caller's variables reaches git."""

from catalogc.git.caller import person, remote_access

VARIABLES = {
    "GIT_ASKPASS": "ask",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_CONFIG_COUNT": "1",
    "GIT_DIR": "/elsewhere",
    "GIT_INDEX_FILE": "index",
    "GIT_SSH_COMMAND": "ssh -i key",
    "GIT_TRACE_CURL": "1",
    "GH_TOKEN": "token",
    "HOME": "/home/ada",
    "HTTPS_PROXY": "http://proxy",
    "LC_ALL": "de_DE.UTF-8",
    "PATH": "/bin",
    "SSH_AUTH_SOCK": "/run/agent",
}


def test_a_commit_gets_a_person_alone():
    assert person(VARIABLES) == {"GIT_AUTHOR_EMAIL": "ada@example.com"}


def test_a_remote_gets_credentials_and_nothing_that_moves_git():
    names = {"GIT_ASKPASS", "GIT_SSH_COMMAND", "GH_TOKEN", "HOME", "HTTPS_PROXY", "SSH_AUTH_SOCK"}
    assert remote_access(VARIABLES) == {name: VARIABLES[name] for name in names}
