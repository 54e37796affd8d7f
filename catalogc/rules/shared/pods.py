"""The pods that objects make: where their templates are, and what is in them."""

from collections.abc import Iterator
from typing import NamedTuple

from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath
from catalogc.rules.shared.nodes import Node, entries, mapping, text

Kind = tuple[str, str]
"""API group and kind."""

DEPLOYMENT: Kind = ("apps", "Deployment")
STATEFUL_SET: Kind = ("apps", "StatefulSet")
REPLICA_SET: Kind = ("apps", "ReplicaSet")
DAEMON_SET: Kind = ("apps", "DaemonSet")
REPLICATION_CONTROLLER: Kind = ("", "ReplicationController")
JOB: Kind = ("batch", "Job")
ROLLOUT: Kind = ("argoproj.io", "Rollout")
LEADER_WORKER_SET: Kind = ("leaderworkerset.x-k8s.io", "LeaderWorkerSet")

_TEMPLATE: FieldPath = ("spec", "template")
POD_TEMPLATES: dict[Kind, tuple[FieldPath, ...]] = {
    ("", "Pod"): ((),),
    REPLICATION_CONTROLLER: (_TEMPLATE,),
    DEPLOYMENT: (_TEMPLATE,),
    STATEFUL_SET: (_TEMPLATE,),
    REPLICA_SET: (_TEMPLATE,),
    DAEMON_SET: (_TEMPLATE,),
    JOB: (_TEMPLATE,),
    ("batch", "CronJob"): (("spec", "jobTemplate", "spec", "template"),),
    ROLLOUT: (_TEMPLATE,),
    LEADER_WORKER_SET: (
        ("spec", "leaderWorkerTemplate", "leaderTemplate"),
        ("spec", "leaderWorkerTemplate", "workerTemplate"),
    ),
}
"""Where kinds hold pod templates; a Pod is one itself."""

_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")


class Container(NamedTuple):
    """A container and its path in the manifest."""

    path: FieldPath
    node: Node


class Pod(NamedTuple):
    """A pod template.

    Attributes:
        path: of the template, which holds ``metadata`` and ``spec``.
        containers: also those for initialisation.
    """

    resource: Resource
    path: FieldPath
    labels: Node
    spec: Node
    containers: tuple[Container, ...]

    @property
    def spec_path(self) -> FieldPath:
        """Path of the pod's spec."""
        return (*self.path, "spec")

    def port_names(self) -> set[str]:
        """Return the names of the ports of all containers, sidecars included."""
        return {
            name
            for container in self.containers
            for _, port in entries(container.node, "ports")
            if (name := text(port, "name"))
        }


def pods_of(resource: Resource) -> Iterator[Pod]:
    """Yield the pod templates of an object; none where its kind has none, or it lacks one."""
    for path in POD_TEMPLATES.get((resource.group, resource.kind), ()):
        template = mapping(resource.manifest, *path)
        spec = mapping(template, "spec")
        if spec:
            labels = mapping(template, "metadata", "labels")
            yield Pod(resource, path, labels, spec, tuple(_containers(spec, (*path, "spec"))))


def _containers(spec: Node, path: FieldPath) -> Iterator[Container]:
    for key in _CONTAINERS:
        if key in spec:
            for index, node in entries(spec, key):
                yield Container((*path, key, index), node)


def may_get_sidecars(pod: Pod) -> bool:
    """Tell whether something may add containers to the pod in the cluster."""
    metadata = mapping(pod.resource.manifest, *pod.path, "metadata")
    keys = [*pod.labels, *mapping(metadata, "annotations")]
    return any("inject" in str(key) for key in keys)
