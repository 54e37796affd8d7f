"""How the charts of the inference platform find the objects of each other's releases."""

from scripts.chartgen.fields import (
    DNS_LABEL,
    DNS_SUBDOMAIN,
    NAME_MESSAGE,
    Schema,
    equals,
    flag,
    group,
    namespace,
    object_name,
    port,
    text,
    when,
)


def infrastructure() -> dict[str, Schema]:
    """Return ``infrastructureReleaseName`` and ``infrastructureNamespace``."""
    return {
        "infrastructureReleaseName": text(
            "Infrastructure release",
            "Release name of the chart inference-infrastructure, which names its objects by it.",
            longest=38,
            pattern=f"^{DNS_LABEL}$",
            message=NAME_MESSAGE,
            default="infra",
            examples=["infra"],
        ),
        "infrastructureNamespace": namespace(
            "Infrastructure namespace",
            "Namespace of the infrastructure. Empty means the workload's own.",
            "",
            "llm-platform",
        ),
    }


def external_route() -> Schema:
    """Return ``externalRoute``, from the infrastructure's Gateway to its LiteLLM proxy."""
    return group(
        "External route",
        "A route from the infrastructure's external Gateway to its LiteLLM proxy. Where the proxy "
        "is in another namespace, that one needs a ReferenceGrant.",
        {
            "enabled": flag("Enabled", "Whether there is such a route.", default=False),
            "host": text(
                "Host",
                "Host name of the route.",
                longest=253,
                pattern=rf"^(\*\.)?{DNS_SUBDOMAIN}$",
                message="a host name in lower case, without scheme, port and path",
                examples=["llm.example.com"],
            ),
            "gatewayName": object_name(
                "Gateway",
                "Name of the external Gateway. Empty means "
                "<infrastructureReleaseName>-networking-layer-gateway.",
                "a Gateway",
                optional=True,
                default="",
                examples=["platform-gateway"],
            ),
            "litellmServiceName": object_name(
                "LiteLLM Service",
                "Name of the LiteLLM proxy's Service. Empty means "
                "<infrastructureReleaseName>-litellm-proxy.",
                "a Service",
                optional=True,
                default="",
                examples=["infra-litellm-proxy"],
            ),
            "litellmServicePort": port("LiteLLM port", "Port of that Service.", 4000, None),
        },
        **when(equals("enabled", value=True), {"required": ["host"]}),
    )
