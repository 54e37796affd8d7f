"""Which kinds the chart inference-gateway makes of which values."""

PICKER = ("ConfigMap", "Deployment", "Role", "RoleBinding", "Service", "ServiceAccount")


def expected_of_gateway(values):
    gateway, pool = values["gateway"]["enabled"], values["inferencePool"]["enabled"]
    if gateway:
        yield from ("Gateway", "EnvoyProxy")
        own = values["namespace"] or "fallback"
        if (values["gateway"]["proxyNamespace"] or own) != own:
            yield "Service"
    if values["gatewayClass"]["enabled"]:
        yield "GatewayClass"
    if pool:
        yield "InferencePool"
    if values["externalRoute"]["enabled"]:
        yield "HTTPRoute"
    if values["epp"]["poolName"] or pool:
        yield from _of_picker(values, gateway=gateway)


def _of_picker(values, *, gateway):
    yield from PICKER
    route = values["inferencePoolRoute"]["enabled"]
    if values["podDisruptionBudget"]["enabled"]:
        yield "PodDisruptionBudget"
    if values["serviceMonitor"]["enabled"]:
        yield "ServiceMonitor"
    if route:
        yield "HTTPRoute"
    if values["extensionPolicy"]["enabled"]:
        if route:
            yield "Service"
        if gateway or route:
            yield from ("EnvoyExtensionPolicy", "BackendTrafficPolicy")
