"""The models of an environment as values of its LiteLLM proxy.

A proxy is a HELM_RELEASE leaf of a chart that is known here. Its list of models lies under what the
leaf writes: a leaf with a list of its own keeps it. Each entry belongs to the line of the leaf that
serves the model.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from catalogc.model.inference import Gateway, gateways
from catalogc.model.release import Release
from catalogc.model.served_model import ServedModel, served_models
from catalogc.model.source import FieldPath
from catalogc.model.values import Origin, Values
from catalogc.resolve.layers import coalesce, merge_layers

_ABSENT = object()


class Proxy(NamedTuple):
    """How a chart's values list models.

    Attributes:
        path: of the list.
        keys: for the name, the parameters, and among these the model and the base of its API.
    """

    path: FieldPath
    keys: tuple[str, str, str, str]


_OURS = ("modelName", "litellmParams", "model", "apiBase")
_LITELLM = ("model_name", "litellm_params", "model", "api_base")

PROXIES: Mapping[str, Proxy] = {
    "inference-infrastructure": Proxy(("values", "litellm-proxy", "litellm", "modelList"), _OURS),
    "litellm-proxy": Proxy(("values", "litellm", "modelList"), _OURS),
    "litellm-helm": Proxy(("values", "proxy_config", "model_list"), _LITELLM),
}
"""The charts that bring a LiteLLM proxy, by name."""


def proxy_of(release: Release) -> Proxy | None:
    """Return how a release lists models; None where it has no proxy, or writes a list itself."""
    if not release.is_third_party:
        return None
    proxy = PROXIES.get(str(release.effective.get(("chart", "name"))))
    if proxy is None or release.effective.get((*proxy.path[:2], "enabled")) is False:
        return None
    written = release.leaf.values.get(proxy.path, _ABSENT)
    return proxy if written is _ABSENT else None


def route_models(releases: Iterable[Release]) -> tuple[Release, ...]:
    """Give every proxy the models of its environment, by name, each name once.

    Returns:
        The releases in the same order. Of two models with one name the first is listed, and a
        rule reports the other.
    """
    known = tuple(releases)
    proxies = {release.id: proxy for release in known if (proxy := proxy_of(release))}
    if not proxies:
        return known
    models: dict[str, list[ServedModel]] = defaultdict(list)
    routes: dict[str, list[Gateway]] = defaultdict(list)
    for release in known:
        models[release.id.environment].extend(served_models(release))
        routes[release.id.environment].extend(gateways(release))
    return tuple(
        _with_models(
            release, proxies[release.id], models[release.id.environment],
            routes[release.id.environment],
        )
        if release.id in proxies
        else release
        for release in known
    )  # fmt: skip


def _with_models(
    release: Release, proxy: Proxy, models: list[ServedModel], routes: list[Gateway]
) -> Release:
    listed: dict[str, ServedModel] = {}
    for model in models:
        listed.setdefault(model.name, model)
    if not listed:
        return release
    served = [listed[name] for name in sorted(listed)]
    entries = [_entry(model, proxy.keys, routes) for model in served]
    document = release.leaf.document
    origins: dict[FieldPath, Origin] = {(): Origin(document, ())}
    for index, model in enumerate(served):
        origins[(*proxy.path, index)] = model.release.effective.origin(model.field)
    layer = Values(_nested(proxy.path, entries), origins)
    values = merge_layers((layer, release.leaf.values))
    defaults = release.adapter.chart.defaults
    effective = coalesce(values, Values(defaults.data, {(): Origin(defaults, ())}))
    files = tuple(dict.fromkeys((*release.leaf.files, *_read_for(models, routes))))
    return replace(
        release, leaf=replace(release.leaf, values=values, files=files), effective=effective
    )


def _read_for(models: list[ServedModel], routes: list[Gateway]) -> list[str]:
    """Return the files that the list of models follows from, sorted."""
    releases = [*(model.release for model in models), *(route.release for route in routes)]
    return sorted({path for release in releases for path in release.leaf.files})


def _nested(path: FieldPath, value: Any) -> dict[str, Any]:
    for key in reversed(path):
        value = {str(key): value}
    found: dict[str, Any] = value
    return found


def _entry(
    model: ServedModel, keys: tuple[str, str, str, str], routes: list[Gateway]
) -> dict[str, Any]:
    name, params, model_key, base = keys
    address = next(_addresses(model, routes), model.server)
    return {
        name: model.name,
        params: {model_key: f"{model.provider}/{model.model}", base: address + model.path},
    }


def _addresses(model: ServedModel, routes: list[Gateway]) -> Iterator[str]:
    """Yield the addresses of gateways whose route leads to the pods of a model."""
    near = [route for route in routes if route.release.namespace == model.release.namespace]
    ports = {route.own_name: route.port for route in near if route.has_gateway}
    for route in near:
        if _leads(route, model):
            yield route.address(ports.get(route.gateway_name, 80)) + route.path_prefix
        elif route.has_gateway and _attached(model, route.own_name):
            yield route.address(route.port)


def _attached(model: ServedModel, gateway: str) -> bool:
    service = model.service
    return service is not None and service.has_route and service.gateway_name == gateway


def _leads(route: Gateway, model: ServedModel) -> bool:
    if not route.has_route:
        return False
    if model.service is None:
        return route.selects(model.release.name)
    name = model.service.name
    return route.pool == name or route.selects_inference_service(name)
