"""Values that name an environment: hosts, namespaces, Vault paths, addresses."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalogc.model.configuration import Config
from catalogc.model.leaf import LeafId
from catalogc.model.release import Release
from catalogc.model.source import FieldPath


class Kind(StrEnum):
    """What a field holds that may name the environment."""

    HOST = "host"
    NAMESPACE = "namespace"
    VAULT = "Vault path"


_HOST = re.compile(r"(?i)host(name)?s?\Z|url\Z|address\Z|server\Z|endpoint\Z")
_NAMESPACE = re.compile(r"(?i)namespace\Z")


def scalars(data: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Yield every scalar of nested data with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from scalars(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from scalars(value, (*path, index))
    else:
        yield path, data


def names(text: str, environment: str) -> bool:
    """Tell whether a text has the environment's name as a word of its own."""
    return _word(environment).search(text) is not None


def _word(environment: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(environment)}(?![A-Za-z0-9])")


def _drop(text: str, environment: str) -> str:
    """Take the name and one separator out: ``shop.dev.example.com`` -> ``shop.example.com``."""
    name = re.escape(environment)
    pattern = rf"(?<![A-Za-z0-9]){name}[./-]|[./-]{name}(?![A-Za-z0-9])"
    return re.sub(pattern, "", text, count=1)


@dataclass(frozen=True, slots=True)
class Renaming:
    """How values change on the way from one environment to another.

    Attributes:
        dropped: kinds whose target has no name of its environment, as other leaves show.
        vault: prefixes of Vault paths.
    """

    old: str
    new: str
    dropped: frozenset[Kind]
    vault: tuple[str, ...]

    @classmethod
    def learn(cls, old: str, new: str, releases: Iterable[Release], config: Config) -> "Renaming":
        """Learn from services that have a leaf in both environments.

        Of a host the name may be replaced (``shop.prod.example.com``) or left out, as production
        often has it (``shop.example.com``): what most leaves do is done here.
        """
        vault = tuple(
            prefix for limits in (config.catalogs or {}).values() for prefix in limits.vault
        )
        plain = cls(old, new, frozenset(), vault)
        leaves = {release.id: release for release in releases}
        votes: dict[Kind, Counter[str]] = defaultdict(Counter)
        for identity, release in leaves.items():
            other = leaves.get(LeafId(new, *identity[1:]))
            if identity.environment == old and other is not None:
                for kind, style in plain._seen(release, other):
                    votes[kind][style] += 1
        dropped = {kind for kind, seen in votes.items() if seen["dropped"] > seen["renamed"]}
        return cls(old, new, frozenset(dropped), vault)

    def _seen(self, release: Release, other: Release) -> Iterator[tuple[Kind, str]]:
        for path, value in scalars(release.leaf.values.data):
            kind = self.kind(path, value)
            if kind is not None:
                there = other.leaf.values.get(path)
                if there == _word(self.old).sub(self.new, value):
                    yield kind, "renamed"
                elif there == _drop(value, self.old):
                    yield kind, "dropped"

    def kind(self, path: FieldPath, value: Any) -> Kind | None:
        """Return what names the old environment here; None for all other values."""
        if not isinstance(value, str) or not names(value, self.old):
            return None
        keys = [part for part in path if isinstance(part, str)]
        key = keys[-1] if keys else ""
        if value.startswith(self.vault) or any("vault" in part.lower() for part in keys):
            return Kind.VAULT
        if _NAMESPACE.search(key):
            return Kind.NAMESPACE
        return Kind.HOST if _HOST.search(key) else None

    def of(self, path: FieldPath, value: Any) -> Any:
        """Return a value as the new environment has it."""
        if path == ("environment",):
            return self.new
        kind = self.kind(path, value)
        if kind is None:
            return value
        if kind in self.dropped:
            return _drop(value, self.old)
        return _word(self.old).sub(self.new, value)

    def of_all(self, data: Any, path: FieldPath = ()) -> Any:
        """Return nested data as the new environment has it."""
        if isinstance(data, dict):
            return {key: self.of_all(value, (*path, key)) for key, value in data.items()}
        if isinstance(data, list):
            return [self.of_all(value, (*path, index)) for index, value in enumerate(data)]
        return self.of(path, data)
