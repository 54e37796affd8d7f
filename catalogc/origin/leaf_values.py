"""What is to say about the values of leaves, from what became of them."""

from collections.abc import Callable, Sequence

from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.finding import Finding
from catalogc.origin.cache import OriginCache
from catalogc.origin.dead_value import DeadValues
from catalogc.origin.value_flow import UnsafeFlows
from catalogc.render.protocol import Renderer


def leaf_value_findings(
    rendered: Sequence[RenderedRelease],
    renderer: Renderer,
    kube_version: Callable[[Environment], str],
    output: str,
    cache: OriginCache,
) -> list[Finding]:
    """Report values that change nothing, and text that is used unsafely.

    Args:
        renderer: an open one; a clean run makes no render.
        kube_version: of an environment's cluster.
        output: folder of all output, relative to the repository's root.
        cache: of what charts read, and of origins.
    """
    dead = DeadValues(renderer, kube_version, cache)
    flows = UnsafeFlows(renderer, kube_version, output, cache)
    return [*dead.findings(rendered), *flows.findings(rendered)]
