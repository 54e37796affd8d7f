import os
import sys
import time

import pytest

from catalogc.procs import (
    Child,
    ToolMissingError,
    ToolOutputError,
    ToolTimeoutError,
    closed_environment,
    find_tool,
    run,
)

CLOSED = closed_environment()


def python(code, **options):
    options = {"environment": CLOSED, "timeout_seconds": 20.0, **options}
    return run([sys.executable, "-c", code], **options)


def test_what_a_tool_leaves_behind(tmp_path):
    code = (
        "import os, sys; print(sys.stdin.read().upper(), os.getcwd()); "
        "print('so', file=sys.stderr); sys.exit(3)"
    )
    completed = python(code, stdin=b"text", cwd=tmp_path)
    assert completed.returncode == 3
    assert completed.stdout.decode().split() == ["TEXT", str(tmp_path)]
    assert completed.stderr == b"so\n"


def test_a_closed_environment(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    monkeypatch.setenv("LC_ALL", "de_DE")
    environment = closed_environment({"EXTRA": "1"})
    assert environment == {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "EXTRA": "1"}
    seen = python("import os; print(sorted(os.environ))", environment=environment).stdout
    assert seen == b"['EXTRA', 'LC_ALL', 'PATH']\n"


def test_a_time_limit_ends_a_tool_and_its_children(tmp_path):
    marker = tmp_path / "marker"
    late = f"import time; time.sleep(1.5); open({str(marker)!r}, 'w')"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {late!r}])"
    start = time.monotonic()
    with pytest.raises(ToolTimeoutError, match=r"python\S* ran longer than 0\.5 s"):
        python(code, timeout_seconds=0.5)
    assert time.monotonic() - start < 1.4
    time.sleep(1.5)
    assert not marker.exists()


def test_long_input_and_long_output_at_the_same_time():
    code = "import sys; text = sys.stdin.read(); print(text + text); print(text, file=sys.stderr)"
    completed = python(code, stdin=b"x" * 3_000_000)
    assert completed.stdout == b"x" * 6_000_000 + b"\n"
    assert completed.stderr == b"x" * 3_000_000 + b"\n"


def test_a_tool_need_not_read_its_input_nor_keep_its_outputs_open():
    code = "import os, time; os.close(0); os.close(1); os.close(2); time.sleep(0.3); os._exit(7)"
    assert python(code, stdin=b"x" * 3_000_000).returncode == 7


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_limit_of_output(stream):
    code = f"import sys\nwhile True: sys.{stream}.write('x' * 65536)"
    start = time.monotonic()
    with pytest.raises(ToolOutputError, match=r"python\S* printed more than 1000000 bytes"):
        python(code, output_bytes=1_000_000)
    assert time.monotonic() - start < 10
    assert len(python("print('x' * 999)", output_bytes=1000).stdout) == 1000


def test_a_memory_limit():
    completed = python("x = bytearray(1 << 30)", memory_bytes=256 << 20)
    assert completed.returncode == 1
    assert b"MemoryError" in completed.stderr
    assert python("x = bytearray(1 << 30)").returncode == 0


@pytest.mark.parametrize(
    "start",
    [
        lambda argv: Child(argv, CLOSED),
        lambda argv: run(argv, environment=CLOSED, timeout_seconds=1.0),
    ],
)
def test_a_tool_that_cannot_be_started(start, tmp_path):
    with pytest.raises(ToolMissingError, match=r"cannot start .*/none: No such file or directory"):
        start([str(tmp_path / "none")])


def test_find_tool(tmp_path, monkeypatch):
    tool = tmp_path / "sometool"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    assert find_tool("sometool") == str(tool)
    with pytest.raises(ToolMissingError, match="othertool is not on PATH: install it"):
        find_tool("othertool")


ECHO = """
import os, sys
while (text := os.read(0, 99)):
    os.write(1, text.upper())
    os.write(2, b"heard " + text)
"""


def test_a_child_answers_until_it_is_killed():
    with Child([sys.executable, "-c", ECHO], CLOSED) as child:
        for text in (b"one", b"two"):
            child.stdin.write(text)
            assert child.stdout.read(99) == text.upper()
        child.stdin.write(b"three")
        while "three" not in child.error_text():
            time.sleep(0.01)
        assert child.error_text() == "heard oneheard twoheard three"
        assert child.kill() == -9
        assert child.kill() == -9
        assert child.error_text() == "heard oneheard twoheard three"
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


def test_error_text_can_be_forgotten_and_is_bounded():
    code = "import os\nwhile os.read(0, 1): os.write(2, b'x' * 70000 + b'end'); os.write(1, b'.')"
    with Child([sys.executable, "-c", code], CLOSED) as child:
        child.stdin.write(b"1")
        assert child.stdout.read(1) == b"."
        assert len(child.error_text()) == 65536
        child.discard_errors()
        assert child.error_text() == ""
        child.stdin.write(b"2")
        assert child.stdout.read(1) == b"."
        assert child.error_text() == "x" * 65533 + "end"


def test_a_child_that_has_ended_by_itself():
    with Child([sys.executable, "-c", "raise SystemExit(5)"], CLOSED) as child:
        assert child.stdout.read(1) == b""
        time.sleep(0.1)
        assert child.kill() == 5
