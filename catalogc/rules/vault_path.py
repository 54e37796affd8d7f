"""Secrets come from Vault, from a path that is written in full."""

import re
from collections.abc import Iterator
from typing import Any

from catalogc.model.display import show
from catalogc.model.finding import Finding
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.vault_fields import (
    example_path,
    path_fields,
    required_fields,
    secret_paths,
)

SLUG = "vault-path"

_WELL_FORMED = re.compile(r"(/[A-Za-z0-9._-]+){2,}")


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for Vault paths that are missing or not well formed.

    Parameters of the policy: ``fields``, further fields that hold a Vault path; ``required``,
    which of them a workloadType must have (``{ML_INFERENCE_LOAD: [vault.hfTokenPath]}``).
    """
    reporter = Reporter(SLUG, release, context)
    required = required_fields(reporter)
    for path, value in path_fields(reporter):
        if not _is_absent(value):
            yield from _judge(path, value, reporter)
        elif required and format_path(path) in required:
            yield _missing(path, reporter)
    for path, value in secret_paths(reporter):
        if _is_absent(value):
            yield _missing(path, reporter)
        else:
            yield from _judge(path, value, reporter)


def is_vault_path(value: str) -> bool:
    """Tell whether a text is an absolute path without empty parts, ``.`` and ``..``."""
    return bool(_WELL_FORMED.fullmatch(value)) and not {".", ".."} & set(value.split("/"))


def _is_absent(value: Any) -> bool:
    return value is None or value == ""


def _missing(path: FieldPath, reporter: Reporter) -> Finding:
    return reporter.finding(
        path,
        f"{format_path(path)} is missing",
        label="a secret needs the Vault path that it is read from",
        remedy=f"add {format_path(path)}, such as {example_path(reporter)}",
    )


def _judge(path: FieldPath, value: Any, reporter: Reporter) -> Iterator[Finding]:
    if isinstance(value, str) and not is_vault_path(value):
        yield reporter.finding(
            path,
            f"{format_path(path)} is {show(value)}, which is not a Vault path",
            label="expected /mount/path/to/secret",
            remedy=f"write an absolute path without empty parts, such as {example_path(reporter)}",
        )


_BAD = (
    SHOP + "  secrets:\n    - {name: API_KEY, secretKey: key, vaultPath: secret/web/shop/../api}\n"
)

RULE = Rule(
    SLUG,
    "a secret has no Vault path, or one that is not well formed",
    check,
    rationale="external-secrets reads the path as it is written. One that is not absolute, or "
    "that climbs through .., is read from somewhere else than it seems, or not at all.",
    bad=_BAD,
    good=_BAD.replace("secret/web/shop/../api", "/secret/web/shop/api"),
)
