"""Secrets are read from a store that the platform runs."""

from collections.abc import Iterator

from catalogc.model.display import listing, show
from catalogc.model.finding import Applicability, Finding, Fix, Label
from catalogc.model.release import Release
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.placement import written_at
from catalogc.rules.shared.written import rewriting

SLUG = "secret-store"

_FIELD = ("container", "secretStore", "name")
_KEY = "secretStores"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Compare the store with ``secretStores``, where that is given.

    The chart's own default counts only for a leaf that reads secrets.
    """
    config = context.config
    name = release.effective.get(_FIELD)
    if not config.secret_stores or not isinstance(name, str) or name in config.secret_stores:
        return
    if not (release.leaf.values.get(_FIELD) or _reads_secrets(release)):
        return
    known = listing(sorted(config.secret_stores))
    guess = nearest(name, config.secret_stores)
    place = config.at_key((_KEY,))
    yield Reporter(SLUG, release, context).finding(
        _FIELD,
        f"container.secretStore.name is {show(name)}, but {_KEY} of catalogc.yaml has {known}",
        location=written_at(release, _FIELD),
        label=f"did you mean {guess}?" if guess else "unknown store",
        remedy=f"write container.secretStore.name: {guess or config.secret_stores[0]}",
        related=(Label(place, f"has {known}"),) if place else (),
        fixes=_fixes(release, config.secret_stores),
    )


def _reads_secrets(release: Release) -> bool:
    values = release.effective
    return bool(
        values.sequence(("container", "secrets"))
        or values.get(("container", "image", "ghcrPullSecret", "enabled")) is True
        or values.get(("vault", "hfTokenPath"))
    )


def _fixes(release: Release, known: tuple[str, ...]) -> tuple[Fix, ...]:
    """Another store may hold another secret under the same path, so a person confirms it."""
    if len(known) != 1:
        return ()
    return rewriting(release, _FIELD, known[0], f"use {known[0]}")


_BAD = (
    SHOP
    + """\
  secretStore: {name: vault-backed}
  secrets: [{name: API_KEY, secretKey: key, vaultPath: /secret/web/shop/api}]
"""
)

RULE = Rule(
    SLUG,
    "the secret store is not one of the platform's",
    check,
    rationale="external-secrets waits for a store that does not exist, the Secret never "
    "appears, and the pod does not start.",
    fixable=Applicability.UNSAFE,
    bad=_BAD,
    good=_BAD.replace("vault-backed", "vault-backend"),
)
