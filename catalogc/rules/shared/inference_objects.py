"""Objects of the inference platform that leaves make, and those that they name."""

from collections.abc import Iterator
from typing import NamedTuple

from catalogc.model.inference import (
    RUNTIMES,
    SERVICES,
    SERVING,
    Gateway,
    InferenceService,
    gateways,
    inference_services,
    is_on,
    text_at,
)
from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.model.subcharts import Part, parts

GATEWAY = "Gateway"
GATEWAY_CLASS = "GatewayClass"
NAMESPACE = "Namespace"
PICKER = "endpoint picker"
POOL = "InferencePool"
RUNTIME = "ClusterServingRuntime"
SECRET = "Secret"  # noqa: S105 - a kind
SERVICE = "InferenceService"
ACCOUNT = "ServiceAccount"
RELEASE = "Helm release"

CLUSTER_SCOPED = frozenset({GATEWAY_CLASS, NAMESPACE, RUNTIME})
_NAME = ("serviceName",)


class Made(NamedTuple):
    """An object that a release makes.

    Attributes:
        path: the field of the leaf that names it.
        pool: the pool of an endpoint picker.
        knows_pools: whether it can be asked for an InferencePool, of a Gateway.
    """

    release: Release
    path: FieldPath
    kind: str
    name: str
    pool: str = ""
    knows_pools: bool = True


class Reference(NamedTuple):
    """A name of an object that something else has to make.

    Attributes:
        path: the field of the leaf for it, which may be empty: then the name is computed.
        pool: the pool that the object must be of; empty for any.
        elsewhere: the namespace of the object; empty for that of the release.
        to_pool: whether an InferencePool is asked of it.
    """

    release: Release
    path: FieldPath
    kind: str
    name: str
    pool: str = ""
    elsewhere: str = ""
    to_pool: bool = False

    @property
    def namespace(self) -> str:
        """Where the object has to be."""
        return self.elsewhere or self.release.namespace


def made(release: Release) -> Iterator[Made]:
    """Yield the objects that leaves of other releases may name."""
    yield from made_for_inference(release)
    yield Made(release, ("namespace",), NAMESPACE, release.namespace)
    values = release.effective
    if release.is_third_party:
        named = values.get(("releaseName",))
        yield Made(release, _NAME, RELEASE, named if isinstance(named, str) else release.name)
    if values.data.get("serviceAccount") == "":
        yield Made(release, _NAME, ACCOUNT, release.name)
    if values.sequence(("container", "secrets")):
        yield Made(release, _NAME, SECRET, f"{release.name}-secrets")
    own_gateway = values.get(("ingress", "ownGateway", "enabled")) is True
    if own_gateway and values.get(("ingress", "enabled")) is True:
        yield Made(release, _NAME, GATEWAY, f"{release.name}-gateway")


def made_for_inference(release: Release) -> Iterator[Made]:
    """Yield the objects of the inference platform that a release makes."""
    for service in inference_services(release):
        yield Made(release, service.field, SERVICE, service.name)
        if service.has_pool:
            yield Made(release, service.field, POOL, service.name)
    for part in parts(release, SERVING):
        yield from _of_serving(part)
    for gateway in gateways(release):
        if gateway.has_gateway:
            knows = gateway.knows_pools
            yield Made(release, _NAME, GATEWAY, gateway.own_name, knows_pools=knows)
        if is_on(gateway.part, "gatewayClass"):
            path = ("gateway", "className")
            name = text_at(gateway.part, *path)
            yield Made(release, gateway.part.field(path), GATEWAY_CLASS, name)
        if gateway.has_pool:
            yield Made(release, _NAME, POOL, gateway.own_name)
        if gateway.pool:
            yield Made(release, _NAME, PICKER, gateway.picker_service, gateway.pool)


def _of_serving(part: Part) -> Iterator[Made]:
    release = part.release
    for runtime in RUNTIMES:
        name = text_at(part, runtime, "name")
        if is_on(part, runtime) and name:
            shared = part.get((runtime, "shared")) is True
            full = name if shared else f"{release.name}-{name}"
            yield Made(release, part.field((runtime, "name")), RUNTIME, full)
    if is_on(part, "s3Storage"):
        for kind, field in ((SECRET, "secretName"), (ACCOUNT, "serviceAccountName")):
            path = ("s3Storage", field)
            yield Made(release, part.field(path), kind, text_at(part, *path))
    if part.get(("huggingface", "secretEnabled")) is True:
        path = ("huggingface", "secretName")
        yield Made(release, part.field(path), SECRET, text_at(part, *path))


def references(release: Release) -> Iterator[Reference]:
    """Yield the names that a release takes from others."""
    for service in inference_services(release):
        yield from _of_service(service)
    for gateway in gateways(release):
        yield from _of_gateway(gateway)


def _of_service(service: InferenceService) -> Iterator[Reference]:
    part, key = service.part, service.key
    release = part.release
    runtime = RUNTIMES[SERVICES.index(key)]
    if part.get((runtime, "enabled")) is False:
        path = (runtime, "name")
        yield Reference(release, part.field(path), RUNTIME, text_at(part, *path))
    if service.has_pool:
        path = ("inferencePool", "eppServiceName")
        yield Reference(release, part.field(path), PICKER, service.picker_service, service.name)
    if service.has_route:
        path = ("inferencePoolRoute", "gatewayName")
        yield Reference(
            release, part.field(path), GATEWAY, service.gateway_name, to_pool=service.routes_to_pool
        )
    for kind, field in ((SECRET, "huggingfaceSecret"), (ACCOUNT, "serviceAccountName")):
        name = text_at(part, key, field)
        if name:
            yield Reference(release, part.field((key, field)), kind, name)


def _of_gateway(gateway: Gateway) -> Iterator[Reference]:
    part = gateway.part
    if gateway.has_gateway:
        for kind, key in ((GATEWAY_CLASS, "className"), (NAMESPACE, "proxyNamespace")):
            name = text_at(part, "gateway", key)
            if name:
                yield Reference(part.release, part.field(("gateway", key)), kind, name)
    pool = text_at(part, "epp", "poolName")
    if pool:
        yield Reference(part.release, part.field(("epp", "poolName")), POOL, pool)
    if gateway.has_route and not gateway.has_gateway:
        path = part.field(("gateway", "name"))
        yield Reference(part.release, path, GATEWAY, gateway.gateway_name)
    if is_on(part, "externalRoute"):
        yield from _of_external_route(part)


def _of_external_route(part: Part) -> Iterator[Reference]:
    """Names that are left empty are made from the name of the infrastructure's release."""
    where = text_at(part, "infrastructureNamespace")
    if where:
        path = part.field(("infrastructureNamespace",))
        yield Reference(part.release, path, NAMESPACE, where)
    named = text_at(part, "externalRoute", "gatewayName")
    if named:
        path = part.field(("externalRoute", "gatewayName"))
        yield Reference(part.release, path, GATEWAY, named, elsewhere=where)
    if not named or not text_at(part, "externalRoute", "litellmServiceName"):
        path = part.field(("infrastructureReleaseName",))
        name = text_at(part, "infrastructureReleaseName")
        yield Reference(part.release, path, RELEASE, name, elsewhere=where)
