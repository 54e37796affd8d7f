"""Subcharts: packed with their own dependencies, given fields of the leaf, read by rules."""

import json

import pytest

from catalogc.model.subcharts import parts
from catalogc.pipeline import compile_catalog
from repository import lint_stages, make_repository, place, write
from resolve.umbrella import STACK_SCHEMA, chart_yaml, stack_leaf, umbrella_files


def compiled(root):
    catalog = compile_catalog(root, prepare=None, select=lambda _: True).catalog
    return {release.id.service_name: release for release in catalog.releases}


def repository(folder, **leaves):
    return make_repository(folder, umbrella_files(**leaves))


def test_a_chart_has_the_files_of_its_dependencies_and_of_theirs(tmp_path):
    root = repository(tmp_path, shop=stack_leaf("shop"))
    chart = compiled(root)["shop"].adapter.chart
    assert sorted(chart.files) == [
        "Chart.yaml",
        "charts/child/Chart.yaml",
        "charts/child/charts/lib/Chart.yaml",
        "charts/child/charts/lib/templates/_name.tpl",
        "charts/child/templates/child.yaml",
        "charts/child/values.schema.json",
        "charts/child/values.yaml",
        "templates/own.yaml",
        "values.schema.json",
    ]


@pytest.mark.parametrize(
    ("chart", "dependencies", "message"),
    [
        ("lib", ["child"], "charts/stack -> charts/child -> charts/lib -> charts/child"),
        ("lib", ["stack"], "charts/stack -> charts/child -> charts/lib -> charts/stack"),
        ("child", ["child"], "charts/stack -> charts/child -> charts/child"),
    ],
)
def test_charts_that_depend_on_each_other(tmp_path, chart, dependencies, message):
    root = repository(tmp_path)
    write(root, {f"charts/{chart}/Chart.yaml": chart_yaml(chart, dependencies)})
    [finding] = [finding for finding in lint_stages(root) if finding.rule == "broken-chart"]
    assert finding.message == f"charts depend on each other: {message}"
    assert finding.location.file.path == f"charts/{chart}/Chart.yaml"


HANDED = {
    "no child": ("", {"serviceName": "shop", "leaf": {"namespace": "web"}}),
    "other values stay": (
        "child: {size: 3, enabled: true}\n",
        {"size": 3, "enabled": True, "serviceName": "shop", "leaf": {"namespace": "web"}},
    ),
    "a child that is no mapping is the schema's to report": ("child: 3\n", 3),
    "a null too": ("child: null\n", None),
    "the same below": (
        "child: {leaf: none}\n",
        {"leaf": "none", "serviceName": "shop"},
    ),
}


@pytest.mark.parametrize("name", HANDED)
def test_a_subchart_is_given_fields_of_the_leaf(tmp_path, name):
    text, expected = HANDED[name]
    values = compiled(repository(tmp_path, shop=stack_leaf("shop", text)))["shop"].leaf.values
    assert values.data.get("child") == expected


def test_what_is_given_belongs_to_the_line_of_the_leaf(tmp_path):
    leaf = stack_leaf("shop", "child: {size: 3}\n")
    release = compiled(repository(tmp_path, shop=leaf))["shop"]
    places = {
        path: release.effective.at(path).span.line
        for path in [("child", "serviceName"), ("child", "leaf", "namespace"), ("child", "size")]
    }
    assert list(places.values()) == [2, 4, 6]


def test_a_leaf_cannot_set_what_is_given(tmp_path):
    leaf = stack_leaf("shop", "child:\n  size: 3\n  serviceName: other\n")
    root = repository(tmp_path, shop=leaf)
    [finding] = lint_stages(root)
    assert (finding.rule, finding.severity.value) == ("unknown-field", "error")
    assert place(finding).startswith("catalog/web/shop.yaml:8:3-")
    assert finding.message == "child.serviceName is not for leaves: it always follows serviceName"
    assert compiled(root)["shop"].leaf.values.get(("child", "serviceName")) == "shop"


@pytest.mark.parametrize("entries", [3, [{"from": "serviceName"}], [{"to": "a"}], [None]])
def test_a_schema_that_hands_down_nonsense(tmp_path, entries):
    root = repository(tmp_path)
    schema = {**STACK_SCHEMA, "x-catalogc-handed-down": entries}
    write(root, {"charts/stack/values.schema.json": json.dumps(schema)})
    [finding] = [finding for finding in lint_stages(root) if finding.rule == "broken-chart"]
    assert finding.message == "x-catalogc-handed-down must be a list of {from, to} field paths"


PARTS = {
    "on": ("child: {size: 3}\n", [("CHILD", ("child",), 3)]),
    "on by default": ("", [("CHILD", ("child",), None)]),
    "off": ("child: {size: 3, enabled: false}\n", []),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_of_a_stack(tmp_path, name):
    text, expected = PARTS[name]
    release = compiled(repository(tmp_path, shop=stack_leaf("shop", text)))["shop"]
    found = [
        (part.workload_type, part.base, part.get(("size",))) for part in parts(release, "CHILD")
    ]
    assert found == expected
    assert [part.base for part in parts(release, "STACK")] == [()]
    assert list(parts(release, "OTHER")) == []
