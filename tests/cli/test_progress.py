"""Progress: only for a person who waits."""

import io

import pytest

from catalogc.cli import progress as module
from catalogc.cli.progress import Progress


class Terminal(io.StringIO):
    def __init__(self, *, is_terminal):
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self):
        return self.is_terminal


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def run(monkeypatch, clock, *, is_terminal, seconds):
    stream = Terminal(is_terminal=is_terminal)
    monkeypatch.setattr(module.sys, "stderr", stream)
    progress = Progress()
    for done in range(1, 4):
        clock[0] += seconds
        progress.update(done, 3)
    progress.clear()
    return stream.getvalue()


def test_a_quick_run_says_nothing(monkeypatch, clock):
    assert run(monkeypatch, clock, is_terminal=True, seconds=0.2) == ""


def test_no_terminal_gets_nothing(monkeypatch, clock):
    assert run(monkeypatch, clock, is_terminal=False, seconds=5) == ""


def test_a_slow_run_is_told_and_cleared(monkeypatch, clock):
    assert run(monkeypatch, clock, is_terminal=True, seconds=0.7) == (
        "\r\x1b[Krendering 2 of 3 leaves\r\x1b[Krendering 3 of 3 leaves\r\x1b[K"
    )
