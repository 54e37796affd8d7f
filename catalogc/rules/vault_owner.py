"""A serviceCatalog reads its own secrets in Vault, and nobody else's."""

from collections.abc import Iterator

from catalogc.model.configuration import CatalogLimits
from catalogc.model.display import show
from catalogc.model.finding import Finding, Label
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.placement import limits_of
from catalogc.rules.shared.vault_fields import example_path, path_fields, secret_paths
from catalogc.rules.vault_path import is_vault_path

SLUG = "vault-owner"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Compare every Vault path with the prefixes of ``catalogs.<serviceCatalog>.vault``.

    What is no path is left to ``vault-path``. Parameter of the policy: ``fields``, further
    fields that hold a Vault path.
    """
    limits = limits_of(release, context.config)
    if limits is None:
        return
    reporter = Reporter(SLUG, release, context)
    for path, value in (*path_fields(reporter), *secret_paths(reporter)):
        if not isinstance(value, str) or not is_vault_path(value):
            continue
        if not value.startswith(limits.vault):
            yield _foreign(path, value, limits, reporter)


def _foreign(path: FieldPath, value: str, limits: CatalogLimits, reporter: Reporter) -> Finding:
    owned = ", ".join(limits.vault) or "no Vault path"
    return reporter.finding(
        path,
        f"{format_path(path)} is {show(value)}, but {limits.name} owns {owned}",
        label="not a path of this serviceCatalog",
        remedy=f"use a path such as {example_path(reporter)}, "
        f"or let the owner of catalogc.yaml add the prefix to catalogs.{limits.name}.vault",
        related=(Label(limits.location, f"owns {owned}"),) if limits.location else (),
    )


_BAD = SHOP + "  secrets: [{name: API_KEY, secretKey: key, vaultPath: /secret/ml-team/shop}]\n"

RULE = Rule(
    SLUG,
    "a Vault path belongs to another serviceCatalog",
    check,
    rationale="The cluster's secret store can read all of Vault. What keeps one team from "
    "another team's secrets is that a leaf may only name paths of its own serviceCatalog.",
    bad=_BAD,
    good=_BAD.replace("/secret/ml-team/", "/secret/web/"),
)
