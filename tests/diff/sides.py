"""Compilations made of objects alone: what a comparison needs, and no chart."""

import re

import yaml

from catalogc.diff.compare import Side
from catalogc.model.adapter import Adapter, Chart, RenderedBy
from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.configuration import ArgoCD, Config, Environment, SyncPolicy
from catalogc.model.document import Document
from catalogc.model.inventory import Cluster, NodePool, Taint
from catalogc.model.leaf import Leaf, LeafId
from catalogc.model.release import Release
from catalogc.model.resource import Resource
from catalogc.model.source import Location, SourceFile
from catalogc.model.values import Origin, Values

PLACE = Location.whole_file("catalog/clusters/gpu.yaml")
CLUSTER = Cluster(
    "gpu",
    PLACE,
    "1.34",
    (
        NodePool("general", 3, PLACE, allocatable={"cpu": "8"}),
        NodePool("rtx", 2, PLACE, {"gpu": "rtx"}, allocatable={"nvidia.com/gpu": "1"}),
        NodePool(
            "a100",
            1,
            PLACE,
            taints=(Taint("nvidia.com/gpu", "", "NoSchedule"),),
            allocatable={"nvidia.com/gpu": "8"},
        ),
    ),
)


def environment(name="dev", **settings):
    """An environment; ``prune``, ``automated`` and ``finalizer`` as a case says."""
    policy = SyncPolicy(settings.get("automated", True), settings.get("prune", True))
    finalizer = settings.get("finalizer", "resources-finalizer.argocd.argoproj.io")
    destination = {"name": settings.get("destination", "gpu")}
    return Environment(
        name, "gpu", destination=destination, sync_policy=policy, finalizer=finalizer
    )


def rendered(resources, identity=("dev", "web", "shop"), path="", values=None, **settings):
    """A release and its objects; ``settings`` are those of its environment."""
    leaf_id = LeafId(*identity)
    path = path or f"catalog/{leaf_id.service_catalog}/{leaf_id.service_name}/{identity[0]}.yaml"
    document = Document(SourceFile(path, ""), {}, {})
    merged = Values({"namespace": "shop", **(values or {})}, {(): Origin(document, ())})
    third = settings.get("third_party", False)
    by = RenderedBy.ARGO_CD if third else RenderedBy.CATALOGC
    chart = Chart("chart", "1", "charts/chart", "", {}, document, rendered_by=by)
    adapter = Adapter("BASIC_CONTAINER_LOAD", "basic", Location.whole_file("x.yaml"), chart, {})
    release = Release(
        Leaf(leaf_id, "BASIC_CONTAINER_LOAD", document, merged),
        adapter,
        environment(leaf_id.environment, **settings),
        merged,
    )
    return RenderedRelease(release, tuple(resource(item) for item in resources))


def resource(manifest):
    """An object as the render stage makes it."""
    metadata = manifest["metadata"]
    text = yaml.safe_dump(manifest, sort_keys=False)
    return Resource(
        manifest["apiVersion"],
        manifest["kind"],
        metadata.get("namespace", ""),
        metadata["name"],
        "templates/x.yaml",
        manifest,
        text,
    )


def side(*items, undecided=()):
    """One side; ``undecided`` are releases that were not rendered."""
    releases = tuple(item.release for item in (*items, *undecided))
    environments = {item.environment.name: item.environment for item in releases}
    config = Config(ArgoCD("https://git.example.com/catalog.git"), environments=environments)
    return Side(Catalog(config, {}, {"gpu": CLUSTER}, (), releases), items)


def written(effect):
    """``rollout-restart``, or ``rollout-restart?`` where it is not sure."""
    return effect.kind.value + ("" if effect.sure else "?")


def merged(base, patch):
    """``base`` with ``patch`` over it: null removes, ``key[0]`` reaches into a list."""
    result = dict(base)
    for key, value in patch.items():
        match = re.fullmatch(r"(\w+)\[(\d+)\]", key)
        if match:
            items = list(result.get(match[1], []))
            items[int(match[2])] = merged(items[int(match[2])], value)
            result[match[1]] = items
        elif value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result
