"""Any leaf that a schema accepts renders to sound objects: what and how many depends on toggles."""

import json

import jsonschema_rs
import pytest
from hypothesis import given, settings

from charts.chart_harness import (
    ADAPTERS,
    documents,
    effective,
    left_to_defaults,
    load_schema,
)
from charts.expected_kinds import NAMED_BY_VALUES, expected
from charts.generated import DRAWN, leaves

LEAVES = settings(DRAWN, max_examples=24)


def leaf_schema(chart):
    schema = left_to_defaults(load_schema(chart))
    del schema["properties"]["common"]  # Helm's own
    return schema


def kinds_and_names(resources):
    return sorted((item["kind"], item["metadata"]["name"]) for item in resources)


@pytest.mark.parametrize("chart", ADAPTERS)
def test_whatever_the_schema_accepts_renders(chart, helm):
    schema = leaf_schema(chart)
    validator = jsonschema_rs.Draft7Validator(load_schema(chart))
    judged = []

    @LEAVES
    @given(leaf=leaves(schema))
    def check(leaf):
        values = effective(chart, leaf)
        if not validator.is_valid(values):
            return  # a rule over a field that the leaf leaves to the defaults
        judged.append(leaf)
        resources = documents(helm.render(chart, leaf))
        found = kinds_and_names(resources)
        assert sorted(kind for kind, _ in found) == sorted(expected(values))
        found = [item for item in found if item[0] != "GatewayClass"]  # its name is a value
        if values["workloadType"] in NAMED_BY_VALUES:
            return  # two names may be equal by chance
        assert len(set(found)) == len(found)
        service = leaf["serviceName"]
        assert all(name == service or name.startswith(f"{service}-") for _, name in found)
        other = documents(helm.render(chart, {**leaf, "serviceName": "other"}))
        renamed = [(kind, "other" + name[len(service) :]) for kind, name in found]
        again = [item for item in kinds_and_names(other) if item[0] != "GatewayClass"]
        assert again == sorted(renamed)

    check()
    assert len(judged) > 12, json.dumps(judged[:1])
