"""Variants rendered at once differ as those rendered one by one, as Helm merges their values."""

import pytest

from catalogc.model.source import format_path, parse_path
from catalogc.model.values import Values
from catalogc.origin.effective import REMOVED, EffectiveValues
from catalogc.origin.flow import find_flow
from catalogc.origin.variants import Variants, changed_values
from catalogc.resolve.layers import coalesce
from origin.samples import rendered, rendered_odd
from scripts.origin_accuracy import KUBERNETES
from scripts.origin_singly import UMBRELLA, OneByOne, features


@pytest.fixture(scope="module", params=["odd", "gpu-container-load", "ollama-inference-load"])
def item(request, renderer):
    return rendered_odd(renderer) if request.param == "odd" else rendered(renderer, request.param)


def test_at_once_is_as_one_by_one(item, renderer):
    at_once, one_by_one = (
        find_flow(Variants(item, which, KUBERNETES)) for which in (renderer, OneByOne(renderer))
    )
    assert shown(at_once) == shown(one_by_one)
    assert told(at_once) == told(one_by_one)


def told(flow):
    """Crashes without the line of a refusal, which only a render alone tells."""
    return [(path, to, failure.message, failure.template) for path, to, failure in flow.crashes]


def shown(flow):
    return {
        format_path(value): {
            (str(change.resource), format_path(change.path), repr(change.before), str(change.after))
            for change in changes.values()
        }
        for value, changes in flow.effects.items()
        if changes
    }


class Recording(Variants):
    """Keeps what was tried, and what came of it."""

    seen = ()

    def differences_beside(self, variants, beside, **options):
        found, results = super().differences_beside(variants, beside, **options)
        Recording.seen = [*zip(variants, found, strict=True)] or Recording.seen
        return found, results


ONE_IN = 9
"""Of an umbrella chart's variants: all of them take minutes one by one."""


@pytest.mark.parametrize(("number", "feature"), [*enumerate(features(UMBRELLA))])
def test_variants_of_an_umbrella_chart_are_as_one_by_one(number, feature, renderer):
    item = rendered(renderer, UMBRELLA, feature)
    find_flow(Recording(item, renderer, KUBERNETES))
    some = Recording.seen[number % ONE_IN :: ONE_IN]
    assert len(some) > 15
    alone = Variants(item, OneByOne(renderer), KUBERNETES).differences([tried for tried, _ in some])
    for (tried, quick), slow in zip(some, alone, strict=True):
        assert sorted(map(repr, quick.changes)) == sorted(map(repr, slow.changes)), tried
        assert (quick.failure is None) == (slow.failure is None), tried


def test_all_variants_are_rendered_at_once(item, renderer):
    alone = []

    class Watched:
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
    assert EffectiveValues.of(release).changed(paths) == expected
    assert repr(release.effective.data) == before


def test_a_mapping_over_defaults_is_left_to_helm(renderer):
    release = rendered(renderer, "ollama-inference-load").release
    assert EffectiveValues.of(release).changed({("container", "image"): {"tag": "x"}}) is None
