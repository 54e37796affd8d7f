"""Which objects make the ConfigMaps, Secrets and claims that pods refer to, with what keys."""

from collections.abc import Iterator
from typing import NamedTuple

from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import Resource
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.rules.shared.neighbours import cached_for, names_of
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pod_references import CONFIG_MAP, SECRET
from catalogc.rules.shared.pods import STATEFUL_SET, Kind


class Provided(NamedTuple):
    """An object that exists because of a rendered one.

    Attributes:
        resource: which makes it, or is it.
        path: where its keys are, or would be.
        keys: None where they are not known before it is there.
    """

    resource: Resource
    path: FieldPath = ()
    keys: frozenset[str] | None = None


_EXTERNAL: Kind = ("external-secrets.io", "ExternalSecret")
_CERTIFICATE: Kind = ("cert-manager.io", "Certificate")
_SEALED: Kind = ("bitnami.com", "SealedSecret")
_VAULT: tuple[Kind, ...] = tuple(
    ("secrets.hashicorp.com", kind)
    for kind in ("VaultDynamicSecret", "VaultPKISecret", "VaultStaticSecret")
)
_MAKERS: dict[Kind, tuple[Kind, ...]] = {
    CONFIG_MAP: (CONFIG_MAP,),
    SECRET: (SECRET, _EXTERNAL, _CERTIFICATE, _SEALED, *_VAULT),
}
_CLAIM_TEMPLATES = "volumeClaimTemplates"


def provided(
    index: ResourceIndex, rendered: RenderedRelease, namespace: str, kind: Kind
) -> dict[str, Provided]:
    """Return what there is of a kind in a namespace of the release's environment, by name."""
    environment = rendered.release.environment.name
    known = cached_for(index)
    place = (environment, namespace, *kind)
    makers = _MAKERS.get(kind, (kind,))
    for maker in makers:
        index.note(rendered, namespace, *maker)
    if place not in known:
        found = (item for maker in makers for item in _made(index, rendered, namespace, maker))
        known[place] = dict(found)
    return known[place]


def is_claim_of_template(
    index: ResourceIndex, rendered: RenderedRelease, namespace: str, name: str
) -> bool:
    """Tell whether a claim is one that a StatefulSet makes: ``<template>-<set>-<ordinal>``."""
    head, _, ordinal = name.rpartition("-")
    if not ordinal.isdecimal():
        return False
    sets = names_of(index, rendered, namespace, STATEFUL_SET)
    # A set's name may have hyphens, too: each way to cut the rest is tried.
    parts = head.split("-")
    for cut in range(1, len(parts)):
        owner = sets.get("-".join(parts[cut:]))
        if owner is not None:
            templates = entries(mapping(owner.manifest, "spec"), _CLAIM_TEMPLATES)
            names = {text(mapping(entry, "metadata"), "name") for _, entry in templates}
            if "-".join(parts[:cut]) in names:
                return True
    return False


def _made(
    index: ResourceIndex, rendered: RenderedRelease, namespace: str, maker: Kind
) -> Iterator[tuple[str, Provided]]:
    for name, resource in names_of(index, rendered, namespace, maker).items():
        manifest = resource.manifest
        spec = mapping(manifest, "spec")
        if maker in {CONFIG_MAP, SECRET}:
            fields = ("data", "binaryData" if maker == CONFIG_MAP else "stringData")
            keys = frozenset(key for field in fields for key in mapping(manifest, field))
            is_token = manifest.get("type") == "kubernetes.io/service-account-token"
            yield name, Provided(resource, ("data",), None if is_token else keys)
        elif maker == _EXTERNAL:
            target = text(mapping(spec, "target"), "name") or name
            yield target, Provided(resource, ("spec", "data"), _external_keys(spec))
        elif maker == _CERTIFICATE:
            yield text(spec, "secretName"), Provided(resource, ("spec",), _certificate_keys(spec))
        elif maker == _SEALED:
            template = mapping(spec, "template", "metadata")
            yield text(template, "name") or name, Provided(resource)
        elif maker in _VAULT:
            yield text(mapping(spec, "destination"), "name"), Provided(resource)
        else:
            yield name, Provided(resource)


def _external_keys(spec: Node) -> frozenset[str] | None:
    """Return the keys of an ExternalSecret's target (external-secrets, guides/templating)."""
    target = mapping(spec, "target")
    template = mapping(target, "template")
    made = mapping(template, "data")
    if target.get("creationPolicy") in {"Merge", "None"} or template.get("templateFrom"):
        return None
    if made and template.get("mergePolicy", "Replace") == "Replace":
        return frozenset(made)
    if spec.get("dataFrom"):
        return None
    keys = {text(entry, "secretKey") for _, entry in entries(spec, "data")}
    return frozenset(keys | made.keys()) - {""}


def _certificate_keys(spec: Node) -> frozenset[str] | None:
    if spec.get("keystores") or spec.get("additionalOutputFormats"):
        return None
    return frozenset({"ca.crt", "tls.crt", "tls.key"})
