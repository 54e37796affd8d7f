"""Which limits did nobody set?"""

from collections.abc import Iterator

from catalogc.doctor.diagnosis import Check, State, Subject
from catalogc.emit.chart_sources import is_renderable
from catalogc.model.configuration import Config
from catalogc.model.delivery import ManifestSource, Shape
from catalogc.model.display import listing

_GROUP = "limits"


def limit_checks(subject: Subject) -> Iterator[Check]:
    """Yield a check of each limit that a catalog can set."""
    config = subject.catalog.config
    yield from _any(config)
    yield _inventories(subject)
    yield _production(subject)
    yield _policies(subject)
    yield from _order(subject)
    yield from _unbuildable(subject)


def _any(config: Config) -> Iterator[Check]:
    """Keys that mean "any" where they are left out."""
    keys = {
        "environments": (config.environments, "any environment is allowed"),
        "catalogs": (config.catalogs, "any serviceCatalog may use any namespace and Vault path"),
        "secretStores": (config.secret_stores or None, "any secret store is allowed"),
        "gateways": (config.gateways, "routes may attach to any Gateway"),
        "reservedNamespaces": (config.reserved_namespaces or None, "no namespace is reserved"),
    }
    for key, (written, meaning) in keys.items():
        if written is None:
            yield _open(key, meaning, f"write {key} in catalogc.yaml")
        else:
            yield _ok(key, f"{len(written)} in catalogc.yaml")


def _inventories(subject: Subject) -> Check:
    clusters = subject.catalog.clusters
    without = [item.name for item in subject.environments() if item.cluster not in clusters]
    if without:
        meaning = f"no inventory for {listing(without)}: nobody checks that workloads fit"
        folder = subject.catalog.config.paths.inventory
        return _open("inventory", meaning, f"write {folder}/<cluster>.yaml and name it in cluster")
    return _ok("inventory", listing(sorted(clusters)))


def _production(subject: Subject) -> Check:
    written = subject.catalog.config.environments or {}
    found = [item.name for item in written.values() if item.production]
    if found:
        return _ok("production", listing(found))
    remedy = "write production: true at the environments that are"
    return _open("production", "no environment is production: no policy is stricter", remedy)


def _policies(subject: Subject) -> Check:
    catalog = subject.catalog
    count = sum(
        map(len, (catalog.policies, catalog.expression_policies, catalog.admission_policies))
    )
    if count:
        return _ok("policies", f"{count} in {catalog.config.paths.policies}/")
    remedy = f"write some into {catalog.config.paths.policies}/"
    return _open("policies", "none: only the rules of catalogc apply", remedy)


def _order(subject: Subject) -> Iterator[Check]:
    """Sync waves order what a sync applies, and an ApplicationSet's Applications are not."""
    config = subject.catalog.config
    for environment in subject.environments():
        delivery = config.delivery(environment)
        is_at_once = delivery.shape is Shape.APPLICATION_SET and not delivery.rolling_sync
        if is_at_once and len(subject.waves(environment)) > 1:
            yield _open(
                f"sync waves of {environment.name}",
                "Applications of one ApplicationSet are made all at once",
                "set argocd.rollingSync, or keep what others depend on in a catalog of its own",
            )


def _unbuildable(subject: Subject) -> Iterator[Check]:
    config = subject.catalog.config
    sources = {config.delivery(environment).source for environment in subject.environments()}
    charts = sorted(
        adapter.chart.path
        for adapter in subject.catalog.adapters.values()
        if not is_renderable(adapter.chart)
    )
    if charts and ManifestSource.CHART in sources:
        yield _open(
            "charts rendered by Argo CD",
            f"{listing(charts)} depends on charts that depend on file:// charts, which Helm does "
            "not build: Argo CD gets its manifests",
            "list all file:// charts in one Chart.yaml, if Argo CD shall render it",
        )


def _ok(name: str, found: str) -> Check:
    return Check(_GROUP, name, State.OK, found)


def _open(name: str, found: str, remedy: str) -> Check:
    return Check(_GROUP, name, State.OPEN, found, remedy=remedy)
