"""Secrets come from Vault, from a path that the serviceCatalog owns, and never from the leaf."""

import re
from collections.abc import Iterator
from typing import Any

from catalogc.model.display import looks_secret, show
from catalogc.model.finding import Finding, Label
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path, parse_path
from catalogc.rules.base import Context, Reporter, Rule

SLUG = "vault-path"

_WELL_FORMED = re.compile(r"(/[A-Za-z0-9._-]+){2,}")
_FIELDS = ("vault.hfTokenPath", "container.image.ghcrPullSecret.vaultPath")
_SECRETS = ("container", "secrets")
_VARIABLES = ("container", "environment")


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge every Vault path of a leaf, and look for secrets written down in it.

    Parameters of the policy: ``fields``, further fields that hold a Vault path; ``required``,
    which of them a workloadType must have (``{ML_INFERENCE_LOAD: [vault.hfTokenPath]}``).
    """
    reporter = Reporter(SLUG, release, context)
    required = context.params.get("required", {}).get(release.leaf.workload_type, ())
    for name in dict.fromkeys((*_FIELDS, *context.params.get("fields", ()), *required)):
        path = parse_path(name)
        value = release.effective.get(path)
        if value is not None and value != "":
            yield from _judge(path, value, reporter)
        elif name in required:
            yield _missing(path, reporter)
    for index, secret in enumerate(release.effective.sequence(_SECRETS)):
        if isinstance(secret, dict):
            yield from _secret((*_SECRETS, index), secret, reporter)
    yield from _literals(reporter)


def _secret(path: FieldPath, secret: dict[str, Any], reporter: Reporter) -> Iterator[Finding]:
    field = (*path, "vaultPath")
    value = secret.get("vaultPath")
    if value is None or value == "":
        yield _missing(field, reporter)
    else:
        yield from _judge(field, value, reporter)


def _missing(path: FieldPath, reporter: Reporter) -> Finding:
    return reporter.finding(
        path,
        f"{format_path(path)} is missing",
        label="a secret needs the Vault path that it is read from",
        remedy=f"add {format_path(path)}, such as {_example(reporter)}",
    )


def _judge(path: FieldPath, value: Any, reporter: Reporter) -> Iterator[Finding]:
    if not isinstance(value, str):
        return  # the schema reports the type
    name = format_path(path)
    segments = value.split("/")
    if not _WELL_FORMED.fullmatch(value) or {".", ".."} & set(segments):
        yield reporter.finding(
            path,
            f"{name} is {show(value)}, which is not a Vault path",
            label="expected /mount/path/to/secret",
            remedy=f"write an absolute path without empty parts, such as {_example(reporter)}",
        )
        return
    yield from _ownership(path, value, reporter)


def _ownership(path: FieldPath, value: str, reporter: Reporter) -> Iterator[Finding]:
    catalogs = reporter.context.config.catalogs or {}
    limits = catalogs.get(reporter.release.id.service_catalog)
    if limits is None or any(value.startswith(prefix) for prefix in limits.vault):
        return
    if not limits.vault and limits.location is None:
        return
    owned = ", ".join(limits.vault) or "no Vault path"
    related = (Label(limits.location, f"owns {owned}"),) if limits.location else ()
    yield reporter.finding(
        path,
        f"{format_path(path)} is {show(value)}, but {limits.name} owns {owned}",
        label="not a path of this serviceCatalog",
        remedy=f"use a path such as {_example(reporter)}, "
        f"or add the prefix to catalogs.{limits.name}.vault",
        related=related,
    )


def _literals(reporter: Reporter) -> Iterator[Finding]:
    for index, variable in enumerate(reporter.release.effective.sequence(_VARIABLES)):
        if not isinstance(variable, dict) or not isinstance(variable.get("name"), str):
            continue
        name = variable["name"]
        if variable.get("value") and looks_secret((name,)):
            yield reporter.finding(
                (*_VARIABLES, index, "value"),
                f"environment variable {name} looks like a secret and is written down here",
                label="a secret in plain text",
                remedy=f"remove it, change the secret, and add container.secrets with "
                f"name: {name} and a vaultPath such as {_example(reporter)}",
            )


def _example(reporter: Reporter) -> str:
    catalog = reporter.release.id.service_catalog
    limits = (reporter.context.config.catalogs or {}).get(catalog)
    prefix = limits.vault[0] if limits and limits.vault else f"/secret/{catalog}/"
    return f"{prefix}{reporter.release.id.service_name}/api"


RULE = Rule(SLUG, "secrets come from a Vault path that the serviceCatalog owns", check)
