"""A chart below that a value switches off: what that changes is told without a render."""

import hashlib

import pytest

from catalogc.model.adapter import Chart
from catalogc.model.document import Document
from catalogc.model.source import SourceFile
from catalogc.origin.below import charts_below
from catalogc.origin.variants import Variants
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from catalogc.render.stage import render_releases
from scripts.origin_accuracy import KUBERNETES, load_sample
from scripts.origin_singly import OneByOne

ON = ("sub", "on")
ENTRY = '{name: sub, version: 1.0.0, repository: "file://sub", condition: sub.on}'
FILES = {
    "Chart.yaml": f"name: top\nversion: 1.0.0\ndependencies: [{ENTRY}]\n",
    "templates/top.yaml": "kind: A\nspec: {{ .Values.a }}\n",
    "charts/sub/Chart.yaml": "name: sub\nversion: 1.0.0\n",
    "charts/sub/templates/sub.yaml": '{{ include "sub.b" . }}',
    "charts/sub/templates/_sub.tpl": '{{ define "sub.b" }}kind: B{{ end }}',
}
TOP, METADATA = "templates/top.yaml", "Chart.yaml"


def entry(end):
    """Chart.yaml with another end of the dependency's entry."""
    return {METADATA: FILES[METADATA].replace(", condition: sub.on}", f"{end}}}")}


CASES = {
    "nobody notices": ({}, True),
    "no condition": (entry(""), False),
    "two conditions": (entry(', condition: "on,sub.on"'), False),
    "tags as well": (entry(", condition: sub.on, tags: [x]"), False),
    "the chart above reads it": ({TOP: "kind: A\nspec: {{ .Values.sub.on }}\n"}, False),
    "the chart above reads all": ({TOP: "{{ toYaml .Values }}"}, False),
    "a template of it is used above": ({TOP: '{{ include "sub.b" . }}'}, False),
    "the chart above defines that, too": (
        {
            TOP: '{{ include "sub.b" . }}',
            "templates/_top.tpl": '{{ define "sub.b" }}kind: A{{ end }}',
        },
        True,
    ),
    "it asks which charts there are": ({TOP: "{{ .Subcharts }}"}, False),
}


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES)
def test_what_can_be_told(files, expected):
    contents = {path: text.encode() for path, text in (FILES | files).items()}
    digest = hashlib.sha256(repr(sorted(contents.items())).encode()).hexdigest()
    empty = Document(SourceFile("values.yaml", ""), {}, {})
    chart = Chart("top", "1.0.0", "charts/top", digest, contents, empty, has_dependencies=True)
    assert charts_below(chart).removable == ({ON: "charts/sub/"} if expected else {})


def test_it_is_what_a_render_says():
    release = load_sample("inference-stack")
    parts = ("model-serving", "inference-gateway")
    changes = [{(part, "enabled"): False} for part in parts]
    with EngineRenderer(RenderSettings(kube_version=KUBERNETES, jobs=1)) as engine:
        item = render_releases([release], engine, lambda _: KUBERNETES).value[0]
        told = Variants(item, engine, KUBERNETES)
        rendered = Variants(item, OneByOne(engine), KUBERNETES)
        quick, slow = told.differences(changes), rendered.differences(changes)
    assert rendered.count == 2
    assert told.count == 0
    for one, other in zip(quick, slow, strict=True):
        assert other.changes
        assert sorted(map(repr, one.changes)) == sorted(map(repr, other.changes))
