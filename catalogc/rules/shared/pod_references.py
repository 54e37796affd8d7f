"""What pods refer to by name: ConfigMaps, Secrets, claims, ServiceAccounts and classes."""

from collections.abc import Iterator
from typing import NamedTuple

from catalogc.model.source import FieldPath
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pods import Container, Kind, Pod

CONFIG_MAP: Kind = ("", "ConfigMap")
SECRET: Kind = ("", "Secret")
CLAIM: Kind = ("", "PersistentVolumeClaim")
SERVICE_ACCOUNT: Kind = ("", "ServiceAccount")
PRIORITY_CLASS: Kind = ("scheduling.k8s.io", "PriorityClass")
RUNTIME_CLASS: Kind = ("node.k8s.io", "RuntimeClass")

_VOLUMES = (
    ("configMap", "name", CONFIG_MAP),
    ("secret", "secretName", SECRET),
    ("persistentVolumeClaim", "claimName", CLAIM),
)
_SOURCES = (("configMap", CONFIG_MAP), ("secret", SECRET))
_VARIABLES = (("configMapKeyRef", CONFIG_MAP), ("secretKeyRef", SECRET))
_ALL_VARIABLES = (("configMapRef", CONFIG_MAP), ("secretRef", SECRET))
_CLASSES = (("priorityClassName", PRIORITY_CLASS), ("runtimeClassName", RUNTIME_CLASS))


class Reference(NamedTuple):
    """A name that a pod refers to, where it is not optional.

    Attributes:
        path: of the name.
        keys: those of the object that the pod needs, each with its path.
    """

    kind: Kind
    name: str
    path: FieldPath
    keys: tuple[tuple[FieldPath, str], ...] = ()


def references_of(pod: Pod) -> Iterator[Reference]:
    """Yield what a pod needs before it starts."""
    spec, path = pod.spec, pod.spec_path
    account = "serviceAccountName" if "serviceAccountName" in spec else "serviceAccount"
    yield from _name(spec, path, account, SERVICE_ACCOUNT)
    for field, kind in _CLASSES:
        if field in spec:
            yield from _name(spec, path, field, kind)
    if "imagePullSecrets" in spec:
        for index, entry in entries(spec, "imagePullSecrets"):
            yield from _name(entry, (*path, "imagePullSecrets", index), "name", SECRET)
    for container in pod.containers:
        yield from _of_container(container)
    for index, volume in entries(spec, "volumes"):
        yield from _of_volume(volume, (*path, "volumes", index))


def _name(node: Node, path: FieldPath, field: str, kind: Kind) -> Iterator[Reference]:
    name = text(node, field)
    if name:
        yield Reference(kind, name, (*path, field))


def _of_container(container: Container) -> Iterator[Reference]:
    path, node = container
    if "env" in node:
        for index, entry in entries(node, "env"):
            if "valueFrom" in entry:
                source = mapping(entry, "valueFrom")
                for field, kind in _VARIABLES:
                    if field in source:
                        where = (*path, "env", index, "valueFrom", field)
                        yield from _of_key(mapping(source, field), where, kind)
    if "envFrom" in node:
        for index, entry in entries(node, "envFrom"):
            for field, kind in _ALL_VARIABLES:
                source = mapping(entry, field)
                if source.get("optional") is not True:
                    yield from _name(source, (*path, "envFrom", index, field), "name", kind)


def _of_key(source: Node, path: FieldPath, kind: Kind) -> Iterator[Reference]:
    name, key = text(source, "name"), text(source, "key")
    if name and source.get("optional") is not True:
        keys = (((*path, "key"), key),) if key else ()
        yield Reference(kind, name, (*path, "name"), keys)


def _of_volume(volume: Node, path: FieldPath) -> Iterator[Reference]:
    for field, name, kind in _VOLUMES:
        if field in volume:
            yield from _of_source(mapping(volume, field), (*path, field), name, kind)
    if "projected" in volume:
        for index, entry in entries(mapping(volume, "projected"), "sources"):
            for field, kind in _SOURCES:
                where = (*path, "projected", "sources", index, field)
                yield from _of_source(mapping(entry, field), where, "name", kind)


def _of_source(source: Node, path: FieldPath, field: str, kind: Kind) -> Iterator[Reference]:
    name = text(source, field)
    if name and source.get("optional") is not True:
        keys = tuple(
            ((*path, "items", index, "key"), key)
            for index, entry in entries(source, "items")
            if (key := text(entry, "key"))
        )
        yield Reference(kind, name, (*path, field), keys)
