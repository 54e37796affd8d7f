"""The JSON Schemas that ship with catalogc."""

import json
from functools import cache
from pathlib import Path

from catalogc.schemas.validation import SchemaValidator


@cache
def own_validator(name: str) -> SchemaValidator:
    """Return the validator of one of our formats: ``config``, ``cluster`` or ``policy``."""
    text = Path(__file__).with_name(f"{name}.schema.json").read_text(encoding="utf-8")
    return SchemaValidator(json.loads(text))
