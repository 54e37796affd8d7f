"""Variants of an umbrella chart: templates of the charts below it are included, too."""

import itertools

import pytest

from catalogc.model.source import parse_path
from catalogc.render.driver import drive
from catalogc.render.parts import chart_parts
from catalogc.render.variants import Variant, VariantsJob
from render.fixture_charts import CONFIG_MAP, job, make_chart

SWITCHED = """\
dependencies:
  - {name: sub, version: 1.0.0, condition: sub.enabled}
  - {name: other, version: 1.0.0}
"""
BELOW = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Chart.Name }}}\ndata:\n"
    "  text: {{ .Values.text | quote }}\n"
    "  shared: {{ .Values.global.shared | quote }}\n"
    "  template: {{ .Template.Name }} {{ .Template.BasePath }}\n"
    '  file: {{ .Files.Get "note.txt" | quote }}\n'
)
TOP = f"{CONFIG_MAP}data:\n  port: {{{{ .Values.port | quote }}}}\n"
FILES = {
    "values.yaml": "port: 1\nsub: {enabled: true}\n",
    "templates/a.yaml": TOP,
    **{
        f"charts/{name}/{path}": text
        for name in ("sub", "other")
        for path, text in {
            "Chart.yaml": f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n",
            "values.yaml": "text: default\n",
            "note.txt": f"of {name}",
            "templates/b.yaml": BELOW,
        }.items()
    },
}


def chart(more=SWITCHED, **files):
    return make_chart({**FILES, **files}, more=more)


def values(*, enabled=True, sub="a", other="b", port=1):
    return {
        "port": port,
        "global": {"shared": "everywhere"},
        "sub": {"enabled": enabled, "text": sub},
        "other": {"text": other},
    }


def answers(engine, which, base, *others):
    """Render variants of a chart: values with what they differ in."""
    variants = tuple(
        Variant("web", "shop", other, (parse_path(changed),)) for other, changed in others
    )
    task = VariantsJob(job(which, base), Variant("web", "shop", base), variants)
    (result,) = engine.render_mixed([task])
    return result.answers


def data(answer):
    """What a variant changes, by template."""
    return {template: row.manifest["data"] for template, (row,) in answer.changed.items()}


def test_a_chart_below_has_its_own_values_files_and_names(engine):
    sub, other, top = answers(
        engine,
        chart(),
        values(),
        (values(sub="x"), "sub.text"),
        (values(other="y"), "other.text"),
        (values(port=2), "port"),
    )
    assert data(sub) == {
        "charts/sub/templates/b.yaml": {
            "text": "x",
            "shared": "everywhere",
            "template": "demo/charts/sub/templates/b.yaml demo/charts/sub/templates",
            "file": "of sub",
        }
    }
    assert data(other)["charts/other/templates/b.yaml"]["text"] == "y"
    assert data(top) == {"templates/a.yaml": {"port": "2"}}


def test_a_chart_that_is_switched_off_writes_nothing(engine):
    off, other = answers(
        engine,
        chart(),
        values(enabled=False),
        (values(enabled=False, sub="x"), "sub.text"),
        (values(enabled=False, other="y"), "other.text"),
    )
    assert data(off) == {}
    assert list(other.changed) == ["charts/other/templates/b.yaml"]


def test_no_release_sees_the_switches_of_another(engine):
    for enabled in (True, False, True, False, False, True):
        base = values(enabled=enabled)
        (found,) = answers(engine, chart(), base, (values(enabled=enabled, sub="x"), "sub.text"))
        assert list(found.changed) == ["charts/sub/templates/b.yaml"] * enabled


def test_a_failure_below_is_that_of_its_variant(engine):
    fails = '{{ if eq .Values.text "bad" }}{{ fail "no" }}{{ end }}\n' + BELOW
    good, bad, more = answers(
        engine,
        chart(**{"charts/sub/templates/b.yaml": fails}),
        values(),
        (values(sub="x"), "sub.text"),
        (values(sub="bad"), "sub.text"),
        (values(sub="y"), "sub.text"),
    )
    assert (bad.failure.message, bad.failure.template) == ("no", "charts/sub/templates/b.yaml")
    assert data(bad) == {}
    assert [next(iter(data(found).values()))["text"] for found in (good, more)] == ["x", "y"]


# chart -> why variants of it are rendered one by one
NOT_DRIVEN = {
    "two names": chart("dependencies: [{name: sub, version: 1.0.0, alias: left}]\n"),
    "values handed up": chart("dependencies: [{name: sub, version: 1.0.0, import-values: [a]}]\n"),
    "packed": chart(**{"charts/more.tgz": "not read"}),
    "folder of another name": chart(
        **{"charts/sub/Chart.yaml": "apiVersion: v2\nname: else\nversion: 1.0.0\n"}
    ),
    "no metadata": chart(**{"charts/sub/Chart.yaml": "- a\n"}),
    "unreadable metadata": chart(**{"charts/sub/Chart.yaml": "a: [\n"}),
    "looks into the charts below": chart(
        **{"templates/a.yaml": f"{TOP}  sub: {{{{ .Subcharts.sub.Values.text }}}}\n"}
    ),
}


@pytest.mark.parametrize("which", NOT_DRIVEN.values(), ids=NOT_DRIVEN)
def test_what_files_do_not_tell_is_left_to_renders_of_their_own(engine, which):
    assert drive(which) is None
    assert answers(engine, which, values(), (values(sub="x"), "sub.text")) == (None,)


def test_parts():
    files = {
        **FILES,
        "charts/sub/Chart.yaml": (
            "apiVersion: v2\nname: sub\nversion: 1.0.0\n"
            'dependencies: [{name: deep, condition: "deep.on, global.deep", tags: [x]}]\n'
        ),
        "charts/sub/charts/deep/Chart.yaml": "name: deep\ntype: library\n",
    }
    found = chart_parts(make_chart(files, more=SWITCHED).files)
    assert [(part.path, part.prefix, part.is_library) for part in found] == [
        ((), "", False),
        (("other",), "charts/other/", False),
        (("sub",), "charts/sub/", False),
        (("sub", "deep"), "charts/sub/charts/deep/", True),
    ]
    switches = itertools.chain.from_iterable(part.switches for part in found)
    assert list(switches) == [
        ("sub", "enabled"),
        ("sub", "deep", "on"),
        ("sub", "global", "deep"),
        ("tags",),
    ]
