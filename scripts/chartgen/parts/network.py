"""How a workload is reached and watched: route, gateway, monitoring."""

from scripts.chartgen.fields import (
    DNS_SUBDOMAIN,
    Schema,
    duration,
    equals,
    flag,
    group,
    labels,
    namespace,
    object_name,
    port,
    text,
    url_path,
    when,
)


def ingress() -> Schema:
    """Return ``ingress``."""
    return group(
        "Ingress",
        "How the service is reached from outside the cluster.",
        {
            "enabled": flag(
                "Enabled", "Whether the service gets a route; needs a host.", default=False
            ),
            "host": text(
                "Host",
                "Host name of the route.",
                longest=253,
                pattern=rf"^(\*\.)?{DNS_SUBDOMAIN}$",
                message="a host name in lower case, without scheme, port and path",
                examples=["checkout.example.com"],
            ),
            "requestTimeout": duration(
                "Request timeout",
                "Longest time that a request may take; 0s means no limit. Unset, the Gateway "
                "decides.",
                None,
                ["300s"],
            ),
            "gateway": _shared_gateway(),
            "ownGateway": _own_gateway(),
        },
        **when(equals("enabled", value=True), {"required": ["host"]}),
    )


def _shared_gateway() -> Schema:
    return group(
        "Gateway",
        "The shared Gateway that the route attaches to, unless ownGateway.enabled.",
        {
            "name": object_name(
                "Name",
                "Name of the Gateway.",
                "a Gateway",
                default="platform-gateway",
                examples=["platform-gateway"],
            ),
            "namespace": namespace(
                "Namespace",
                "Namespace of the Gateway. Empty means the workload's own.",
                "gateway-system",
                "gateway-system",
            ),
            "sectionName": object_name(
                "Section name",
                "Listener of the Gateway to attach to. Empty means all of them.",
                "a listener",
                optional=True,
                default="",
                examples=["https"],
            ),
        },
    )


def _own_gateway() -> Schema:
    issuer = group(
        "Issuer",
        "The cert-manager issuer of the certificate for the host.",
        {
            "kind": text(
                "Kind",
                "Kind of the issuer.",
                choices=["ClusterIssuer", "Issuer"],
                default="ClusterIssuer",
            ),
            "name": object_name(
                "Name",
                "Name of the issuer.",
                "an issuer",
                default="letsencrypt",
                examples=["letsencrypt"],
            ),
        },
    )
    return group(
        "Own gateway",
        "A Gateway of the workload's own, which serves the host over HTTPS with a certificate "
        "of its own.",
        {
            "enabled": flag(
                "Enabled", "Whether the route has a Gateway of its own.", default=False
            ),
            "className": object_name(
                "Class",
                "GatewayClass of the Gateway.",
                "a GatewayClass",
                default="istio",
                examples=["istio", "envoy-gateway"],
            ),
            "issuer": issuer,
        },
    )


def basic_monitoring(note: str = "") -> Schema:
    """Return ``basicMonitoring``."""
    return group(
        "Basic monitoring",
        "Annotations by which Prometheus finds the pods.",
        {
            "enabled": flag(
                "Enabled", "Whether the pods ask to be scraped by Prometheus." + note, default=False
            ),
            "path": url_path("Path", "Path of the metrics.", "/metrics", "/metrics"),
            "port": port("Port", "Port of the metrics. Unset, it is container.port.", None, [9090]),
        },
    )


def service_monitor() -> Schema:
    """Return ``serviceMonitor``, for clusters with the Prometheus Operator."""
    return group(
        "Service monitor",
        "A ServiceMonitor, by which the Prometheus Operator finds the pods.",
        {
            "enabled": flag("Enabled", "Whether there is a ServiceMonitor.", default=False),
            "path": url_path("Path", "Path of the metrics.", "/metrics", "/metrics"),
            "interval": duration("Interval", "Time between two scrapes.", "30s", ["15s"]),
            "scrapeTimeout": duration(
                "Scrape timeout",
                "Time that a scrape may take, at most the interval.",
                "10s",
                ["10s"],
            ),
            "labels": labels(
                "Labels",
                "Labels by which a Prometheus selects its ServiceMonitors.",
                default={},
                examples=[{"release": "prometheus"}],
            ),
        },
    )
