"""The inference platform as leaves describe it: models, pools, gateways, and their names.

Names are those that the charts model-serving and inference-gateway compute.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.model.subcharts import Part, parts

SERVING = "MODEL_SERVING"
GATEWAY = "INFERENCE_GATEWAY"
SERVICES = ("inferenceService", "llamacppInferenceService", "ollamaInferenceService")
RUNTIMES = ("servingRuntime", "llamacppRuntime", "ollamaRuntime")
"""The runtime of each of ``SERVICES``."""

APP_LABEL = "app.kubernetes.io/name"
_SERVICE_LABEL = "serving.kserve.io/inferenceservice"
_LITELLM = "litellm-proxy"
_DOMAIN = "svc.cluster.local"


def text_at(part: Part, *path: str) -> str:
    """Return the text at a path; an empty one where there is something else."""
    found = part.get(path)
    return found if isinstance(found, str) else ""


def is_on(part: Part, *path: str) -> bool:
    """Tell whether the switch ``enabled`` below a path is on."""
    return part.get((*path, "enabled")) is True


@dataclass(frozen=True, slots=True)
class InferenceService:
    """An InferenceService that a part of a release makes.

    Attributes:
        key: the field of the chart that describes it, of ``SERVICES``.
    """

    part: Part
    key: str
    name: str

    @property
    def field(self) -> FieldPath:
        """The field of the leaf that names it."""
        return self.part.field((self.key, "name"))

    @property
    def has_pool(self) -> bool:
        """Whether there is an InferencePool of its name."""
        return self.key == SERVICES[0] and is_on(self.part, "inferencePool")

    @property
    def picker_service(self) -> str:
        """Name of the Service of the endpoint picker of its pool."""
        named = text_at(self.part, "inferencePool", "eppServiceName")
        return named or f"{own_gateway(self.part.release)}-epp"

    @property
    def has_route(self) -> bool:
        """Whether a route of its own leads to its pool."""
        return self.has_pool and is_on(self.part, "inferencePoolRoute")

    @property
    def routes_to_pool(self) -> bool:
        """Whether such a route leads to the InferencePool, and not to a Service."""
        return text_at(self.part, "inferencePoolRoute", "backend") != "Service"

    @property
    def gateway_name(self) -> str:
        """Name of the Gateway that such a route attaches to."""
        named = text_at(self.part, "inferencePoolRoute", "gatewayName")
        return named or own_gateway(self.part.release)


def inference_services(release: Release) -> Iterator[InferenceService]:
    """Yield the InferenceServices of a release."""
    for part in parts(release, SERVING):
        for key in SERVICES:
            name = text_at(part, key, "name")
            if name and is_on(part, key):
                yield InferenceService(part, key, name)


@dataclass(frozen=True, slots=True)
class Gateway:
    """What the chart inference-gateway makes of a part of a release."""

    part: Part

    @property
    def release(self) -> Release:
        """The release."""
        return self.part.release

    @property
    def own_name(self) -> str:
        """Name of the own Gateway, the route and the own pool."""
        return own_gateway(self.release)

    @property
    def has_gateway(self) -> bool:
        """Whether it makes a Gateway."""
        return is_on(self.part, "gateway")

    @property
    def knows_pools(self) -> bool:
        """Whether its Gateway knows InferencePools itself, and needs no policies for them."""
        return not is_on(self.part, "extensionPolicy")

    @property
    def gateway_name(self) -> str:
        """Name of the Gateway that its route attaches to."""
        return text_at(self.part, "gateway", "name") or self.own_name

    @property
    def picker_service(self) -> str:
        """Name of the Service of its endpoint picker."""
        return f"{self.own_name}-epp"

    @property
    def has_pool(self) -> bool:
        """Whether it makes an InferencePool."""
        return is_on(self.part, "inferencePool")

    @property
    def pool(self) -> str:
        """Name of the pool that it picks from; empty for none, and then no endpoint picker."""
        named = text_at(self.part, "epp", "poolName")
        return named or (self.own_name if self.has_pool else "")

    @property
    def has_route(self) -> bool:
        """Whether its route leads to the pool."""
        return bool(self.pool) and is_on(self.part, "inferencePoolRoute")

    @property
    def path_prefix(self) -> str:
        """What the path of its route's requests starts with, without a slash at the end."""
        return text_at(self.part, "inferencePoolRoute", "pathPrefix").rstrip("/")

    def selects(self, service: str) -> bool:
        """Tell whether its own pool is of the pods of a leaf called ``service``."""
        return self.has_pool and self._labels() == {APP_LABEL: service}

    def selects_inference_service(self, name: str) -> bool:
        """Tell whether its own pool is of the pods of an InferenceService."""
        return self.has_pool and self._labels() == {_SERVICE_LABEL: name}

    def _labels(self) -> dict[str, str]:
        return self.part.mapping(("inferencePool", "matchLabels"))

    def address(self, port: int) -> str:
        """Return the URL that its Gateway is reached at, within the cluster."""
        host = f"{self.gateway_name}.{self.release.namespace}.{_DOMAIN}"
        return f"http://{host}{'' if port == 80 else f':{port}'}"

    @property
    def port(self) -> int:
        """Port of its own Gateway."""
        port = self.part.get(("gateway", "port"))
        return port if isinstance(port, int) else 80


def gateways(release: Release) -> Iterator[Gateway]:
    """Yield the inference gateways of a release."""
    for part in parts(release, GATEWAY):
        yield Gateway(part)


def own_gateway(release: Release) -> str:
    """Return the name of the inference gateway of a release."""
    return f"{release.name}-inference-gateway"


def service_address(service: str, namespace: str) -> str:
    """Return the URL of a Service's port 80, within the cluster."""
    return f"http://{service}.{namespace}.{_DOMAIN}"


def proxy_service(infrastructure: str) -> str:
    """Return the name of the LiteLLM proxy's Service of a release of inference-infrastructure."""
    return f"{infrastructure}-{_LITELLM}"
