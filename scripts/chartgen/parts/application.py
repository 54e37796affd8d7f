"""The container of an application, which says itself how it is run and probed."""

from scripts.chartgen.fields import Schema, port
from scripts.chartgen.parts.container import (
    container,
    grace_period,
    image,
    replicas,
    resources,
    security_context,
    variables,
)
from scripts.chartgen.parts.probes import probes

SCALED = "Number of pods. The autoscaler decides instead when hpa.enabled."


def application(
    example: str,
    pods: tuple[str, int],
    *,
    memory: tuple[str, str] = ("128Mi", "256Mi"),
    grace: int = 30,
    more: dict[str, Schema] | None = None,
) -> Schema:
    """Return ``container`` of an application.

    Args:
        example: an image.
        pods: description and default of ``replicas``.
        memory: default request and limit.
        grace: default of ``terminationGracePeriodSeconds``.
        more: fields that follow the port.
    """
    request, limit = memory
    fields = {
        "image": image(example=example),
        "port": port("Port", "Port that the container listens on.", 8080, None),
        **(more or {}),
        "replicas": replicas(*pods),
        "resources": resources(("100m", request), ("1", limit)),
        **variables(),
        "probes": probes(),
        "terminationGracePeriodSeconds": grace_period(grace),
        "securityContext": security_context(),
    }
    return container(fields, ["image"])
