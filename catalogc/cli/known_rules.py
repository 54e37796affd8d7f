"""The rules of a repository by name: those in code, and its policies of expressions."""

from pathlib import Path
from typing import TYPE_CHECKING

from catalogc.cli.boundary import Stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalogc.rules.base import Rule


def known_rules(root: Path | None) -> "Mapping[str, Rule]":
    """Return every rule by its slug, those of catalogc first.

    Args:
        root: the catalog repository; None for the one around the current folder, if any.
    """
    from catalogc.cli.options import find_root
    from catalogc.rules import RULES_BY_SLUG

    try:
        found = root or find_root(None)
    except Stop:
        return RULES_BY_SLUG
    return {**RULES_BY_SLUG, **_policies(found)}


def find_rule(name: str, root: Path | None) -> "Rule | None":
    """Return a rule; the repository's policies are read only for a name that no rule has."""
    from catalogc.rules import RULES_BY_SLUG

    return RULES_BY_SLUG.get(name) or known_rules(root).get(name)


def _policies(root: Path) -> "Mapping[str, Rule]":
    from catalogc import CONFIG_FILE
    from catalogc.check.policy_files.folder import read_policies
    from catalogc.config import read_config
    from catalogc.discover.listing import list_yaml, refused_file
    from catalogc.files import Repository
    from catalogc.parse.document import parse_document, parse_documents
    from catalogc.rules.shared.of_catalog import policy_rules
    from catalogc.sources import Sources

    repository = Repository(root.resolve(), {})
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    written = sources.one(CONFIG_FILE).value
    config = read_config(written).value if written is not None else None
    if config is None:
        return {}
    policies = read_policies(list_yaml(repository, config.paths.policies).value, sources).value
    return policy_rules(policies.expressions, policies.admission)
