"""JSON that cannot steer a terminal: ASCII, with every control character escaped."""

import json
from typing import Any


def ascii_json(content: Any) -> str:
    """Write a value in one line, with its break; indented, it would take several times as long."""
    text = json.dumps(content, separators=(",", ":"))
    return text.replace("\x7f", "\\u007f") + "\n"
