"""How well origins are found, against a truth set labelled by reading charts.

``python -m scripts.origin_accuracy`` prints precision and recall of each chart, lists what is wrong
and fails where either is under ``LIMIT``. The truth is in ``tests/origin/truth/*.yaml``:

    chart: charts/basic-container-load       # from the repository's root
    leaf: charts/basic-container-load/ci/full-values.yaml
    fields:
      Deployment/checkout:
        spec.replicas: container.replicas ? hpa.enabled

Left of the question mark are the values whose change changes the field, right of it those that
decide whether it is there; ``-`` stands for none. A pair is a field, a value and its role.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from catalogc.discover.listing import refused_file
from catalogc.files import Repository
from catalogc.goyaml.load import load_documents
from catalogc.model.adapter import Adapter, HandedDown
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.leaf import Leaf, LeafId
from catalogc.model.release import Release
from catalogc.model.source import Location, format_path, parse_path
from catalogc.model.values import Origin, Values
from catalogc.origin.find import find_origins
from catalogc.parse.document import parse_document, parse_documents
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import Renderer, RenderSettings
from catalogc.render.stage import render_releases
from catalogc.resolve.adapters import HANDED_DOWN_KEYWORD
from catalogc.resolve.charts import load_chart
from catalogc.resolve.handed_down import hand_down
from catalogc.resolve.layers import coalesce
from catalogc.sources import Sources

ROOT = Path(__file__).parent.parent
TRUTH = ROOT / "tests/origin/truth"
LIMIT = 0.95
FULL_SAMPLES = {
    "basic-container-load": "full",
    "basic-container-rollout": "full",
    "gpu-container-load": "full",
    "inference-gateway": "full",
    "inference-stack": "platform",
    "ml-inference-load": "full",
    "model-serving": "full",
    "ollama-inference-load": "full",
    "stateful-container-load": "full",
}
"""By adapter, its example with most objects; Argo CD renders what is not here."""
ADAPTERS = tuple(FULL_SAMPLES)
KUBERNETES = "1.34"


class Pair(NamedTuple):
    """One label; ``role`` is ``value`` or ``governor``."""

    field: str
    value: str
    role: str


@dataclass(frozen=True, slots=True)
class Score:
    """How the found pairs of one truth file compare with its labels."""

    name: str
    fields: int
    expected: frozenset[Pair]
    found: frozenset[Pair]

    @property
    def precision(self) -> float:
        """How much of what was found is right."""
        return len(self.expected & self.found) / len(self.found) if self.found else 1.0

    @property
    def recall(self) -> float:
        """How much of what is right was found."""
        return len(self.expected & self.found) / len(self.expected) if self.expected else 1.0

    @property
    def mistakes(self) -> Iterator[str]:
        """What was missed, and what was found and is wrong."""
        for word, pairs in (
            ("missed", self.expected - self.found),
            ("wrong", self.found - self.expected),
        ):
            yield from (
                f"{word}: {pair.field} <- {pair.value} ({pair.role})" for pair in sorted(pairs)
            )


def scores(renderer: Renderer) -> list[Score]:
    """Compare origins with every truth file, in the order of their names."""
    return [score(path, renderer) for path in sorted(TRUTH.glob("*.yaml"))]


def score(path: Path, renderer: Renderer) -> Score:
    """Compare origins with one truth file.

    Raises:
        ValueError: it labels a field that is not rendered.
    """
    (truth,) = load_documents(path.read_text("utf-8"))
    release = load_release(truth["chart"], truth["leaf"])
    outcome = render_releases([release], renderer, lambda _: KUBERNETES)
    if not outcome.value:
        raise ValueError(f"{path.name}: {outcome.findings[0].message}")
    return _compare(path.stem, truth["fields"], outcome.value[0], renderer)


def _compare(
    name: str, labels: Mapping[str, Any], item: RenderedRelease, renderer: Renderer
) -> Score:
    origins = find_origins(item, renderer, KUBERNETES)
    keys = {f"{resource.kind}/{resource.name}": resource.key for resource in item.resources}
    expected: set[Pair] = set()
    found: set[Pair] = set()
    count = 0
    for resource, fields in labels.items():
        known = origins.fields[keys[resource]]
        for text, label in fields.items():
            origin = known.get(parse_path(text))
            if origin is None:
                raise ValueError(f"{name}: {resource} has no scalar {text}")
            count += 1
            field = f"{resource}:{text}"
            expected.update(_labelled(field, label))
            found.update(Pair(field, format_path(value), "value") for value in origin.values)
            found.update(
                Pair(field, format_path(value), "governor") for value in origin.governed_by
            )
    return Score(name, count, frozenset(expected), frozenset(found))


def _labelled(field: str, label: str) -> Iterator[Pair]:
    values, _, governors = label.partition("?")
    for role, text in (("value", values), ("governor", governors)):
        paths = (format_path(parse_path(value)) for value in text.split() if value != "-")
        yield from (Pair(field, path, role) for path in paths)


def load_sample(adapter: str, feature: str = "") -> Release:
    """Load an example of ``charts/<adapter>/ci``, by default the one with most objects."""
    chart = f"charts/{adapter}"
    return load_release(chart, f"{chart}/ci/{feature or FULL_SAMPLES[adapter]}-values.yaml")


def load_release(chart: str, leaf: str) -> Release:
    """Load a leaf file and its chart, both below the repository's root, without a catalog."""
    repository = Repository(ROOT)
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    loaded = load_chart(chart, Location.whole_file(chart), repository, sources).value
    document = sources.one(leaf).value
    if loaded is None or document is None:
        raise ValueError(f"{chart} or {leaf} cannot be read")
    handed_down = tuple(
        HandedDown(parse_path(entry["from"]), parse_path(entry["to"]))
        for entry in loaded.schema.get(HANDED_DOWN_KEYWORD, ())
    )
    adapter = Adapter(
        str(document.data.get("workloadType", "")),
        loaded.chart.name,
        Location.whole_file(chart),
        loaded.chart,
        loaded.schema,
        handed_down=handed_down,
    )
    values = hand_down(Values(document.data, {(): Origin(document, ())}), handed_down).value
    defaults = loaded.chart.defaults
    identity = LeafId(
        *(
            str(values.data.get(key, "x"))
            for key in ("environment", "serviceCatalog", "serviceName")
        )
    )
    return Release(
        Leaf(identity, adapter.workload_type, document, values),
        adapter,
        Environment(identity.environment),
        coalesce(values, Values(defaults.data, {(): Origin(defaults, ())})),
    )


def main() -> int:
    """Print the scores; 1 where one is under the limit."""
    with EngineRenderer(RenderSettings(kube_version=KUBERNETES)) as renderer:
        found = scores(renderer)
    for item in found:
        print(
            f"{item.name:<28} {item.fields:>4} fields {len(item.expected):>4} pairs  "
            f"precision {item.precision:6.1%}  recall {item.recall:6.1%}"
        )
        for mistake in item.mistakes:
            print(f"    {mistake}")
    expected = sum(len(item.expected) for item in found)
    right = sum(len(item.expected & item.found) for item in found)
    said = sum(len(item.found) for item in found)
    print(f"all: {expected} pairs, precision {right / said:.1%}, recall {right / expected:.1%}")
    return int(any(min(item.precision, item.recall) < LIMIT for item in found))


if __name__ == "__main__":
    sys.exit(main())
