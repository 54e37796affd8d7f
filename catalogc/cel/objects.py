"""The objects of a release, converted once for all policies."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from catalogc.cel.evaluation import Inputs
from catalogc.cel.kinds import served
from catalogc.cel.matching import Target
from catalogc.cel.program import activation
from catalogc.cel.values import admitted, plain
from catalogc.cel.verdicts import mapping


class Admitted:
    """One object on its way into a cluster.

    Attributes:
        index: in the release.
    """

    def __init__(self, index: int, manifest: Mapping[str, Any], release: Mapping[str, Any]) -> None:
        self.index = index
        metadata = mapping(manifest.get("metadata"))
        kind = served(
            str(manifest.get("apiVersion", "")),
            str(manifest.get("kind", "")),
            has_namespace=bool(metadata.get("namespace")),
        )
        namespace = ""
        if kind.namespaced:
            namespace = str(metadata.get("namespace") or release.get("namespace") or "default")
        labels = mapping(release.get("namespaces")).get(namespace)
        self.target = Target(
            kind,
            str(metadata.get("name") or ""),
            namespace,
            mapping(plain(metadata.get("labels"))),
            {**mapping(plain(labels)), "kubernetes.io/metadata.name": namespace},
            labels_known=isinstance(labels, Mapping),
        )
        self._manifest = manifest
        self._object: dict[str, Any] | None = None
        self._minor = minor(str(release.get("kubernetesVersion") or ""))
        self._inputs: dict[tuple[str, int], Inputs] = {}

    def inputs(self, operation: str, param: Any) -> Inputs:
        """Return what an expression is given for an operation, with one parameter or none."""
        key = (operation, id(param))
        if key not in self._inputs:
            if self._object is None:
                kind, namespace = self.target.served, self.target.namespace
                self._object = admitted(self._manifest, kind, namespace)
            data = {
                "object": self._object,
                "request": self._request(operation),
                "namespaceObject": self._namespace(),
                "params": param,
            }
            if operation == "CREATE":
                data["oldObject"] = None  # of an update nobody knows it here
            self._inputs[key] = Inputs(
                data, activation(data), self.target.labels_known, self._minor
            )
        return self._inputs[key]

    def _request(self, operation: str) -> dict[str, Any]:
        kind = self.target.served
        group_version = {"group": kind.group, "version": kind.version}
        return {
            "operation": operation,
            "kind": {**group_version, "kind": kind.kind},
            "resource": {**group_version, "resource": kind.resource},
            "requestKind": {**group_version, "kind": kind.kind},
            "requestResource": {**group_version, "resource": kind.resource},
            "name": self.target.name,
            "namespace": self.target.namespace,
            "dryRun": False,
        }

    def _namespace(self) -> dict[str, Any] | None:
        if not self.target.namespace:
            return None
        labels = dict(self.target.namespace_labels)
        return {"metadata": {"name": self.target.namespace, "labels": labels}}


@lru_cache(maxsize=100)
def minor(version: str) -> int:
    """Return the minor version of ``1.34`` or ``v1.34.2``; 0 where there is none."""
    parts = version.lstrip("v").split(".")
    return int(parts[1]) if len(parts) > 1 and parts[0] == "1" and parts[1].isdecimal() else 0
