"""The helm command renders what the engine renders."""

import json
import os
from pathlib import Path

import pytest

from catalogc.render.cli import HelmRenderer, split_output
from catalogc.render.protocol import (
    MIB,
    FailureKind,
    RendererUnavailableError,
    RenderFailure,
    RenderJob,
    RenderSettings,
)
from render.error_cases import ERROR_CASES, HELPERS
from render.fixture_charts import CONFIG_MAP, job, make_chart, names, read_chart, render_one

AWKWARD_TEXTS = [
    "no",
    "0644",
    "ça va? 🎈",
    "\x7f\x85\x9f\ufeff\u2028",
    'a\ttab, a \\ and a " quote\nand lines\n',
    "{{ not rendered }}",
    "---\n# Source: demo/templates/other.yaml\n",
    "lone \ud800 surrogate",
]
RELEASES = {
    "features": [{}, {"greeting": "ça va? 🎈", "port": 12345678}, {"off": True}],
    "toggles": [
        {},
        {"child": {"enabled": False}},
        {"child": {"enabled": True, "size": 3}, "tags": {"extras": False}},
        {"child": "no mapping"},
    ],
    "library": [{}, {"color": "green", "imported": {"nested": {"deep": None}}}],
    "numbers": [{"numbers": {"a": 12345678, "b": 1.0, "c": 2**53 + 1, "d": "0644", "e": None}}],
    "reach-out": [{}],
    "kube-version": [{}],
    "hostile": [{"attack": ""}],
    "volatile": [{"use": "nothing"}, {"use": "date"}, {"use": "random"}, {"use": "keys"}],
}
VALUES_CHART = make_chart(
    {"templates/a.yaml": CONFIG_MAP + "data:\n  values: {{ .Values | toJson | quote }}\n"}
)


@pytest.fixture(scope="module")
def helm(settings, helm_path):
    with HelmRenderer(settings, helm_path) as renderer:
        yield renderer


@pytest.mark.parametrize("name", RELEASES)
def test_charts(engine, helm, name):
    jobs = [job(read_chart(name), values, n) for n, values in enumerate(RELEASES[name])]
    assert list(helm.render(jobs)) == list(engine.render(jobs))


@pytest.mark.parametrize("text", AWKWARD_TEXTS)
def test_texts(engine, helm, text):
    values = {"value": text, "nested": [{text: text}]}
    result = render_one(helm, VALUES_CHART, values)
    assert result == render_one(engine, VALUES_CHART, values)
    read = json.loads(result.resources[0].manifest["data"]["values"])
    expected = text.replace("\ud800", "\ufffd")
    assert read == {"value": expected, "nested": [{expected: expected}]}


@pytest.mark.parametrize("case", ERROR_CASES, ids=lambda case: case.name)
def test_errors(helm, case):
    chart = make_chart({"templates/a.yaml": case.template, "templates/_helpers.tpl": HELPERS})
    failure = RenderFailure(FailureKind(case.kind), case.message, *case.at, case.expression)
    assert render_one(helm, chart, case.values).failure == failure


@pytest.mark.parametrize(
    "text", ["a: b: c\n", CONFIG_MAP + "data: [\n", "a: 1\n\tb: 2\n", "- a list\n", "a text\n"]
)
def test_invalid_manifests(engine, helm, text):
    """Both name the template; the wording of the YAML readers differs."""
    chart = make_chart({"templates/a.yaml": text})
    failures = [render_one(renderer, chart).failure for renderer in (engine, helm)]
    kinds = [(failure.kind, failure.template) for failure in failures]
    assert kinds == [(FailureKind.INVALID_MANIFEST, "templates/a.yaml")] * 2


@pytest.mark.parametrize(
    ("attack", "deadline_seconds", "kind"),
    [
        ("memory", 60.0, FailureKind.RENDER_CRASH),
        ("endless loop", 1.0, FailureKind.RENDER_TIMEOUT),
    ],
)
def test_hostile_charts(helm_path, attack, deadline_seconds, kind):
    settings = RenderSettings(jobs=2, deadline_seconds=deadline_seconds, memory_bytes=200 * MIB)
    chart = read_chart("hostile")
    with HelmRenderer(settings, helm_path) as renderer:
        assert render_one(renderer, chart, {"attack": attack}).failure.kind is kind


def test_results_come_in_order(helm):
    jobs = [job(VALUES_CHART, {"n": number}, 7 * number) for number in range(12)]
    results = list(helm.render(iter(jobs)))
    assert [result.index for result in results] == [7 * number for number in range(12)]
    found = [json.loads(r.resources[0].manifest["data"]["values"])["n"] for r in results]
    assert found == list(range(12))


@pytest.mark.parametrize("name", ["--help", "-f", "--values=x"])
def test_a_release_name_is_never_an_option(helm, name):
    [result] = helm.render([RenderJob(0, name, "shop", {}, VALUES_CHART)])
    assert result.failure.kind is FailureKind.TEMPLATE_ERROR
    assert "invalid release name" in result.failure.message


def test_version(helm, engine):
    # A helm built by `go install` says v4.2 where a released one says v4.2.3.
    assert engine.version.startswith(helm.version)


def test_the_users_settings_are_not_read(helm_path, tmp_path, monkeypatch):
    seen = tmp_path / "seen"
    script = tmp_path / "helm"
    script.write_text(f'#!/bin/sh\nenv > {seen}\nexec {helm_path} "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("HELM_PLUGINS", "/somewhere")
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    with HelmRenderer(RenderSettings(), str(script)) as renderer:
        assert names(render_one(renderer, VALUES_CHART)) == ["ConfigMap/web"]
        lines = seen.read_text().splitlines()
        variables = dict(line.split("=", 1) for line in lines)
        root = Path(variables["HOME"])
        assert "SECRET_TOKEN" not in variables
        places = [value for name, value in variables.items() if name.startswith("HELM_")]
        assert len(places) == 7
        assert all(Path(place).parent == root for place in places)
        assert not any(path.suffix for path in root.rglob("*"))
    assert not root.exists()


def test_no_helm_on_path(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RendererUnavailableError, match="helm is not on PATH: install it"):
        HelmRenderer(RenderSettings())


def test_a_helm_that_cannot_be_started(tmp_path):
    with (
        HelmRenderer(RenderSettings(), os.fspath(tmp_path / "helm")) as renderer,
        pytest.raises(RendererUnavailableError, match=r"cannot start .*helm: No such file"),
    ):
        list(renderer.render([job(VALUES_CHART)]))


@pytest.mark.parametrize(
    ("text", "outputs"),
    [
        ("", []),
        ("\n", []),
        (
            "---\n# Source: a/templates/x.yaml\nx: 1\n---\n# Source: a/templates/y.yaml\ny: 1\n",
            [("a/templates/x.yaml", "x: 1"), ("a/templates/y.yaml", "y: 1\n")],
        ),
        (
            "---\n# Source: a/crds/x.yaml\nx: 1\n---\ny: 1\n",
            [("a/crds/x.yaml", "x: 1\n---\ny: 1\n")],
        ),
    ],
)
def test_split_output(text, outputs):
    assert split_output(text) == outputs
