"""A default that no leaf takes misleads its reader."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogc.model.catalog import Catalog
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "unused-defaults"


@dataclass(slots=True)
class _Defaults:
    """One ``_defaults.yaml``.

    Attributes:
        untaken: values that no leaf so far takes; mappings count by their values.
        leaves: how many leaves are below, and the first of them.
    """

    document: Document
    untaken: list[FieldPath]
    leaves: int = 0
    first: Release | None = None
    reported: list[FieldPath] = field(default_factory=list)


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Look for ``_defaults.yaml`` without a leaf, and for values that each leaf overrides.

    A leaf, or a ``_defaults.yaml`` nearer to it, overrides a value with any value at its path,
    or with one that is no mapping above it.
    """
    files = {
        posixpath.dirname(document.file.path): _Defaults(document, list(_values(document.data)))
        for document in catalog.defaults
    }
    for release in catalog.releases:
        _take(release, files)
    severity = context.policy.default or context.severity
    for defaults in files.values():
        if defaults.first is None:
            yield _without_leaf(defaults.document, severity)
        elif defaults.untaken:
            _gather(defaults, defaults.document.data, ())
            for path in defaults.reported:
                yield _overridden(defaults, defaults.first, path, severity)


def _take(release: Release, files: Mapping[str, _Defaults]) -> None:
    """Note which values of the layers under a leaf it takes."""
    document = release.leaf.document
    nearer = [document.data]
    folder = posixpath.dirname(document.file.path)
    while folder:
        defaults = files.get(folder)
        if defaults is not None:
            defaults.leaves += 1
            defaults.first = defaults.first or release
            defaults.untaken = [
                path
                for path in defaults.untaken
                if any(_overrides(layer, path) for layer in nearer)
            ]
            nearer.append(defaults.document.data)
        folder = posixpath.dirname(folder)


def _values(data: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    if isinstance(data, dict) and (data or not path):
        for key, value in data.items():
            yield from _values(value, (*path, key))
    else:
        yield path


def _overrides(layer: Any, path: FieldPath) -> bool:
    """Tell whether a layer says something else than a mapping at the path, or above it."""
    for key in path:
        if not isinstance(layer, dict):
            return True
        if key not in layer:
            return False
        layer = layer[key]
    return True


def _gather(defaults: _Defaults, data: Mapping[str, Any], path: FieldPath) -> None:
    """Collect what no leaf takes: a mapping where that goes for all that it holds."""
    untaken = set(defaults.untaken)
    for key, value in data.items():
        inner = (*path, key)
        if untaken.issuperset(_values(value, inner)):
            defaults.reported.append(inner)
        elif isinstance(value, dict):
            _gather(defaults, value, inner)


def _without_leaf(document: Document, severity: Severity) -> Finding:
    first = next(iter(document.data), None)
    return Finding(
        SLUG,
        severity,
        f"there is no leaf below {posixpath.dirname(document.file.path)}",
        document.at_key(() if first is None else (first,)),
        label="nothing takes these defaults",
        help="remove the file, or move it to the folder of its leaves",
    )


def _overridden(
    defaults: _Defaults, first: Release, path: FieldPath, severity: Severity
) -> Finding:
    leaves = f"all {defaults.leaves} leaves" if defaults.leaves > 1 else "the only leaf"
    return Finding(
        SLUG,
        severity,
        f"{format_path(path)} is overridden by {leaves} below",
        defaults.document.at_key(path),
        label="no leaf takes this default",
        field=path,
        related=(Label(first.leaf.values.at_key(path), f"set again for {first.id}"),),
        help="remove it here, or remove it from the leaves that need no other value",
    )


_DEFAULTS = "container:\n  replicas: 3\n"

RULE = Rule(
    SLUG,
    "no leaf takes a value of a _defaults.yaml",
    check_catalog=check_catalog,
    rationale="Whoever changes such a default believes that it changes workloads. None of them "
    "would notice.",
    scope=Scope.CATALOG,
    severity=Severity.WARNING,
    bad=f"{SHOP}  replicas: 2\n",
    good=SHOP,
    files={"catalog/web/_defaults.yaml": _DEFAULTS},
)
