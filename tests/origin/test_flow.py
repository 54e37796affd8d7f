"""How many renders it takes to find what reaches what."""

import pytest

from catalogc.origin.flow import find_flow
from catalogc.origin.variants import Variants
from origin.samples import rendered, rendered_odd
from scripts.origin_accuracy import ADAPTERS, KUBERNETES

MOST_RENDERS = 100


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_a_release_takes_few_renders_and_lawful_values_crash_nothing(renderer, adapter):
    variants = Variants(rendered(renderer, adapter), renderer, KUBERNETES)
    flow = find_flow(variants)
    assert 0 < variants.count <= MOST_RENDERS
    assert flow.crashes == []


def test_a_value_that_is_transformed_is_found_among_many(renderer):
    flow = find_flow(Variants(rendered_odd(renderer), renderer, KUBERNETES))
    reached = {change.path[-1] for change in flow.effects["title",].values()}
    assert reached == {"checksum/title", "upper"}
