"""Where containers refer to ports."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.source import FieldPath
from catalogc.rules.shared.nodes import mapping
from catalogc.rules.shared.pods import Container

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS = ("postStart", "preStop")
_ACTIONS = ("httpGet", "tcpSocket", "grpc")


def probe_ports(container: Container) -> Iterator[tuple[FieldPath, Any]]:
    """Yield the ports of a container's probes and lifecycle hooks, by number or by name."""
    path, node = container
    for key in _PROBES:
        if key in node:
            yield from _action(mapping(node, key), (*path, key))
    if "lifecycle" in node:
        for key in _HOOKS:
            yield from _action(mapping(node, "lifecycle", key), (*path, "lifecycle", key))


def _action(action: dict[str, Any], path: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    for kind in _ACTIONS:
        if kind in action:
            port = mapping(action, kind).get("port")
            if port is not None:
                yield (*path, kind, "port"), port
