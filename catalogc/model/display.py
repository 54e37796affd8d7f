"""How values are written in messages: short, exact, and never a secret."""

import json
import re
from typing import Any

from catalogc.model.secret_shape import find_secret
from catalogc.model.source import FieldPath

LIMIT = 60
"""Longest value shown, in characters."""

_SECRET = re.compile(
    r"(?i)token|passw(or)?d|passphrase|secret|credential"
    r"|(api|access|private|signing|encryption)[-_]?key"
)
# These say where a secret is or what it is called, and are no secret themselves.
_POINTER = re.compile(r"(?i:path|name|stores?|ref|keyfield|enabled|catalog)\Z|[a-z]Key\Z")
_KEY_ITSELF = re.compile(r"(?i)(api|access|private|signing|encryption)[-_]?key\Z")
# A language model counts in tokens: maxTotalTokens, MAX_BATCH_PREFILL_TOKENS, tokenizer.
_COUNT = re.compile(r"(?i)(max|min|num|total|count|budget|limit).{0,30}token|tokeniz|tokens_?per")


def looks_secret(path: FieldPath) -> bool:
    """Tell whether the field at ``path`` may hold a secret value, judged by its name."""
    names = [part for part in path if isinstance(part, str)]
    if not names or not _SECRET.search(names[-1]) or _COUNT.search(names[-1]):
        return False
    return bool(_KEY_ITSELF.search(names[-1])) or not _POINTER.search(names[-1])


def show(value: Any, path: FieldPath = ()) -> str:
    """Write a value as JSON, cut to ``LIMIT`` characters; secrets as ``***``."""
    if looks_secret(path) or (isinstance(value, str) and find_secret(value)):
        return "***"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LIMIT else text[: LIMIT - 1] + "…"


def listing(words: list[str], limit: int = 8) -> str:
    """Join words for a message, naming at most ``limit`` of them."""
    shown = ", ".join(words[:limit])
    return shown if len(words) <= limit else f"{shown} and {len(words) - limit} more"
