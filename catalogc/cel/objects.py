"""The objects of a release, converted once for all policies."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from catalogc.cel.evaluation import Inputs
from catalogc.cel.kinds import served
from catalogc.cel.matching import Target
from catalogc.cel.program import activation
from catalogc.cel.values import NOT_PLAIN, admitted, oddities, plain
from catalogc.cel.verdicts import mapping, sequence


class Release:
    """A release as policies see it.

    Args:
        constants: what every evaluation is given beside it: the parameters of policies.
    """

    def __init__(self, data: Mapping[str, Any], constants: Mapping[str, Any]) -> None:
        self.data = data
        self.constants = constants
        self.minor = minor(str(data.get("kubernetesVersion") or ""))
        self._items = sequence(data.get("resources"))
        self._odd = list(map(oddities, self._items))
        self._labels: dict[str, tuple[dict[str, Any], bool]] = {}

    @property
    def manifests(self) -> list[Any]:
        """The objects as they are rendered."""
        pairs = zip(self._items, self._odd, strict=True)
        return [plain(item) if odd & NOT_PLAIN else item for item, odd in pairs]

    def objects(self) -> Iterator["Admitted"]:
        """Yield the objects on their way into the cluster."""
        for index, (manifest, odd) in enumerate(zip(self._items, self._odd, strict=True)):
            yield Admitted(index, mapping(manifest), odd, self)

    def labels(self, namespace: str) -> tuple[dict[str, Any], bool]:
        """Return the labels of a namespace, as far as known, and whether these are all."""
        if namespace not in self._labels:
            known = mapping(self.data.get("namespaces")).get(namespace)
            labels = {**mapping(plain(known)), "kubernetes.io/metadata.name": namespace}
            self._labels[namespace] = labels, isinstance(known, Mapping)
        return self._labels[namespace]


class Admitted:
    """One object on its way into a cluster.

    Attributes:
        index: in the release.
    """

    def __init__(self, index: int, manifest: Mapping[str, Any], odd: int, release: Release) -> None:
        self.index = index
        metadata = mapping(manifest.get("metadata"))
        kind = served(
            str(manifest.get("apiVersion", "")),
            str(manifest.get("kind", "")),
            has_namespace=bool(metadata.get("namespace")),
        )
        namespace = ""
        if kind.namespaced:
            given = metadata.get("namespace") or release.data.get("namespace") or "default"
            namespace = str(given)
        labels, complete = release.labels(namespace)
        own = metadata.get("labels")
        self.target = Target(
            kind,
            str(metadata.get("name") or ""),
            namespace,
            mapping(plain(own) if odd & NOT_PLAIN else own),
            labels,
            complete,
        )
        self._manifest = manifest
        self._odd = odd
        self._release = release
        self._data: dict[str, Any] | None = None
        self._inputs: dict[str, Inputs] = {}

    def inputs(self, operation: str) -> Inputs:
        """Return what an expression is given for an operation."""
        if operation not in self._inputs:
            data = {**self._common(), "request": self._request(operation)}
            if operation == "CREATE":
                data["oldObject"] = None  # of an update nobody knows it here
            self._inputs[operation] = self._given(data)
        return self._inputs[operation]

    def inputs_with(self, operation: str, constants: Mapping[str, Any]) -> Inputs:
        """Return what an expression is given, with other constants than the release has."""
        return self._given({**self.inputs(operation).data, **constants})

    def _given(self, data: Mapping[str, Any]) -> Inputs:
        known = self.target.labels_known
        return Inputs(data, activation(data), known, self._release.minor)

    def _common(self) -> dict[str, Any]:
        if self._data is None:
            kind, namespace = self.target.served, self.target.namespace
            labels = self.target.namespace_labels
            self._data = {
                **self._release.constants,
                "object": admitted(self._manifest, kind, namespace, self._odd),
                "namespaceObject": {"metadata": {"name": namespace, "labels": labels}}
                if namespace
                else None,
            }
        return self._data

    def _request(self, operation: str) -> dict[str, Any]:
        kind = self.target.served
        group_version = {"group": kind.group, "version": kind.version}
        named = {**group_version, "kind": kind.kind}
        served_as = {**group_version, "resource": kind.resource}
        return {
            "operation": operation,
            "kind": named,
            "resource": served_as,
            "requestKind": named,
            "requestResource": served_as,
            "name": self.target.name,
            "namespace": self.target.namespace,
            "dryRun": False,
        }


@lru_cache(maxsize=100)
def minor(version: str) -> int:
    """Return the minor version of ``1.34`` or ``v1.34.2``; 0 where there is none."""
    parts = version.lstrip("v").split(".")
    return int(parts[1]) if len(parts) > 1 and parts[0] == "1" and parts[1].isdecimal() else 0
