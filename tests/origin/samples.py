"""Releases of this repository's charts for tests, rendered."""

from catalogc.render.stage import render_releases
from scripts.origin_accuracy import KUBERNETES, load_release, load_sample


def rendered(renderer, adapter, feature=""):
    """Render an example of ``charts/<adapter>/ci``, by default the one with most objects."""
    release = load_sample(adapter, feature)
    outcome = render_releases([release], renderer, lambda _: KUBERNETES)
    return outcome.value[0]


def rendered_odd(renderer):
    """Render the chart whose shapes no adapter has."""
    release = load_release("tests/origin/charts/odd", "tests/origin/odd-leaf.yaml")
    return render_releases([release], renderer, lambda _: KUBERNETES).value[0]


def resource(item, kind, name=None):
    """The one object of a kind, or of a kind and name."""
    (found,) = [r for r in item.resources if r.kind == kind and name in (None, r.name)]
    return found
