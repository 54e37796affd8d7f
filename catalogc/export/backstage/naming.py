"""What Backstage accepts as a name, a label value and a tag.

Formats: @backstage/catalog-model 1.10.1, ``CommonValidatorFunctions`` and
``KubernetesValidatorFunctions``.
"""

import re
from collections.abc import Iterable

from catalogc.model.naming import shortened, with_hash

MAX_NAME = 63
"""Longest name, label value or tag, in characters."""

_NAME = re.compile(r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_TAG = re.compile(r"[a-z0-9:+#]+(?:-[a-z0-9:+#]+)*")


def entity_name(text: str, taken: Iterable[str] = ()) -> str:
    """Return ``text`` as the name of an entity; with a hash of it where it had to change.

    Args:
        taken: names, in lower case, of other entities of the kind. Backstage folds case.
    """
    legal = re.sub(r"[^A-Za-z0-9_.]+", "-", text).strip("-_.")
    if legal != text or text.lower() in taken:
        return with_hash(legal or "entity", text, MAX_NAME)
    return shortened(text, MAX_NAME)


def is_label_value(text: str) -> bool:
    """Tell whether a label may have this value."""
    return len(text) <= MAX_NAME and (not text or bool(_NAME.fullmatch(text)))


def tags(words: Iterable[str]) -> list[str]:
    """Return the words as tags, sorted; what cannot be one is left out."""
    plain = {re.sub(r"[\s_./-]+", "-", word.strip().lower()).strip("-") for word in words}
    return sorted(tag for tag in plain if _TAG.fullmatch(tag) and len(tag) <= MAX_NAME)
