"""JSON for people: short mappings and lists stay on one line."""

import json
from typing import Any

_WIDTH = 100


def dump(value: Any, indent: int = 0) -> str:
    """Return ``value`` as JSON of at most about 100 columns, indented by two."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or _stays(value, line, indent):
        return line
    pad = " " * (indent + 2)
    end = "\n" + " " * indent
    if isinstance(value, list):
        return "[\n" + ",\n".join(pad + dump(item, indent + 2) for item in value) + end + "]"
    entries = (
        f"{pad}{json.dumps(key, ensure_ascii=False)}: {dump(item, indent + 2)}"
        for key, item in value.items()
    )
    return "{\n" + ",\n".join(entries) + end + "}"


def _stays(value: dict[str, Any] | list[Any], line: str, indent: int) -> bool:
    if isinstance(value, list):
        return len(line) + indent <= _WIDTH - 12
    if len(value) == 1 and len(line) + indent <= 60:
        return True
    nested = any(isinstance(item, dict) and item for item in value.values())
    return len(value) <= 3 and not nested and len(line) + indent <= _WIDTH - 16
