"""Updates in place, and those that the API server stores as what it has already."""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.effects.pod_templates import TEMPLATES
from catalogc.diff.effects.rejected import is_hook
from catalogc.diff.effects.rollout_restart import waits
from catalogc.diff.fields import FieldChange, Noise, format_field
from catalogc.diff.result import Effect, EffectKind
from catalogc.rules.shared.pod_references import references_of
from catalogc.rules.shared.pods import JOB, POD_TEMPLATES, pods_of

_BUILT_IN = frozenset(
    {"", "apps", "batch", "policy", "autoscaling", "argoproj.io", "external-secrets.io", "keda.sh"}
)
_CONTENT = frozenset({"ConfigMap", "Secret", "ExternalSecret"})
_SILENT = frozenset({Noise.LEAF_PATH, Noise.ORDER})


def find(change: ResourceChange, *, alone: bool) -> Iterator[Effect]:
    """Yield the one effect of an update that has no stronger one.

    Args:
        change: an update of one object.
        alone: whether no effect at all was found.
    """
    stored = [item for item in change.real() if item.noise not in _SILENT]
    templates = TEMPLATES.get(change.kind, ())
    ordered = any(item.noise is Noise.ORDER for item in change.real(*templates)) and templates
    if not stored and not ordered:
        if alone:
            yield Effect(EffectKind.NO_OP, _nothing(change))
        return
    message, sure = _says(change, stored)
    yield Effect(EffectKind.IN_PLACE, message, sure)


def _nothing(change: ResourceChange) -> str:
    if any(item.noise is Noise.LEAF_PATH for item in change.changes):
        return "the leaf is in another file; nothing changes on the cluster"
    return "the same object, written in another way"


def _says(change: ResourceChange, stored: list[FieldChange]) -> tuple[str, bool]:
    """Return what happens, and whether that is sure."""
    kind = change.kind[1]
    if change.kind == JOB and is_hook(change.either):
        return "a hook: it runs anew at every sync", True
    if change.kind in POD_TEMPLATES and waits(change):
        return "running pods keep the old template until somebody deletes or resumes them", True
    if kind in _CONTENT and any(item.path[0] != "metadata" for item in stored):
        return _content(change), True
    if kind == "CronJob" and any("template" in item.path for item in stored):
        return "the next run uses the new template", True
    if all(item.path[0] == "metadata" for item in stored):
        return "labels or annotations alone", True
    if any(item.path == ("spec", "replicas") for item in stored):
        return "the number of pods changes", True
    sure = _is_built_in(change.kind[0])
    named = ", ".join(dict.fromkeys(format_field(item.path) for item in stored[:3]))
    what = f"updated in place: {named}" + (f" and {len(stored) - 3} more" if stored[3:] else "")
    return (what if sure else f"{what}; what follows is up to the controller of {kind}"), sure


def _is_built_in(group: str) -> bool:
    return group in _BUILT_IN or group.endswith(".k8s.io")


def _content(change: ResourceChange) -> str:
    readers = sorted(
        f"{resource.kind} {resource.name}"
        for resource in change.application.new_resources
        for pod in pods_of(resource)
        if any(reference.name == change.either.name for reference in references_of(pod))
    )
    if not readers:
        return "its content is updated"
    return (
        f"pods of {', '.join(dict.fromkeys(readers))} see the new content in files after a while, "
        "and in variables when they start anew"
    )
