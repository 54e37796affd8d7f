"""Where findings about rendered objects point."""

import pytest

from catalogc.model.finding import Severity
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.source import format_path, parse_path
from catalogc.origin.blame import Blame
from catalogc.origin.cache import OriginCache
from catalogc.render.protocol import RendererUnavailableError
from origin.samples import rendered, resource
from repository import place
from scripts.origin_accuracy import KUBERNETES

POD = "spec.template.spec"
GPU_LIMIT = f'{POD}.containers[0].resources.limits["nvidia.com/gpu"]'
NO_STORAGE = f"{POD}.containers[0].resources.requests.storage"
LEAF = "charts/gpu-container-load/ci/full-values.yaml"
RENDERED = "out/prod/manifests/ml-inference/embedder"


NO_CACHE = OriginCache(None)


class Unavailable:
    version = "none"

    def render(self, _jobs):
        raise RendererUnavailableError("no engine here")


def blamed(item, renderer, **changes):
    found = resource(item, changes.pop("kind", "Deployment"))
    cache = changes.pop("cache", NO_CACHE)
    paths = {name: parse_path(changes.pop(name)) for name in ("path",) if name in changes}
    finding = ResourceFinding(
        "some-rule", Severity.ERROR, "it is wrong", item.release, found, **paths, **changes
    )
    blame = Blame([item], renderer, lambda _: KUBERNETES, "out", cache)
    (result,) = blame.findings([finding])
    return result


@pytest.fixture(scope="module")
def item(renderer):
    return rendered(renderer, "gpu-container-load")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return OriginCache(tmp_path_factory.mktemp("cache"))


# kind, path -> place, label, field of the finding
CASES = {
    "value of the leaf": (
        "Deployment",
        GPU_LIMIT,
        f"{LEAF}:10:10-10:11",
        f"becomes {GPU_LIMIT} of Deployment/embedder",
        "gpu.count",
    ),
    "toggle of the leaf": (
        "ServiceMonitor",
        "spec.endpoints[0].port",
        f"{LEAF}:55:12-55:16",
        "decides whether there is spec.endpoints[0].port of ServiceMonitor/embedder",
        "serviceMonitor.enabled",
    ),
    "constant of the chart": (
        "Deployment",
        f"{POD}.enableServiceLinks",
        "charts/common/templates/_pod.tpl:37:1-37:26",
        "the chart writes this",
        f"{POD}.enableServiceLinks",
    ),
    "mapping": (
        "Deployment",
        f"{POD}.containers[0].resources.requests",
        f"{LEAF}:29:21-29:24",
        f"becomes {POD}.containers[0].resources.requests of Deployment/embedder",
        "container.resources.requests.cpu",
    ),
    "missing field beside values of the leaf": (
        "Deployment",
        NO_STORAGE,
        f"{LEAF}:29:5-29:13",
        f"there is no {NO_STORAGE} of Deployment/embedder; what is there comes from here",
        "container.resources.requests",
    ),
    "missing field that no value makes": (
        "Deployment",
        f"{POD}.dnsPolicy",
        "charts/common/templates/_pod.tpl:35:1-35:76",
        "the chart does not write dnsPolicy",
        f"{POD}.dnsPolicy",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_primary_span(item, renderer, cache, case):
    kind, path, *expected = case
    found = blamed(item, renderer, cache=cache, kind=kind, path=path)
    assert [place(found), found.label, format_path(found.field)] == expected
    assert found.leaf == item.release.id


def test_related_spans_are_the_rendered_and_the_template_line(item, renderer, cache):
    found = blamed(item, renderer, cache=cache, path=GPU_LIMIT)
    lines = [(place_of(label), label.message) for label in found.related]
    assert [path for path, _ in lines] == [
        f"{RENDERED}/deployment-embedder.yaml",
        "charts/common/templates/_container.tpl",
    ]
    rendered_line, template_line = (label.location for label in found.related)
    assert rendered_line.text == '"1"'
    assert template_line.text.endswith("{{ $gpus | quote }}")


def place_of(label):
    return label.location.file.path


def test_default_of_the_chart_points_at_the_nearest_line_of_the_leaf(renderer):
    item = rendered(renderer, "gpu-container-load", "minimal")
    found = blamed(item, renderer, path=f"{POD}.containers[0].resources.limits.memory")
    assert found.label.startswith("container.resources.limits.memory is not set here")
    assert found.location.text == "container"


def test_a_guess_that_a_leaf_made_wins_over_a_constant(item, renderer, cache):
    guess = parse_path(f"{POD}.containers[0].ports[0].containerPort")
    found = blamed(
        item, renderer, cache=cache, path=f"{POD}.dnsPolicy", also=(guess,), label="no such policy"
    )
    assert format_path(found.field) == "container.port"
    assert found.label.startswith("no such policy; becomes ")


ENV = f"{POD}.containers[0].env"


def test_an_item_that_lacks_something_wins_over_its_list(item, renderer, cache):
    found = blamed(
        item, renderer, cache=cache, path=f"{ENV}[0].valueFrom.x", also=(parse_path(ENV),)
    )
    assert place(found) == f"{LEAF}:32:7-33:18"
    assert format_path(found.field) == "container.environment[0]"


def test_of_an_item_that_no_leaf_made_the_list_is_not_to_blame_for_another(item, renderer, cache):
    missing = f"{POD}.containers[0].securityContext.x"
    found = blamed(item, renderer, cache=cache, path=missing, also=(parse_path(ENV),))
    assert place(found) == f"{LEAF}:32:13-32:22"


def test_other_fields_are_related(item, renderer, cache):
    other = resource(item, "Service")
    label = ResourceLabel(other, parse_path("spec.ports[0].targetPort"), "the port is named here")
    found = blamed(
        item, renderer, cache=cache, path=f"{POD}.containers[0].ports[0].name", related=(label,)
    )
    assert found.related[-1].message == "the port is named here"
    assert found.related[-1].location.file.path == f"{RENDERED}/service-embedder.yaml"


@pytest.mark.parametrize("broken", [None, Unavailable()], ids=["no renderer", "unusable renderer"])
def test_without_an_engine_the_template_is_named(item, broken):
    found = blamed(item, broken, path=GPU_LIMIT)
    assert found.location.file.path == "charts/gpu-container-load/templates/deployment.yaml"
    assert found.label == "the chart writes this"


class Counting:
    """A renderer that counts what it is asked for."""

    def __init__(self, renderer):
        self.version, self.parallel = renderer.version, renderer.parallel
        self.renderer, self.variants, self.renders = renderer, 0, 0

    def render_mixed(self, jobs):
        found = list(jobs)
        self.variants += sum(len(getattr(job, "variants", ())) for job in found)
        self.renders += sum(not hasattr(job, "variants") for job in found)
        return self.renderer.render_mixed(found)

    def render(self, jobs):
        found = list(jobs)
        self.renders += len(found)
        return self.renderer.render(found)


def test_text_of_a_leaf_takes_two_renders(item, renderer, cache):
    counting = Counting(renderer)
    path = f"{POD}.containers[0].image"
    quick = blamed(item, counting, path=path)
    assert (counting.variants, counting.renders) == (1, 1)
    blamed(item, renderer, cache=cache, path=NO_STORAGE)  # all origins are in the cache now
    assert blamed(item, renderer, cache=cache, path=path) == quick
    assert format_path(quick.field) == "container.image.repository"


def test_what_two_renders_tell_is_kept_apart(item, renderer, tmp_path):
    cache = OriginCache(tmp_path)
    first = blamed(item, renderer, cache=cache, path=f"{POD}.containers[0].image")
    counting = Counting(renderer)
    assert blamed(item, counting, cache=cache, path=f"{POD}.containers[0].image") == first
    assert (counting.variants, counting.renders) == (0, 0)
    assert blamed(item, counting, cache=cache, path=GPU_LIMIT).label.startswith("becomes")
    assert counting.variants > 1
