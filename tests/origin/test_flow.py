"""How many renders it takes to find what reaches what."""

import pytest

from catalogc.origin.flow import find_flow
from catalogc.origin.trees import scalars
from catalogc.origin.variants import Variants
from origin.samples import rendered, rendered_odd
from scripts.origin_accuracy import ADAPTERS, KUBERNETES

MOST_RENDERS = 100
"""Or three for two values, where a chart has more of them."""


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_a_release_takes_few_renders_and_lawful_values_crash_nothing(renderer, adapter):
    variants = Variants(rendered(renderer, adapter), renderer, KUBERNETES)
    flow = find_flow(variants)
    values = list(scalars(variants.base.release.effective.data))
    assert 0 < variants.count <= max(MOST_RENDERS, len(values) * 3 // 2)
    # A chart may refuse a value in its own words; that has no failing expression.
    assert [crash for crash in flow.crashes if crash.failure.expression] == []


def test_a_value_that_is_transformed_is_found_among_many(renderer):
    flow = find_flow(Variants(rendered_odd(renderer), renderer, KUBERNETES))
    reached = {change.path[-1] for change in flow.effects["title",].values()}
    assert reached == {"checksum/title", "upper"}
