"""The text of the schema file of one imported version."""

import json
from typing import Any

from catalogc.schemas.crd_import.definitions import CrdVersion, ImportRefused
from catalogc.schemas.crd_import.sharing import share
from catalogc.schemas.crd_import.strict import strict_schema
from catalogc.schemas.custom_files import MAX_SCHEMA_BYTES, ORIGIN

_LATER = ("default", "x-kubernetes-validations")
_SHALLOW = ("properties", "definitions")


def schema_text(version: CrdVersion, *, compact: bool = False) -> str:
    """Convert a version to the text of its schema file; equal input gives equal bytes.

    Args:
        version: what to convert.
        compact: leave out defaults and CEL rules, which only later stages could use.

    Raises:
        ImportRefused: nested too deep, or too large.
    """
    try:
        schema = strict_schema(
            version.structural, has_status=version.has_status, is_open=version.is_open
        )
        rules = count_rules(schema)
        shared = share(_without(schema, _LATER) if compact else schema)
    except RecursionError:
        raise ImportRefused(version.source, f"CRD {version.crd} is nested too deep") from None
    shared["$schema"] = "http://json-schema.org/draft-07/schema#"
    shared[ORIGIN] = {
        "apiVersion": version.api_version,
        "kind": version.kind,
        "crd": version.crd,
        "served": version.served,
        "storage": version.storage,
        "scope": version.scope,
        "rules": rules,
        "source": version.source,
        "sha256": version.digest,
    }
    text = _dump(shared)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_SCHEMA_BYTES:
        limit = f"{MAX_SCHEMA_BYTES // 1024**2} MiB"
        raise ImportRefused(version.source, f"the schema of CRD {version.crd} is over {limit}")
    return text


def count_rules(node: Any, *, is_names: bool = False) -> int:
    """Count the CEL rules of a schema, each as often as it stands there."""
    if isinstance(node, list):
        return sum(map(count_rules, node))
    if not isinstance(node, dict):
        return 0
    own = 0 if is_names else len(node.get("x-kubernetes-validations", ()))
    return own + sum(
        count_rules(value, is_names=key == "properties" and not is_names)
        for key, value in node.items()
        if is_names or key not in _LATER
    )


def _without(node: Any, keys: tuple[str, ...], *, is_names: bool = False) -> Any:
    """Copy a schema without some keywords; fields of such a name stay."""
    if isinstance(node, list):
        return [_without(item, keys) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _without(value, keys, is_names=key == "properties" and not is_names)
        for key, value in node.items()
        if is_names or key not in keys
    }


def _dump(schema: dict[str, Any]) -> str:
    """One line a keyword and a definition, so that a change is a short difference."""
    lines = []
    for key, value in sorted(schema.items()):
        if key in _SHALLOW and value:
            entries = ",\n".join(f"  {_line(name)}:{_line(part)}" for name, part in value.items())
            lines.append(f" {_line(key)}:{{\n{entries}\n }}")
        else:
            lines.append(f" {_line(key)}:{_line(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
