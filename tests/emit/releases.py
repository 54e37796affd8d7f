"""Rendered releases for tests, made of plain data."""

from catalogc.model.adapter import Adapter, Chart
from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import ArgoCD, CatalogLimits, Config, Environment
from catalogc.model.document import Document
from catalogc.model.leaf import Leaf, LeafId
from catalogc.model.record import EnvironmentRecord
from catalogc.model.release import Release
from catalogc.model.resource import Resource
from catalogc.model.source import Location, SourceFile
from catalogc.model.values import Origin, Values

REPOSITORY = "https://git.example.com/catalog.git"
CONFIG = Config(
    ArgoCD(REPOSITORY), catalogs={"web": CatalogLimits("web", owner="group:default/team-web")}
)
DEV = Environment("dev", destination={"name": "dev-gpu"})


def record(inputs=None, versions=None):
    """What an output was made from, without leaves."""
    return EnvironmentRecord(versions or {}, inputs or {}, {}, {})


def resource(kind, name="x", api="v1", namespace="", **manifest):
    text = f"kind: {kind}\nname: {name}\n"
    return Resource(api, kind, namespace, name, "templates/x.yaml", manifest, text)


DEPLOYMENT = resource("Deployment", "podinfo", "apps/v1")


def hpa(**spec):
    return resource("HorizontalPodAutoscaler", "podinfo", "autoscaling/v2", spec=spec)


def rendered(
    *resources,
    service="podinfo",
    catalog="web",
    environment=DEV,
    values=None,
    path="catalog/a.yaml",
):
    document = Document(SourceFile(path, ""), {}, {})
    data = {"namespace": "apps", **(values or {})}
    merged = Values(data, {(): Origin(document, ())})
    chart = Chart("web", "1.0.0", "charts/web", "0" * 64, {}, document)
    adapter = Adapter("WEB", "web", Location.whole_file("adapter.yaml"), chart, {})
    leaf = Leaf(LeafId(environment.name, catalog, service), "WEB", document, merged)
    return RenderedRelease(Release(leaf, adapter, environment, merged), resources)
