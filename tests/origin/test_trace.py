"""What a trace tells, and what it does with names that are not there."""

import pytest

from catalogc.model.source import format_path
from catalogc.origin.find import find_origins
from catalogc.origin.trace import UnknownName, trace_fields, trace_value
from catalogc.origin.variants import Variants
from origin.samples import rendered, rendered_odd
from scripts.origin_accuracy import KUBERNETES


@pytest.fixture(scope="module")
def item(renderer):
    return rendered(renderer, "ml-inference-load", "minimal")


@pytest.fixture(scope="module")
def origins(item, renderer):
    return find_origins(item, renderer, KUBERNETES)


def test_a_mapping_stands_for_its_scalars(item, origins):
    asked = "spec.template.spec.containers[0].resources"
    found = trace_fields(item, origins, "rendered", asked)
    assert {format_path(trace.path[-2:]) for trace in found} == {
        "requests.cpu", "requests.memory", "limits.cpu", "limits.memory",
        'limits["nvidia.com/gpu"]',
    }  # fmt: skip
    assert all(trace.values[0].is_default for trace in found)


# asked -> message, remedy
UNKNOWN = [
    ("spec.replica", "no object has a field spec.replica", "did you mean spec.replicas?"),
    ("Deploymnt/tiny:spec", "the leaf has no object Deploymnt/tiny", "Deployment/tiny?"),
]


@pytest.mark.parametrize(("asked", "message", "remedy"), UNKNOWN)
def test_unknown_fields(item, origins, asked, message, remedy):
    with pytest.raises(UnknownName, match=message) as error:
        trace_fields(item, origins, "rendered", asked)
    assert remedy in error.value.remedy


def test_unknown_values(item, renderer):
    with pytest.raises(UnknownName, match=r"there is no value gpu\.cout") as error:
        trace_value(Variants(item, renderer, KUBERNETES), "gpu.cout")
    assert error.value.remedy == "did you mean gpu.count?"


@pytest.mark.parametrize("asked", ["spec..replicas", "a b"])
def test_what_is_no_path(item, origins, asked):
    with pytest.raises(ValueError, match="not a field path"):
        trace_fields(item, origins, "rendered", asked)


def test_a_value_that_no_leaf_sets_but_the_schema_knows(item, renderer):
    found = trace_value(Variants(item, renderer, KUBERNETES), "container.image.digest")
    assert {format_path(trace.path[-2:]) for trace in found} == {"[0].image"}


def test_a_value_that_nothing_reads_reaches_nothing(renderer):
    variants = Variants(rendered_odd(renderer), renderer, KUBERNETES)
    assert trace_value(variants, "unused") == []
    assert find_origins(variants.base, renderer).reached_by(("unused",)) == []


def test_a_cheap_trace(item, renderer):
    variants = Variants(item, renderer, KUBERNETES)
    trace_value(variants, "gpu.count")
    assert variants.count <= 3
