"""The schemas of custom resources that ship with catalogc: see ``scripts/compact_crds.py``."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from catalogc.schemas.custom_files import schema_path

FOLDER = Path(__file__).parent / "crds"
INDEX = FOLDER / "index.json"


@cache
def bundled_versions() -> Mapping[str, Mapping[str, bool]]:
    """Return, by ``group/Kind``, whether each of its versions is served."""
    index: dict[str, dict[str, bool]] = json.loads(INDEX.read_bytes())
    return index


def bundled_schema(group: str, kind: str, version: str) -> dict[str, Any] | None:
    """Read the schema of one version of a kind; None where none ships."""
    if version not in bundled_versions().get(f"{group}/{kind}", {}):
        return None
    schema: dict[str, Any] = json.loads((FOLDER / schema_path(group, kind, version)).read_bytes())
    return schema
