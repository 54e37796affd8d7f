"""Whether origins found by many variants in one render are those of a render for each variant.

``python -m scripts.origin_singly [ADAPTER ...]`` compares them for every example of the adapters'
charts, by default of the umbrella chart, and fails where one differs. It takes minutes.
"""

import sys
from collections.abc import Iterable, Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.source import FieldPath
from catalogc.origin.fields import Origins
from catalogc.origin.find import find_origins
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import Renderer, RenderJob, RenderResult, RenderSettings
from catalogc.render.stage import render_releases
from scripts.origin_accuracy import KUBERNETES, ROOT, load_sample

UMBRELLA = "inference-stack"


class OneByOne:
    """A renderer that cannot do many variants at once.

    Attributes:
        version: of the renderer behind it.
    """

    def __init__(self, renderer: Renderer) -> None:
        self.version = renderer.version
        self._renderer = renderer

    def render(self, jobs: Iterable[RenderJob]) -> Iterator[RenderResult]:
        """Render each job by itself."""
        return self._renderer.render(jobs)


def features(adapter: str) -> list[str]:
    """Names of an adapter's examples."""
    files = (ROOT / "charts" / adapter / "ci").glob("*-values.yaml")
    return sorted(path.name.removesuffix("-values.yaml") for path in files)


def is_equal(item: RenderedRelease, renderer: Renderer) -> bool:
    """Compare the origins of a release, found both ways."""
    quick = find_origins(item, renderer, KUBERNETES)
    slow = find_origins(item, OneByOne(renderer), KUBERNETES)  # type: ignore[arg-type]
    return quick.fields == slow.fields and _shown(quick) == _shown(slow)


def _shown(origins: Origins) -> dict[FieldPath, list[str]]:
    """What values reach, without an order: that of documents is not that of parts of them."""
    reach = origins.reach.items()
    return {value: sorted(map(repr, changes)) for value, changes in reach if changes}


def main(adapters: Iterable[str]) -> int:
    """Print a line for every example; 1 where origins differ."""
    worst = 0
    with EngineRenderer(RenderSettings(kube_version=KUBERNETES)) as renderer:
        for adapter in adapters:
            for feature in features(adapter):
                release = load_sample(adapter, feature)
                item = render_releases([release], renderer, lambda _: KUBERNETES).value[0]
                equal = is_equal(item, renderer)
                worst = max(worst, not equal)
                print(f"{adapter:<28} {feature:<28} {'equal' if equal else 'DIFFERS'}")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [UMBRELLA]))
