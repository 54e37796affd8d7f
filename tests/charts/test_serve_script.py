"""The Ollama chart's server: when it is ready, what it keeps in memory, how it stops."""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress

import pytest

from charts.ollama_pod import MODEL, render_pod


@pytest.fixture
def serving(helm, tmp_path):
    started = []

    def serving(*states, variables=(), **fields):
        served = render_pod(helm, tmp_path, **fields)
        served.pull()
        for state in states:
            (served.state / state).touch()
        for file in ("log", "up"):
            (served.state / file).unlink()
        started.append(served.serve(PERIOD_SECONDS="0.1", **dict(variables)))
        return served, started[-1]

    yield serving
    for server in started:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate(timeout=10)


def eventually(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


def test_ready_once_the_model_is_in_memory(serving):
    served, _ = serving()
    eventually(lambda: served.ready() == 0)
    assert served.calls("run") == ["run|--|qwen3:8b|"]
    assert (served.state / "up").read_text() == "0.0.0.0:11434"


def test_an_embedding_model_is_loaded_with_some_text(serving):
    served, _ = serving("embedding")
    eventually(lambda: served.ready() == 0)
    assert served.calls("run") == ["run|--|qwen3:8b|load"]


def test_a_model_that_left_memory_is_loaded_again(serving):
    served, _ = serving()
    eventually(lambda: served.ready() == 0)
    (served.state / "loaded").unlink()
    eventually(lambda: len(served.calls("run")) == 2)
    eventually(lambda: served.ready() == 0)


def test_a_model_that_is_still_loading_is_not_ready(serving):
    """Ollama lists a model before all of it is in memory."""
    served, _ = serving("no-memory", "model-in-memory", variables={"FAILURE_THRESHOLD": "1000"})
    (served.state / "loaded").write_text(MODEL)
    eventually(lambda: served.calls("run"))
    assert served.ready() == 1


def test_a_model_that_is_loading_again_is_not_ready(serving):
    served, _ = serving(variables={"FAILURE_THRESHOLD": "1000"})
    eventually(lambda: served.ready() == 0)
    (served.state / "no-memory").touch()
    (served.state / "loaded").unlink()
    eventually(lambda: len(served.calls("run")) > 1)
    (served.state / "loaded").write_text(MODEL)
    assert served.ready() == 1


def test_a_model_that_cannot_be_loaded_ends_the_container(serving):
    served, server = serving("no-memory", variables={"FAILURE_THRESHOLD": "2"})
    said, _ = server.communicate(timeout=10)
    assert said.count("qwen3:8b could not be loaded\n") == 2
    assert served.ready() == 1


def test_without_preload_ready_means_present(serving):
    served, _ = serving(preload=False, models=[{"name": "phi"}])
    eventually((served.state / "up").exists)
    assert served.ready() == 0
    assert served.calls("run") == []
    (served.state / "models/manifests/registry.ollama.ai/library/phi/latest").unlink()
    assert served.ready() == 1


def test_open_requests_end_before_the_server(serving):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        served, server = serving(preload=False, container={"port": port})
        eventually((served.state / "up").exists)
        with socket.create_connection(("127.0.0.1", port)), listener.accept()[0]:
            server.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                server.wait(timeout=1.5)
        assert server.wait(timeout=10) == 128 + signal.SIGTERM


def test_the_container_ends_with_its_server(serving):
    _, server = serving("broken", preload=False)
    assert server.wait(timeout=10) == 3
