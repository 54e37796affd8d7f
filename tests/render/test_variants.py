"""Variants of a release, rendered at once by a template that includes the others."""

from dataclasses import replace

import pytest

from catalogc.render.protocol import FailureKind
from catalogc.render.runs import MOST_FAILURES
from catalogc.render.variants import MOST_VARIANTS, Variant, VariantsJob
from render.fixture_charts import CONFIG_MAP, job, make_chart

DATA = f"{CONFIG_MAP}data:\n"
PORT = f"{DATA}  port: {{{{ .Values.port | quote }}}}\n"
OTHER = f"{CONFIG_MAP}data: {{always: the same}}\n".replace("Release.Name", "Chart.Name")


def answers(engine, files, values, *others, changed=None):
    """Render variants of a chart of texts, each of which replaces some values."""
    chart = files if not isinstance(files, dict) else make_chart(files)
    variants = tuple(Variant("web", "shop", {**values, **other}, changed) for other in others)
    task = VariantsJob(job(chart, values), Variant("web", "shop", values), variants)
    (result,) = engine.render_mixed([task])
    return result.answers


def ports(answer):
    return [row.manifest["data"]["port"] for rows in answer.changed.values() for row in rows]


def test_only_what_differs_is_told(engine):
    files = {"templates/a.yaml": PORT, "templates/b.yaml": OTHER}
    changed, same = answers(engine, files, {"port": 1}, {"port": 2}, {"other": 2})
    assert list(changed.changed) == ["templates/a.yaml"]
    assert ports(changed) == ["2"]
    assert (dict(same.changed), same.patches, same.failure) == ({}, (), None)


def test_as_many_as_are_allowed(engine):
    others = [{"port": number} for number in range(2, MOST_VARIANTS + 2)]
    found = answers(engine, {"templates/a.yaml": PORT}, {"port": 1}, *others)
    assert [ports(answer) for answer in found] == [[str(other["port"])] for other in others]


FAILS = '{{ if gt (int .Values.port) 7 }}{{ fail "too high" }}{{ end }}\n' + PORT


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([2, 8, 3], ["2", "too high", "3"]),
        ([8, 2], ["too high", "2"]),
        ([2, 3, 9], ["2", "3", "too high"]),
        ([8, 2, 9, 3, 9], ["too high", "2", "too high", "3", "too high"]),
        ([8, 9], ["too high", "too high"]),
    ],
)
def test_a_variant_that_fails_hides_no_other_one(engine, given, expected):
    others = [{"port": number} for number in given]
    found = answers(engine, {"templates/a.yaml": FAILS}, {"port": 1}, *others)
    assert [said(answer) for answer in found] == expected


def said(answer):
    return answer.failure.message if answer.failure else ports(answer)[0]


HIGH = "{{ if gt (int .Values.port) 7 }}%s{{ end }}\n"
HELPER = {"templates/_h.tpl": f'{{{{ define "h" }}}}{HIGH % "{{ .Values.x.y.z }}"}{{{{ end }}}}'}
# chart -> templates that fail for a high port, in the order of their names
FAILING = {
    "refuses": ({"b": HIGH % '{{ fail "no" }}'}, "b"),
    "one of those that could": (
        {
            "b": HIGH % '{{ required "no" nil }}',
            "c": '{{ required "c" .Values.port | toString | trunc 0 }}\n',
        },
        "b",
    ),
    "error": ({"b": HIGH % "{{ .Values.x.y.z }}"}, "b"),
    "error in a helper": ({"b": '{{ include "h" . }}\n'}, "b"),
    "error in tpl": ({"b": HIGH % '{{ tpl "{{ .Values.x.y.z }}" . }}'}, "b"),
    "refuses in tpl": ({"b": HIGH % '{{ tpl "{{ fail `no` }}" . }}'}, "b"),
    "no object": ({"b": HIGH % "- no object\n"}, "b"),
    "two of them": ({"b": HIGH % '{{ fail "b" }}', "c": HIGH % "{{ .Values.x.y.z }}"}, "bc"),
    "refuses and no object": ({"b": HIGH % '{{ fail "b" }}', "c": HIGH % "- no object\n"}, "bc"),
    "as many as are looked at": (dict.fromkeys("bcde", HIGH % '{{ fail "no" }}'), "bcde"),
    "too many": (dict.fromkeys("bcdef", HIGH % '{{ fail "no" }}'), "bcdef"),
}


@pytest.mark.parametrize(("failing", "names"), FAILING.values(), ids=FAILING)
def test_what_a_variant_changes_beside_templates_that_fail(engine, failing, names):
    texts = {name: f"{before}{PORT}" for name, before in failing.items()}
    files = {f"templates/{name}.yaml": text for name, text in {"a": PORT, **texts}.items()}
    low, high, last = answers(
        engine, files | HELPER, {"port": 1}, {"port": 2}, {"port": 8}, {"port": 3}
    )
    assert ports(low) == ["2"] * (1 + len(texts))
    assert ports(last) == ["3"] * (1 + len(texts))
    beside = [] if len(names) > MOST_FAILURES else ["a", *(set(texts) - set(names))]
    assert sorted(high.changed) == [f"templates/{name}.yaml" for name in sorted(beside)]
    (single,) = engine.render([job(make_chart(files | HELPER), {"port": 8})])
    if high.is_exact:
        assert high.failure == single.failure
    else:
        assert high.failure.template[10:11] in names


@pytest.mark.parametrize("name", ["error", "error in a helper", "error in tpl", "no object"])
def test_failures_that_one_render_of_many_tells_exactly(engine, name):
    (text,) = FAILING[name][0].values()
    files = {"templates/b.yaml": text + PORT, **HELPER}
    (high,) = answers(engine, files, {"port": 1}, {"port": 8})
    assert high.is_exact


UNTRUSTED = {
    "random": {"templates/a.yaml": f"{PORT}  random: {{{{ randAlpha 12 }}}}\n"},
    "fails": {"templates/a.yaml": '{{ fail "always" }}'},
    "all values": {"templates/a.yaml": f"{PORT}  all: {{{{ toJson .Values | quote }}}}\n"},
    "unreadable": {"templates/a.yaml": "{{ if }}"},
}


@pytest.mark.parametrize("files", UNTRUSTED.values(), ids=UNTRUSTED)
def test_what_includes_cannot_tell_is_left_to_renders_of_their_own(engine, files):
    assert answers(engine, files, {"port": 1}, {"port": 2}, {"port": 3}) == (None, None)


def test_library_charts_and_what_helm_adds(engine):
    files = {
        "templates/a.yaml": '{{ include "lib.map" . }}',
        "charts/lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n",
        "charts/lib/values.yaml": "own: 1\n",
        "charts/lib/templates/_map.tpl": (
            f'{{{{ define "lib.map" }}}}{PORT}  own: {{{{ toJson (omit .Values "port" '
            '"catalogcVariants") | quote }}{{ end }}'
        ),
    }
    (changed,) = answers(engine, files, {"port": 1}, {"port": 2})
    (row,) = changed.changed["templates/a.yaml"]
    added = '{"lib":{"global":{},"own":1}}'
    assert row.manifest["data"] == {"port": "2", "own": added}


def test_invalid_output_is_the_variants_failure(engine):
    files = {"templates/a.yaml": f"{DATA}  port: {{{{ .Values.port }}}}\n"}
    broken, fine = answers(engine, files, {"port": "a"}, {"port": "{"}, {"port": "b"})
    assert broken.failure.kind is FailureKind.INVALID_MANIFEST
    assert broken.failure.template == "templates/a.yaml"
    assert ports(fine) == ["b"]


def test_templates_that_a_value_cannot_reach_are_not_run(engine):
    counted = f"{DATA}  seen: {{{{ .Values.seen | quote }}}}\n"
    files = {"templates/a.yaml": PORT, "templates/b.yaml": counted}
    other = {"port": 2, "seen": 2}
    (found,) = answers(engine, files, {"port": 1, "seen": 1}, other, changed=(("port",),))
    assert list(found.changed) == ["templates/a.yaml"]


def test_the_release_of_a_variant_has_its_own_name(engine):
    chart = make_chart({"templates/a.yaml": CONFIG_MAP})
    task = VariantsJob(job(chart), Variant("web", "shop", {}), (Variant("api", "shop", {}),))
    ((answer,),) = (result.answers for result in engine.render_mixed([task]))
    assert [row.name for row in answer.changed["templates/a.yaml"]] == ["api"]


def test_renders_and_variants_at_the_same_time(engine):
    chart = make_chart({"templates/a.yaml": PORT})
    values = {"port": 1}
    task = VariantsJob(
        job(chart, values), Variant("web", "shop", values), (Variant("web", "shop", {"port": 2}),)
    )
    first, second, third = engine.render_mixed([job(chart, values), task, job(chart, {"port": 3})])
    assert [first.resources[0].manifest["data"]["port"], *ports(second.answers[0])] == ["1", "2"]
    assert third.resources[0].manifest["data"]["port"] == "3"


def test_renders_without_a_second_look_are_the_same(engine):
    chart = make_chart({"templates/a.yaml": PORT, "templates/b.yaml": OTHER})
    values = [{"port": number} for number in (1, 2, 1, 2)]
    once = [replace(job(chart, given), once=True) for given in values]
    plain = [job(chart, given) for given in values]
    assert [result.resources for result in engine.render(once)] == [
        result.resources for result in engine.render(plain)
    ]


def test_a_random_chart_is_rendered_once_where_nobody_asks_for_more(engine):
    chart = make_chart({"templates/a.yaml": UNTRUSTED["random"]["templates/a.yaml"]})
    plain, once = engine.render([job(chart), replace(job(chart), once=True)])
    assert plain.failure.kind is FailureKind.NON_DETERMINISTIC_TEMPLATE
    assert once.failure is None
