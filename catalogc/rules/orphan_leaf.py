"""A leaf that no Backstage entity names is missing in the portal."""

import posixpath
from collections.abc import Iterable, Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Severity
from catalogc.model.lint import Profile
from catalogc.model.source import get_in
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "orphan-leaf"

_ANNOTATION = ("metadata", "annotations", "catalogc.dev/leaf")
_EMBEDDED = ("spec", "workload")


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look for leaves that no entity names, where entities name others.

    A catalog whose entities name no leaf has no portal, or one that ``catalogc backstage``
    writes, which leaves none out.
    """
    if catalog.derived_entities:
        return
    named = set(_named(catalog.entities))
    releases = catalog.releases
    orphans = [item for item in releases if item.leaf.document.file.path not in named]
    if len(orphans) == len(releases):
        return
    strict = context.profile is Profile.STRICT
    for release in orphans:
        yield Reporter(SLUG, release, context).finding(
            ("workloadType",),
            f"no Backstage entity names {release.leaf.document.file.path}",
            location=release.leaf.values.at_key(("workloadType",)),
            label="this workload is missing in the portal",
            remedy="run catalogc backstage, or name the file in the annotation "
            "catalogc.dev/leaf of a Component",
            severity=Severity.WARNING if strict else None,
        )


def _named(entities: Iterable[Document]) -> Iterator[str]:
    """Yield the files of leaves that a Component names or holds."""
    for entity in entities:
        if entity.data.get("kind") != "Component":
            continue
        target = get_in(entity.data, _ANNOTATION)
        if isinstance(target, str):
            yield posixpath.normpath(target)
        if isinstance(get_in(entity.data, _EMBEDDED), dict):
            yield entity.file.path


_ENTITY = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: shop
  annotations: {catalogc.dev/leaf: catalog/web/shop/dev.yaml}
spec: {type: service, lifecycle: production, owner: "group:default/team-web"}
"""

RULE = Rule(
    SLUG,
    "no Backstage entity names a leaf, while entities name others",
    check_catalog=check_catalog,
    rationale="The portal shows what its entities name. A workload without one has no page, and "
    "nobody finds its owner there.",
    scope=Scope.CATALOG,
    severity=Severity.INFO,
    profile=Profile.DEFAULT,
    bad=SHOP.replace("serviceName: shop", "serviceName: cart"),
    good=SHOP,
    files={
        ".cat/backstage/shop.catalog-info.yaml": _ENTITY,
        "catalog/web/shop/dev.yaml": SHOP,
    },
)
