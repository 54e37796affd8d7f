"""Changes of pod templates, and which of them make pods start anew."""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.fields import FieldChange, Noise, format_field
from catalogc.diff.workloads import COMPONENTS, INFERENCE_SERVICE
from catalogc.model.source import FieldPath
from catalogc.rules.shared.nodes import mapping, text
from catalogc.rules.shared.pods import (
    DAEMON_SET,
    DEPLOYMENT,
    LEADER_WORKER_SET,
    POD_TEMPLATES,
    ROLLOUT,
    STATEFUL_SET,
    Kind,
)

_ENVOY: Kind = ("gateway.envoyproxy.io", "EnvoyProxy")
_PODS_OF_ENVOY = ("spec", "provider", "kubernetes", "envoyDeployment")

TEMPLATES: dict[Kind, tuple[FieldPath, ...]] = {
    **{
        kind: POD_TEMPLATES[kind]
        for kind in (DEPLOYMENT, STATEFUL_SET, DAEMON_SET, ROLLOUT, LEADER_WORKER_SET)
    },
    INFERENCE_SERVICE: tuple(("spec", name) for name in COMPONENTS),
    _ENVOY: (_PODS_OF_ENVOY,),
}
"""Kinds whose controller replaces pods when their template changes, and where it is."""

_SCALING = frozenset({"minReplicas", "maxReplicas", "scaleMetric", "scaleTarget", "autoScaling"})
_MODE = "serving.kserve.io/deploymentMode"
_KNATIVE = frozenset({"", "Knative", "Serverless"})


def template_changes(change: ResourceChange) -> Iterator[FieldChange]:
    """Yield what differs in pod templates; also what says little, as pods restart for it too."""
    paths = TEMPLATES.get(change.kind, ())
    if not paths or not change.is_update:
        return
    scaled = _SCALING if change.kind == INFERENCE_SERVICE and not _is_knative(change) else ()
    for item in change.real(*paths):
        if not (len(item.path) > 2 and item.path[2] in scaled):
            yield item


def _is_knative(change: ResourceChange) -> bool:
    """With Knative, every change of a component makes a new revision (KServe, Knative Serving)."""
    annotations = mapping(change.either.manifest, "metadata", "annotations")
    return text(annotations, _MODE) in _KNATIVE


def names_of(items: list[FieldChange], limit: int = 3) -> str:
    """Name the fields, from the container on; at most ``limit`` of them."""
    named = list(dict.fromkeys(map(_short, items)))
    text = ", ".join(named[:limit])
    return text if len(named) <= limit else f"{text} and {len(named) - limit} more"


def _short(item: FieldChange) -> str:
    if item.noise is Noise.CHECKSUM:
        return "a checksum of changed configuration"
    if item.noise is Noise.VERSION_LABEL:
        return "a label of the chart's version"
    if item.noise is Noise.ORDER:
        return f"the order of {format_field(item.path[-2:])}"
    path = item.path
    if "spec" in path[2:]:
        path = path[path.index("spec", 2) + 1 :] or path
    return format_field(path)
