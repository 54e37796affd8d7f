"""How Kubernetes finds out whether a container works."""

from scripts.chartgen.fields import (
    Schema,
    equals,
    flag,
    group,
    items,
    port,
    seconds,
    text,
    url_path,
    when,
    whole,
)


def probes(startup_tries: int = 0) -> Schema:
    """Return ``container.probes`` of a container that says itself how it is probed.

    Args:
        startup_tries: failures that end the start; with 0 there is a startup probe only on demand.
    """
    ready = {"successThreshold": whole(
        "Success threshold", "Successes in a row until traffic starts again.", 1, 1000, 1
    )}  # fmt: skip
    return group(
        "Probes",
        "How Kubernetes finds out whether the container works.",
        {
            "startup": _probe(
                "Startup probe",
                "The other probes wait for this one; for containers that start slowly.",
                enabled=startup_tries > 0,
                failures=startup_tries or 30,
            ),
            "readiness": _probe(
                "Readiness probe", "A pod gets traffic only while this succeeds.", more=ready
            ),
            "liveness": _probe(
                "Liveness probe", "A container is restarted when this fails.", delay=10, period=20
            ),
        },
    )


def _probe(
    title: str,
    description: str,
    *,
    enabled: bool = True,
    delay: int = 0,
    period: int = 10,
    failures: int = 3,
    more: dict[str, Schema] | None = None,
) -> Schema:
    kinds = "http asks for a path, tcp opens the port, exec runs a command in the container."
    command = items(
        "Command",
        "Program and arguments of an exec probe; it succeeds by ending with 0.",
        {"type": "string", "maxLength": 4096},
        minItems=1,
        maxItems=64,
        examples=[["/app/healthcheck", "--ready"]],
    )
    fields = {
        "enabled": flag("Enabled", "Whether there is such a probe.", default=enabled),
        "type": text("Type", kinds, choices=["http", "tcp", "exec"], default="tcp"),
        "path": url_path("Path", "Path of an http probe.", "/", "/healthz"),
        "port": port(
            "Port", "Port of an http or tcp probe. Unset, it is container.port.", None, [8081]
        ),
        "command": command,
        "initialDelaySeconds": seconds("Initial delay", "Seconds before the first try.", 0, delay),
        "periodSeconds": seconds("Period", "Seconds between tries.", 1, period),
        "timeoutSeconds": seconds("Timeout", "Seconds that a try may take.", 1, 5),
        "failureThreshold": whole(
            "Failure threshold", "Failures in a row that count as one.", 1, 1000, failures
        ),
        **(more or {}),
    }
    return group(
        title, description, fields, **when(equals("type", "exec"), {"required": ["command"]})
    )


def health_check(what: str, startup: int, period: int) -> Schema:
    """Return ``container.healthCheck`` of a model server, whose probes the chart knows."""
    return group(
        "Health check",
        "Timings of the probes.",
        {
            "initialDelaySeconds": seconds(
                "Initial delay", "Seconds before the startup probe's first try.", 0, 0
            ),
            "startupTimeoutSeconds": seconds("Startup timeout", what, 1, startup),
            "periodSeconds": seconds("Period", "Seconds between tries.", 1, period),
            "timeoutSeconds": seconds("Timeout", "Seconds that a try may take.", 1, 10),
            "failureThreshold": whole(
                "Failure threshold",
                "Failures in a row until traffic stops and the container is restarted.",
                1,
                1000,
                3,
            ),
        },
    )
