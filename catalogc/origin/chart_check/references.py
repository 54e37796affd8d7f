"""Names that Kubernetes objects use of each other, and those that they provide."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath


class Reference(NamedTuple):
    """An object that another one needs, by kind and name."""

    kind: str
    name: str


class Use(NamedTuple):
    """A reference and the field that makes it."""

    target: Reference
    resource: Resource
    path: FieldPath


# Fields whose text names an object.
_BY_TEXT = {
    "serviceAccountName": "ServiceAccount",
    "secretName": "Secret",
    "claimName": "PersistentVolumeClaim",
    "priorityClassName": "PriorityClass",
    "ingressClassName": "IngressClass",
    "stableService": "Service",
    "canaryService": "Service",
    "activeService": "Service",
    "previewService": "Service",
    "templateName": "AnalysisTemplate",
}
# Fields whose mapping, or whose items, have a name and perhaps a kind.
_BY_MAPPING = {
    "configMapRef": "ConfigMap",
    "configMapKeyRef": "ConfigMap",
    "configMap": "ConfigMap",
    "secretRef": "Secret",
    "secretKeyRef": "Secret",
    "secret": "Secret",
    "imagePullSecrets": "Secret",
    "certificateRefs": "Secret",
    "backendRefs": "Service",
    "backendRef": "Service",
    "service": "Service",
    "parentRefs": "Gateway",
    "scaleTargetRef": "Deployment",
    "targetRef": "Deployment",
    "workloadRef": "Deployment",
    "roleRef": "Role",
    "subjects": "ServiceAccount",
    "issuerRef": "Issuer",
    "secretStoreRef": "SecretStore",
    "authenticationRef": "TriggerAuthentication",
}
_MAKES_SECRET: dict[str, Callable[[dict[str, Any]], Any]] = {
    "ExternalSecret": lambda spec: (spec.get("target") or {}).get("name"),
    "SealedSecret": lambda _: None,
    "Certificate": lambda spec: spec.get("secretName"),
}


def provided(resources: Iterable[Resource]) -> set[Reference]:
    """Return what objects are there, with the Secrets that controllers will make of them."""
    found = set()
    for resource in resources:
        found.add(Reference(resource.kind, resource.name))
        secret = _MAKES_SECRET.get(resource.kind)
        if secret is not None:
            spec = resource.manifest.get("spec")
            name = secret(spec) if isinstance(spec, dict) else None
            found.add(Reference("Secret", name if isinstance(name, str) else resource.name))
    return found


def uses(resources: Iterable[Resource]) -> Iterator[Use]:
    """Yield every reference that an object makes and cannot do without."""
    for resource in resources:
        own = _MAKES_SECRET.get(resource.kind)
        for target, path in _walk(resource.manifest, ()):
            if not (own and target.kind == "Secret"):
                yield Use(target, resource, path)


def _walk(node: Any, path: FieldPath) -> Iterator[tuple[Reference, FieldPath]]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _walk(item, (*path, index))
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        inner = (*path, key)
        if isinstance(value, str):
            if key in _BY_TEXT:
                yield Reference(_BY_TEXT[key], value), inner
            elif key == "serviceName" and path == ("spec",):
                yield Reference("Service", value), inner
        elif key in _BY_MAPPING:
            yield from _named(_BY_MAPPING[key], value, inner)
        yield from _walk(value, inner)


def _named(kind: str, value: Any, path: FieldPath) -> Iterator[tuple[Reference, FieldPath]]:
    items = enumerate(value) if isinstance(value, list) else [(None, value)]
    for index, item in items:
        if not isinstance(item, dict) or item.get("optional") is True:
            continue
        name = item.get("name")
        written = item.get("kind")
        if isinstance(name, str):
            place = path if index is None else (*path, index)
            yield Reference(written if isinstance(written, str) else kind, name), (*place, "name")
