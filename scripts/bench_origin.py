"""Measure how long origins of sample leaves take: cold, targeted and from the cache.

Run by ``python -m scripts.bench --origin``. Times are the best of many runs with a warm engine, so
that other work on the machine counts little. The last column is the cold time in plain renders of
the same leaf in the same run, which hardly depends on the machine.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from catalogc.model.catalog import RenderedRelease
from catalogc.origin.cache import OriginCache
from catalogc.origin.find import find_origins
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from catalogc.render.stage import render_releases
from scripts.origin_accuracy import ADAPTERS, KUBERNETES, load_sample

RUNS = 15
COLD_LIMIT = 0.150
CACHED_LIMIT = 0.005
"""Seconds on a quiet machine of two processors."""


def main() -> int:
    """Print a line for every adapter's full sample; 1 where a limit is passed."""
    print(f"{'leaf':<28} {'render':>9} {'marks':>9} {'cold':>9} {'cached':>9}  cold/render")
    passed = False
    with (
        tempfile.TemporaryDirectory(prefix="catalogc-bench-") as folder,
        EngineRenderer(RenderSettings(kube_version=KUBERNETES)) as renderer,
    ):
        cache = OriginCache(Path(folder))
        for adapter in ADAPTERS:
            plain, marks, cold, cached = measure(adapter, renderer, cache)
            passed = passed or cold > COLD_LIMIT or cached > CACHED_LIMIT
            times = " ".join(f"{1000 * one:6.1f} ms" for one in (plain, marks, cold, cached))
            print(f"{adapter:<28} {times}  {cold / plain:11.1f}")
    if passed:
        sys.stderr.write("bench: over 150 ms cold or 5 ms cached\n")
    return int(passed)


def measure(
    adapter: str, renderer: EngineRenderer, cache: OriginCache
) -> tuple[float, float, float, float]:
    """Return seconds of a plain render, of marks alone, and of all origins cold and cached."""
    release = load_sample(adapter)

    def render() -> RenderedRelease:
        return render_releases([release], renderer, lambda _: KUBERNETES).value[0]

    item = render()
    cache.write(item, KUBERNETES, renderer.version, find_origins(item, renderer, KUBERNETES))
    return (
        best(render),
        best(lambda: find_origins(item, renderer, KUBERNETES, marks_only=True)),
        best(lambda: find_origins(item, renderer, KUBERNETES)),
        best(lambda: cache.read(item, KUBERNETES, renderer.version)),
    )


def best(work: Callable[[], object]) -> float:
    """Return the shortest of many runs, in seconds."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)
