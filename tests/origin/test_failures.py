"""Which line of a leaf a chart refuses, where a release cannot be rendered at all."""

import json

import pytest

from catalogc.model.source import format_path
from catalogc.pipeline import Backend, compile_catalog
from cli.open_chart import DEFAULTS, DEV, FILES, leaf
from repository import place, write

CHART = "charts/thing"
TEMPLATE = f"{CHART}/templates/a.yaml"
VALUES = """\
replicas: 1
most: 3
mode: plain
port: 80
ports: []
engine: {}
"""
SCHEMA = {
    "type": "object",
    "properties": {
        "workloadType": {"const": "THING"},
        "replicas": {"type": "integer", "minimum": 0},
        "mode": {"type": "string"},
        "name": {"type": "string", "examples": ["shop"]},
        "engine": {
            "type": "object",
            "properties": {
                "id": {"type": "string", "examples": ["org/model"]},
                "revision": {"type": "string"},
            },
        },
    },
}
OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n"
LARGE = (
    '{{ if gt (int .Values.replicas) (int .Values.most) }}{{ fail "too many pods" }}{{ end }}\n'
    + OBJECT
)
NESTED = '{{ define "id" }}{{ required "engine.id is required" .Values.engine.id }}{{ end }}\n'
ITEMS = (
    '{{ range .Values.ports }}{{ if gt (int .) 100 }}{{ fail "no" }}{{ end }}{{ end }}\n' + OBJECT
)
REFUSED = "the chart refuses this"

# template, defaults of the folder, what the leaf says from line 6 on -> place, label, field
CASES = {
    "fail, by a value of the leaf": (
        LARGE, "", "mode: x\nreplicas: 5\n", f"{DEV}:7:11-7:12", f"{REFUSED} replicas", "replicas",
    ),
    "fail, by a value of a defaults file": (
        LARGE, "port: 81\nreplicas: 5\n", "mode: odd\n",
        f"{DEFAULTS}:2:11-2:12", f"{REFUSED} replicas", "replicas",
    ),
    "fail, by the value that the text names": (
        LARGE.replace("too many pods", "most is too small"), "", "replicas: 5\nmost: 4\n",
        f"{DEV}:7:7-7:8", f"{REFUSED} most", "most",
    ),
    "fail, by an item of a list": (
        ITEMS, "", "ports: [80, 8080, 90]\n", f"{DEV}:6:13-6:17", f"{REFUSED} ports[1]", "ports[1]",
    ),
    "fail, by a text that the schema says nothing of": (
        '{{ if ne .Values.mode "plain" }}{{ fail "no" }}{{ end }}\n' + OBJECT, "",
        "replicas: 2\nmode: odd\n", f"{DEV}:7:7-7:10", f"{REFUSED} mode", "mode",
    ),
    "required, beside what the leaf sets": (
        NESTED + OBJECT + '  id: {{ include "id" . }}\n', "",
        "engine:\n  revision: main\n", f"{DEV}:6:1-6:7",
        "the chart asks for another engine.id: it is not set here", "engine.id",
    ),
    "required, empty": (
        NESTED + OBJECT + '  id: {{ include "id" . }}\n', "", 'engine:\n  id: ""\n',
        f"{DEV}:7:7-7:9", f"{REFUSED} engine.id", "engine.id",
    ),
    "required, and nothing near is set": (
        OBJECT + '  name: {{ required "give it a name" .Values.name }}\n', "", "mode: x\n",
        f"{DEV}:1:15-1:20", "the chart asks for name: it is not set", "name",
    ),
    "read from what is not there": (
        OBJECT + "  x: {{ .Values.engine.id.text }}\n", "", "engine:\n  id: flat\n",
        f"{DEV}:7:7-7:11", f"{REFUSED} engine.id", "engine.id",
    ),
    "output that is no YAML": (
        OBJECT + "  port: {{ .Values.port }}\n", "", 'replicas: 2\nport: "{"\n',
        f"{DEV}:7:7-7:10", f"{REFUSED} port", "port",
    ),
    "whatever the leaf says": (
        '{{ fail "never" }}\n', "", "mode: x\n", f"{DEV}:1:15-1:20",
        f"rendered with {CHART}", "workloadType",
    ),
}  # fmt: skip


def compiled(folder, renderer, files):
    texts = {
        **{path: text for path, text in FILES.items() if not path.startswith(CHART)},
        f"{CHART}/Chart.yaml": FILES[f"{CHART}/Chart.yaml"],
        f"{CHART}/values.yaml": VALUES,
        f"{CHART}/values.schema.json": json.dumps(SCHEMA),
        **files,
    }
    write(folder, texts)
    return compile_catalog(folder, prepare=lambda _: Backend(renderer), select=lambda _: True)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_line_that_the_chart_refuses(tmp_path, renderer, case):
    template, defaults, more, *expected = case
    files = {TEMPLATE: template, DEV: leaf(more), **({DEFAULTS: defaults} if defaults else {})}
    found = compiled(tmp_path, renderer, files)
    (finding,) = (
        one for one in found.findings if one.rule in ("template-error", "invalid-manifest")
    )
    assert [place(finding), finding.label, format_path(finding.field)] == expected
    (template_label,) = finding.related
    assert template_label.location.file.path == TEMPLATE


class Counting:
    """A renderer that counts its jobs."""

    def __init__(self, renderer):
        self.version, self._renderer, self.jobs = renderer.version, renderer, 0

    def render(self, jobs):
        found = list(jobs)
        self.jobs += len(found)
        return self._renderer.render(found)


def test_many_leaves_of_a_broken_chart_cost_little(tmp_path, renderer):
    broken = {
        f"catalog/web/s{number}/dev.yaml": leaf("replicas: 5\n").replace("shop", f"s{number}")
        for number in range(40)
    }
    counting = Counting(renderer)
    files = {TEMPLATE: '{{ fail "never" }}\n' + LARGE, **broken}
    found = compiled(tmp_path, counting, files)
    assert sum(one.rule == "template-error" for one in found.findings) == 40
    assert counting.jobs < 40 + 40 + 8 * 100


def test_leaves_with_one_cause_are_searched_once(tmp_path, renderer):
    broken = {
        f"catalog/web/s{number}/dev.yaml": leaf("mode: x\nreplicas: 5\n").replace(
            "shop", f"s{number}"
        )
        for number in range(20)
    }
    counting = Counting(renderer)
    found = compiled(tmp_path, counting, {TEMPLATE: LARGE, **broken})
    places = {place(one).rpartition("yaml:")[2] for one in found.findings if one.leaf}
    assert places == {"7:11-7:12"}
    assert counting.jobs < 20 * 10
