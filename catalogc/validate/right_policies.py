"""Policies that an earlier run found to be valid: their expressions are not checked again.

Only that is remembered, by an empty file of a digest's name, and nothing of what is evaluated:
whoever writes to the cache cannot change what a policy says.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogc import __version__
from catalogc.cachedir import cache_folder, store

_FORMAT = 1
"""To be raised with every change of how expressions are checked."""
_MOST_FILES = 2048


@dataclass(frozen=True, slots=True)
class RightPolicies:
    """A folder with one file a policy; None for no cache."""

    folder: Path | None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "RightPolicies":
        """The user's cache; ``CATALOGC_CACHE=off`` switches it off."""
        return cls(cache_folder(environment, "policies"))

    def marked(self, policy: dict[str, Any]) -> dict[str, Any]:
        """Return what the evaluator needs of a policy, with ``right`` where it was valid."""
        if self.folder is None:
            return policy
        try:
            known = (self.folder / _digest(policy)).exists()
        except OSError:
            return policy
        return policy | {"right": True} if known else policy

    def remember(self, policies: Iterable[dict[str, Any]]) -> None:
        """Note that policies are valid; quietly not, where that cannot be done."""
        new = [policy for policy in policies if not policy.get("right")]
        if self.folder is not None and new:
            store(self.folder, {_digest(policy): b"" for policy in new}, _MOST_FILES)


def _digest(policy: Mapping[str, Any]) -> str:
    # What a parameter or a binding holds is not compiled.
    compiled = {key: policy.get(key) for key in ("form", "spec", "policy")}
    text = json.dumps([_FORMAT, __version__, compiled], default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
