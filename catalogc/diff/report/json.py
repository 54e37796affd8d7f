"""A comparison for programs; ``docs/reference/diff.md`` describes the format."""

from typing import Any

from catalogc.diff.fields import ABSENT, FieldChange, format_field
from catalogc.diff.report.masking import masked_sides
from catalogc.diff.report.wording import Names
from catalogc.diff.result import ApplicationDiff, CatalogDiff, Effect, GpuDemand, ResourceDiff
from catalogc.model.leaf import LeafId
from catalogc.model.resource import Resource, ResourceKey
from catalogc.report.ascii_json import ascii_json

VERSION = 1


def write_json(diff: CatalogDiff, names: Names, *, colour: bool = False) -> str:
    """Write everything that is known, secrets masked, in one line."""
    del colour
    return ascii_json(
        {
            "version": VERSION,
            "base": names.base,
            "head": names.head,
            "summary": {
                "changed": len(diff.applications),
                "unchanged": diff.unchanged,
                "undecided": len(diff.undecided),
                "rejected": len(diff.rejected),
                "deletions": len(diff.deletions),
                "headlines": dict(diff.counts),
            },
            "applications": [_application(item) for item in diff.applications],
            "gpus": [_gpus(demand) for demand in diff.gpus],
            "rejected": list(diff.rejected),
            "deletions": list(diff.deletions),
            "undecided": [_leaf(identity) for identity in diff.undecided],
        }
    )


def _application(item: ApplicationDiff) -> dict[str, Any]:
    return {
        "before": _leaf(item.before),
        "after": _leaf(item.after),
        "pairing": item.pairing.value,
        "names": {"before": item.names[0] or None, "after": item.names[1] or None},
        "leaves": {"before": item.leaves[0] or None, "after": item.leaves[1] or None},
        "headline": _effect(item.headline),
        "effects": [_effect(effect) for effect in item.effects],
        "facts": [
            {"name": fact.name, "before": fact.before, "after": fact.after} for fact in item.facts
        ],
        "unchanged": item.unchanged,
        "resources": [_resource(resource) for resource in item.resources],
    }


def _resource(item: ResourceDiff) -> dict[str, Any]:
    return {
        "before": _key(item.before),
        "after": _key(item.after),
        "pairing": item.pairing.value,
        "effects": [_effect(effect) for effect in item.effects],
        "changes": [_change(*sides) for sides in masked_sides(item)],
    }


def _change(change: FieldChange, before: Any, after: Any) -> dict[str, Any]:
    record: dict[str, Any] = {"field": format_field(change.path), "path": list(change.at)}
    if before is not ABSENT:
        record["before"] = before
    if after is not ABSENT:
        record["after"] = after
    record["noise"] = change.noise.value if change.noise else None
    origin = change.origin
    record["origin"] = (
        {"path": origin.file.path, "line": origin.span.line, "column": origin.span.column}
        if origin
        else None
    )
    return record


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "effect": effect.kind.value,
        "sure": effect.sure,
        "message": effect.message,
        "field": format_field(effect.path),
    }


def _gpus(demand: GpuDemand) -> dict[str, Any]:
    return {
        "environment": demand.environment,
        "pools": demand.pools.split(" or ") if demand.pools else [],
        "resource": demand.resource,
        "before": {"least": demand.before[0], "most": demand.before[1]},
        "after": {"least": demand.after[0], "most": demand.after[1]},
        "capacity": demand.capacity,
    }


def _leaf(identity: LeafId | None) -> dict[str, str] | None:
    if identity is None:
        return None
    return {
        "environment": identity.environment,
        "serviceCatalog": identity.service_catalog,
        "serviceName": identity.service_name,
    }


def _key(resource: Resource | None) -> dict[str, str] | None:
    key: ResourceKey | None = resource.key if resource is not None else None
    return key._asdict() if key is not None else None
