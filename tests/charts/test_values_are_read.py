"""No dead values: a change of any field changes what is rendered, under the right toggles."""

import functools
import re

import pytest

from charts.chart_harness import (
    ADAPTERS,
    RenderError,
    effective,
    fields,
    load_ci,
    load_schema,
    replace,
    scalars,
)

# What catalogc reads itself, for the order of syncs: no template does.
OURS = {"dependsOn", "dependsOn[]"}


def field_name(path):
    return "".join("[]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def changed(value):
    """Another value of the same type; large steps, because some limits are rounded."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1000
    return f"{value}x"


def is_read(helm, chart, values, before, path):
    value = functools.reduce(lambda node, part: node[part], path, values)
    try:
        return helm.render(chart, replace(values, path, changed(value)), schema=False) != before
    except RenderError:
        return True


@pytest.mark.parametrize("chart", ADAPTERS)
def test_every_value_is_read(chart, helm):
    read, seen = set(), set()
    for leaf in load_ci(chart).values():
        values = effective(chart, leaf)
        before = helm.render(chart, values, schema=False)
        for path, _ in scalars(values):
            name = field_name(path)
            seen.add(name)
            if name not in read and is_read(helm, chart, values, before, path):
                read.add(name)
    assert sorted(seen - read - OURS) == []


@pytest.mark.parametrize("chart", ADAPTERS)
def test_every_field_of_the_schema_is_set_by_a_default_or_a_ci_file(chart):
    seen = {
        re.sub(r"(nodeSelector|labels|matchLabels)\..*", r"\1", field_name(path))
        for leaf in load_ci(chart).values()
        for path, _ in scalars(effective(chart, leaf))
    }
    known = {re.sub(r"\[\]$", "", name) for name in seen}
    leaves = {name for name, node in fields(load_schema(chart)) if not _has_fields(node)}
    assert sorted(leaves - known - OURS) == []
    assert sorted(known - leaves) == []


def _has_fields(node):
    items = node.get("items", {})
    return "properties" in node or "properties" in items or "$ref" in items
