"""Variants rendered at once differ as those rendered one by one, as Helm merges their values."""

import pytest

from catalogc.model.source import format_path, parse_path
from catalogc.model.values import Values
from catalogc.origin.effective import REMOVED, effective_values
from catalogc.origin.flow import find_flow
from catalogc.origin.variants import Variants, changed_values
from catalogc.resolve.layers import coalesce
from origin.samples import rendered, rendered_odd
from scripts.origin_accuracy import KUBERNETES


class OneByOne:
    """A renderer that cannot do many variants at once."""

    def __init__(self, renderer):
        self.version, self.render = renderer.version, renderer.render


@pytest.fixture(scope="module", params=["odd", "gpu-container-load", "ollama-inference-load"])
def item(request, renderer):
    return rendered_odd(renderer) if request.param == "odd" else rendered(renderer, request.param)


def test_at_once_is_as_one_by_one(item, renderer):
    at_once, one_by_one = (
        find_flow(Variants(item, which, KUBERNETES)) for which in (renderer, OneByOne(renderer))
    )
    assert shown(at_once) == shown(one_by_one)
    assert at_once.crashes == one_by_one.crashes


def shown(flow):
    return {
        format_path(value): {
            (str(change.resource), format_path(change.path), repr(change.before), str(change.after))
            for change in changes.values()
        }
        for value, changes in flow.effects.items()
        if changes
    }


def test_all_variants_are_rendered_at_once(item, renderer):
    alone = []

    class Watched(OneByOne):
        parallel = 2

        def __init__(self):
            self.version, self.render_mixed = renderer.version, renderer.render_mixed

        def render(self, jobs):
            found = list(jobs)
            alone.extend(found)
            return renderer.render(found)

    find_flow(Variants(item, Watched(), KUBERNETES))
    assert len(alone) <= 1


# changes of the ollama sample; None where Helm alone can tell what becomes of them
CHANGES = {
    "set": {"container.image.tag": "x"},
    "set what the leaf does not": {"container.image.digest": "x"},
    "below what is not there": {"a.b.c": 1},
    "null for a default": {"container.image.pullPolicy": None},
    "null for nothing": {"serviceAccount": None, "a": None},
    "back to the default": {"container.port": REMOVED},
    "taken away": {"container.image.tag": REMOVED},
    "item of a list": {"container.environment[0].value": "x"},
    "item taken away": {"container.environment[0]": REMOVED},
    "items taken away": {"container.environment[0]": REMOVED, "container.environment[1]": REMOVED},
    "empty list": {"container.environment": []},
    "default list": {"gpu.tolerations[0].key": "x", "gpu.tolerations[0].effect": "y"},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_effective_values_are_those_that_helm_would_merge(changes, renderer):
    release = rendered(renderer, "ollama-inference-load").release
    before = repr(release.effective.data)
    paths = {parse_path(path): value for path, value in changes.items()}
    defaults = Values(release.adapter.chart.defaults.data, {})
    expected = coalesce(Values(changed_values(release, paths), {}), defaults).data
    assert effective_values(release, paths) == expected
    assert repr(release.effective.data) == before


def test_a_mapping_over_defaults_is_left_to_helm(renderer):
    release = rendered(renderer, "ollama-inference-load").release
    assert effective_values(release, {("container", "image"): {"tag": "x"}}) is None
