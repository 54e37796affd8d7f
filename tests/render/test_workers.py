"""Workers that crash, stall or lose their parent."""

import ast
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import (
    MIB,
    FailureKind,
    RendererUnavailableError,
    RenderFailure,
    RenderSettings,
)
from catalogc.workers import process
from render.fixture_charts import CONFIG_MAP, job, make_chart, names, read_chart, render_one

STRICT = RenderSettings(jobs=2, memory_bytes=200 * MIB)
RECURSION = {"attack": "tpl recursion", "template": "{{ tpl .Values.template . }}"}
CRASH = RenderFailure(
    FailureKind.RENDER_CRASH,
    "the Helm engine died of this release, twice: it needs more than 200 MiB",
)
TIMEOUT = RenderFailure(FailureKind.RENDER_TIMEOUT, "not rendered within 1 s, tried twice")
REPOSITORY = Path(process.__file__).parents[2]


PYTHON_ENVIRONMENT = {"PYTHONPATH": os.pathsep.join(sys.path)}


def run_python(code):
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=PYTHON_ENVIRONMENT,
        capture_output=True,
        check=True,
        text=True,
    )
    return answer.stdout.splitlines()


def children(pid="self"):
    """Processes whose parent is ours, dead and unburied ones too."""
    parent = os.getpid() if pid == "self" else pid
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.add(int(entry.name))
    return found


@pytest.fixture(autouse=True)
def no_child_left():
    before = children()
    yield
    assert children() == before


@pytest.mark.parametrize(
    ("deadline_seconds", "attacks"),
    [
        (60.0, {2: (RECURSION, CRASH), 5: ({"attack": "memory"}, CRASH)}),
        (1.0, {0: ({"attack": "endless loop"}, TIMEOUT)}),
    ],
)
def test_one_bad_release_does_not_disturb_the_others(deadline_seconds, attacks):
    chart = read_chart("hostile")
    cases = [attacks.get(number, ({"attack": ""}, None)) for number in range(8)]
    jobs = [job(chart, values, 100 + number) for number, (values, _) in enumerate(cases)]
    limits = replace(STRICT, deadline_seconds=deadline_seconds)
    with EngineRenderer(limits) as renderer:
        results = list(renderer.render(iter(jobs)))
    assert [result.index for result in results] == [job.index for job in jobs]
    assert [result.failure for result in results] == [failure for _, failure in cases]
    assert all(result.failure or names(result) == ["ConfigMap/web"] for result in results)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order(workers):
    chart = make_chart({"templates/a.yaml": CONFIG_MAP + "data: {number: {{ .Values.n | quote }}}"})
    jobs = (job(chart, {"n": number}, number) for number in range(50))
    with EngineRenderer(RenderSettings(jobs=workers)) as renderer:
        results = list(renderer.render(jobs))
    numbers = [result.resources[0].manifest["data"]["number"] for result in results]
    assert numbers == [str(number) for number in range(50)]


def test_jobs_are_asked_for_when_a_worker_is_free():
    chart = make_chart({"templates/a.yaml": CONFIG_MAP})
    asked = []

    def jobs():
        for number in range(3):
            asked.append(number)
            yield job(chart)

    with EngineRenderer(RenderSettings(jobs=1)) as renderer:
        results = renderer.render(jobs())
        assert asked == []
        # The worker has the next job before the caller has a result.
        assert [len(asked) for _ in results] == [2, 3, 3]


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (2, 2), (30, 2)])
def test_no_more_workers_than_jobs(count, expected):
    chart = make_chart({"templates/a.yaml": CONFIG_MAP})
    with EngineRenderer(STRICT) as renderer:
        before = children()
        assert len(list(renderer.render(job(chart) for _ in range(count)))) == count
        assert len(children() - before) == expected


def test_a_worker_started_ahead_is_the_one_that_renders():
    with EngineRenderer(STRICT) as renderer:
        before = children()
        renderer.warm_up()
        renderer.warm_up()
        started = children() - before
        assert len(started) == 1
        render_one(renderer, make_chart({"templates/a.yaml": CONFIG_MAP}))
        assert renderer.version == "helm v4.2.3"
        assert children() - before == started


def test_an_abandoned_batch_leaves_a_usable_renderer():
    slow = read_chart("hostile")
    with EngineRenderer(STRICT) as renderer:
        results = renderer.render(
            [job(slow, {"attack": ""}), job(slow, {"attack": "endless loop"})]
        )
        next(results)
        results.close()
        assert names(render_one(renderer, slow, {"attack": ""})) == ["ConfigMap/web"]


def test_a_worker_that_dies_while_idle_is_replaced():
    chart = make_chart({"templates/a.yaml": CONFIG_MAP})
    with EngineRenderer(STRICT) as renderer:
        before = children()
        render_one(renderer, chart)
        [pid] = children() - before
        os.kill(pid, 9)
        assert names(render_one(renderer, chart)) == ["ConfigMap/web"]


def test_two_batches_at_once_are_a_mistake():
    chart = read_chart("hostile")
    with EngineRenderer(STRICT) as renderer:
        first = renderer.render(job(chart, {"attack": name}) for name in ("", "endless loop"))
        next(first)
        with pytest.raises(RuntimeError, match="one batch at a time"):
            next(renderer.render([job(chart)]))
        first.close()


@pytest.mark.parametrize(
    ("boot", "reason"),
    [
        ("raise SystemExit('no luck')", "no luck"),
        ("import os; os._exit(7)", "exit status 7"),
        ("import sys; sys.path[:] = []; import missing_engine", "No module named 'missing_engine'"),
    ],
)
@pytest.mark.parametrize(
    "use",
    [
        lambda renderer: renderer.version,
        lambda renderer: render_one(renderer, make_chart({"templates/a.yaml": CONFIG_MAP})),
    ],
    ids=["version", "render"],
)
def test_an_engine_that_does_not_start_is_no_fault_of_a_leaf(boot, reason, use, monkeypatch):
    monkeypatch.setattr(process, "_BOOT", boot)
    message = f"the Helm engine does not start: .*{reason}"
    with EngineRenderer(STRICT) as renderer, pytest.raises(RendererUnavailableError, match=message):
        use(renderer)


def test_a_broken_library_is_told(monkeypatch, tmp_path):
    library = tmp_path / "libhelm_c.so"
    library.write_bytes(b"not a library" * 9999)
    monkeypatch.setenv("HELM_C_LIB", str(library))
    message = "cannot be loaded: HelmLibraryError: found the helm-c library at"
    with EngineRenderer(STRICT) as renderer, pytest.raises(RendererUnavailableError, match=message):
        renderer.version  # noqa: B018 - reading it starts a worker


def test_workers_get_a_closed_environment(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    monkeypatch.setenv("HELM_PLUGINS", "/somewhere")
    with EngineRenderer(STRICT) as renderer:
        before = children()
        assert renderer.version
        [pid] = children() - before
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    assert {variable.partition(b"=")[0] for variable in variables} == {
        b"",
        b"PYTHONPATH",
        b"PYTHONUTF8",
        b"GOMAXPROCS",
        b"GOGC",
    }


PARENT = """
import sys
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from render.fixture_charts import job, read_chart
with EngineRenderer(RenderSettings(jobs=2)) as renderer:
    renderer.version
    print("up", flush=True)
    list(renderer.render([job(read_chart("hostile"), {"attack": "endless loop"})] * 2))
"""


@pytest.mark.parametrize(("signal", "status"), [("INT", -2), ("KILL", -9)])
def test_a_killed_parent_leaves_no_worker_behind(signal, status):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        env=PYTHON_ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as parent:
        assert parent.stdout.readline() == b"up\n"
        workers = set()
        while len(workers) < 2:
            workers = children(parent.pid)
            time.sleep(0.01)
        parent.send_signal({"INT": 2, "KILL": 9}[signal])
        assert parent.wait(10) == status
    give_up = time.monotonic() + 10
    while any(_runs(pid) for pid in workers):
        assert time.monotonic() < give_up
        time.sleep(0.02)


def _runs(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except OSError:
        return False
    return state not in "ZX"  # whoever adopts it buries it


LEAK = """
from json import dumps
from catalogc.render.payload import engine_archive
from catalogc.render.worker import Worker
from render.fixture_charts import read_chart
chart = read_chart("toggles")
for reusable in (True, False):
    worker = Worker()
    worker.answer(("settings", [], b""))
    archive = engine_archive(chart.name, chart.files)
    worker.answer(("chart", "digest", chart.name, archive, b"", reusable, ""))
    for enabled in (False, True):
        values = dumps({"child": {"enabled": enabled}})
        _, rows = worker.answer(("render", "digest", "web", "shop", values, 0, "v1.34.0"))
        print(reusable, enabled, any(row[3] == "child" for row in rows))
"""


def test_why_charts_with_switches_are_loaded_for_each_render():
    """helm/helm#9906: when this fails, the defect is gone and handles may be kept."""
    assert run_python(LEAK) == [
        "True False False",
        "True True False",  # switched on, and yet not there
        "False False False",
        "False True True",
    ]


@pytest.mark.parametrize("module", ["catalogc.render.engine", "catalogc.render.stage"])
def test_the_parent_does_not_load_the_engine(module):
    """After helm_python is imported a fork hangs for ever (golang/go#15538)."""
    code = f"import sys, {module}; print('helm_python' in sys.modules, 'yaml' in sys.modules)"
    assert run_python(code) == ["False False"]


def test_only_the_worker_imports_the_engine():
    sources = (REPOSITORY / "catalogc").rglob("*.py")
    importers = {
        path.relative_to(REPOSITORY).as_posix()
        for path in sources
        if _imports_engine(path.read_text())
    }
    assert importers == {"catalogc/render/worker.py"}


def _imports_engine(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        else:
            continue
        if any(module.partition(".")[0] == "helm_python" for module in modules):
            return True
    return False


def test_the_library_is_opened_once():
    """Opened ahead and by its module, it must be one file: Go cannot start twice."""
    code = (
        "from catalogc.render.boot import preload_library; path = preload_library();"
        "from helm_python import library_path; print(path == str(library_path))"
    )
    assert run_python(code) == ["True"]
