"""The fields of a leaf that hold a path in Vault."""

import functools
from collections.abc import Iterator
from typing import Any

from catalogc.model.source import FieldPath, parse_path
from catalogc.rules.base import Reporter
from catalogc.rules.shared.placement import limits_of

_FIELDS = (
    "vault.hfTokenPath",
    "container.image.ghcrPullSecret.vaultPath",
    "s3Storage.vaultPath",
    "huggingface.vaultPath",
)
_SECRETS: FieldPath = ("container", "secrets")


def required_fields(reporter: Reporter) -> tuple[str, ...]:
    """Return the fields that the policy asks of this workloadType."""
    required = reporter.context.params.get("required", {})
    return tuple(required.get(reporter.release.leaf.workload_type, ()))


def path_fields(reporter: Reporter) -> list[tuple[FieldPath, Any]]:
    """Return the charts' own fields and those that the policy adds, each with its value."""
    values = reporter.release.effective
    added = reporter.context.params.get("fields", ())
    paths = _paths((*_FIELDS, *added, *required_fields(reporter)))
    return [(path, values.get(path)) for path in paths]


@functools.lru_cache(maxsize=64)
def _paths(names: tuple[str, ...]) -> tuple[FieldPath, ...]:
    return tuple(parse_path(name) for name in dict.fromkeys(names))


def secret_paths(reporter: Reporter) -> Iterator[tuple[FieldPath, Any]]:
    """Yield the path of each entry of ``container.secrets``."""
    for index, secret in enumerate(reporter.release.effective.sequence(_SECRETS)):
        if isinstance(secret, dict):
            yield (*_SECRETS, index, "vaultPath"), secret.get("vaultPath")


def example_path(reporter: Reporter) -> str:
    """Return a path that the leaf could use."""
    catalog = reporter.release.id.service_catalog
    limits = limits_of(reporter.release, reporter.context.config)
    prefix = limits.vault[0] if limits and limits.vault else f"/secret/{catalog}/"
    return f"{prefix}{reporter.release.id.service_name}/api"
