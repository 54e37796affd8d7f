"""Build hook: the schemas of Kubernetes' own kinds, pruned and packed, become part of the wheel.

Input: the strict JSON Schemas in kubernetes-validate, a requirement of the build alone.
Output, below ``catalogc/_bundled/kubernetes/`` (read by ``catalogc.schemas.kubernetes``):

- ``definitions.jsonl``: every definition of every version once, as ``{name: schema}`` a line.
- ``offsets.json``: where each line of it starts, and where the last one ends.
- ``<minor>.json``: apiVersion -> kind -> numbers of the lines that the kind needs, its own first.
- ``history.json``: apiVersion -> kind -> minors that have it, also those before the first bundle.

``python hatch_build.py`` writes the same files into a checkout.
"""

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
VALIDATION = ROOT / "catalogc/schemas/kubernetes_validation.json"
FOLDER = "catalogc/_bundled/kubernetes"
FIRST = 29  # the oldest minor of Kubernetes 1 with a bundle
Schema = dict[str, Any]

# What an API server's Go decoder can hold (Kubernetes, api-conventions.md, "Primitive types").
BOUNDS = {
    "int32": {"minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"minimum": -(2**63), "maximum": 2**63 - 1},
}
# Go's encoding/base64 skips line ends.
_DIGIT = r"[A-Za-z0-9+/][\r\n]*"
BYTES = {
    "pattern": rf"^[\r\n]*(?:(?:{_DIGIT}){{4}})*"
    rf"(?:(?:{_DIGIT}){{2}}(?:=[\r\n]*){{2}}|(?:{_DIGIT}){{3}}=[\r\n]*)?$",
    "x-catalogc-message": "base64 text",
}
FORMATS = {**BOUNDS, "byte": BYTES, "date-time": {"format": "date-time"}, "double": {}}
SAME = ("type", "required", "enum")
DROPPED = ("description", "default", "format")


class KubernetesSchemas(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the bundle before hatchling collects the files of a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Write the bundle and name it, because Git ignores it."""
        write(Path(self.root) / FOLDER)
        build_data["artifacts"].append(f"/{FOLDER}/")


def write(folder: Path) -> None:
    """Write the bundle; files of an older one are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    files = bundle()
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def bundle() -> dict[str, bytes]:
    """Return the files of the bundle by name; the same bytes for the same data."""
    by_minor = {minor: _definitions(path) for minor, path in _upstream()}
    pruned = {
        minor: _refined(definitions) for minor, definitions in by_minor.items() if minor >= FIRST
    }
    kinds = {minor: dict(_kinds(definitions)) for minor, definitions in by_minor.items()}
    closures = {
        minor: {
            kind: [
                _line(reached, pruned[minor][reached]) for reached in _closure(name, pruned[minor])
            ]
            for kind, name in kinds[minor].items()
        }
        for minor in pruned
    }
    lines = sorted(
        {line for found in closures.values() for closure in found.values() for line in closure}
    )
    numbers = {line: number for number, line in enumerate(lines)}
    files = {"definitions.jsonl": "".join(lines), "offsets.json": _json(_offsets(lines))}
    for minor, found in closures.items():
        index = {kind: [numbers[line] for line in closure] for kind, closure in found.items()}
        files[f"1.{minor}.json"] = _json(_nested(index))
    files["history.json"] = _json(_nested(_history(kinds)))
    return {name: text.encode() for name, text in sorted(files.items())}


def _refined(upstream: dict[str, Schema]) -> dict[str, Schema]:
    definitions = {_short(name): _prune(schema) for name, schema in upstream.items()}
    if len(definitions) != len(upstream):
        message = "two definitions of Kubernetes have the same short name"
        raise ValueError(message)
    _refuse_null_items(definitions)
    _add_validation(definitions)
    _mark_lists(definitions)
    return definitions


def _upstream() -> list[tuple[int, Path]]:
    """Return the minors of Kubernetes 1 and their files of definitions, the oldest first."""
    spec = importlib.util.find_spec("kubernetes_validate")
    if spec is None or not spec.submodule_search_locations:
        message = "kubernetes-validate is needed to build the schemas of Kubernetes: install it"
        raise RuntimeError(message)
    folder = Path(spec.submodule_search_locations[0]) / "kubernetes-json-schema"
    found = []
    for path in folder.glob("v1.*-local-strict/_definitions.json"):
        match = re.match(r"v1\.(\d+)\.", path.parent.name)
        if match:
            found.append((int(match[1]), path))
    return sorted(found)


def _definitions(path: Path) -> dict[str, Schema]:
    definitions: dict[str, Schema] = json.loads(path.read_bytes())["$defs"]
    return definitions


def _short(name: str) -> str:
    """``io.k8s.api.core.v1.PodSpec`` -> ``core.v1.PodSpec``."""
    parts = name.split(".")
    return ".".join(parts[-2:] if parts[-2] in ("intstr", "resource") else parts[-3:])


def _kinds(definitions: dict[str, Schema]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield (apiVersion, kind) and its definition, of kinds that are objects of their own."""
    for name, schema in sorted(definitions.items()):
        metadata = schema.get("properties", {}).get("metadata", {})
        if isinstance(metadata, dict) and str(metadata.get("$ref")).endswith(".ObjectMeta"):
            for key in schema.get("x-kubernetes-group-version-kind", ()):
                api_version = f"{key['group']}/{key['version']}".lstrip("/")
                yield (api_version, key["kind"]), _short(name)


def _prune(schema: Schema) -> Schema:
    """Keep what decides; name lists whose items have a key.

    Raises:
        ValueError: a keyword that this module does not know: it must be looked at first.
    """
    if "$ref" in schema:
        return {"$ref": f"#/$defs/{_short(schema['$ref'].rpartition('/')[2])}"}
    pruned: Schema = {}
    for keyword, value in schema.items():
        if keyword in SAME:
            pruned[keyword] = value
        elif keyword == "properties":
            pruned[keyword] = {name: _prune(child) for name, child in value.items()}
        elif keyword in ("items", "additionalProperties"):
            pruned[keyword] = _prune(value) if isinstance(value, dict) else value
        elif keyword == "oneOf":  # a number or text, and null both times: Quantity, IntOrString
            pruned["type"] = sorted({name for branch in value for name in branch["type"]})
            pruned |= BOUNDS["int32"] if "integer" in pruned["type"] else {}
        elif keyword not in DROPPED and not keyword.startswith("x-kubernetes-"):
            message = f"unknown keyword in a schema of Kubernetes: {keyword}"
            raise ValueError(message)
    pruned |= FORMATS[schema["format"]] if "format" in schema else {}
    keyed = {
        name: keys
        for name, child in schema.get("properties", {}).items()
        if (keys := _list_keys(child)) is not None
    }
    return pruned | ({"x-lists": keyed} if keyed else {})


def _list_keys(schema: Schema) -> list[str] | None:
    """Return the fields that tell a list's items apart, none for a set; None if nothing does."""
    kind = schema.get("x-kubernetes-list-type")
    if kind == "set":
        return []
    if kind == "map":
        keys: list[str] = schema["x-kubernetes-list-map-keys"]
        return keys
    merge_key = schema.get("x-kubernetes-patch-merge-key")
    return [merge_key] if merge_key and kind is None else None


def _refuse_null_items(definitions: dict[str, Schema]) -> None:
    """Refuse null in lists of objects that need a field.

    An API server reads it as an object without fields, and then misses the needed one.
    """
    for schema in definitions.values():
        for child in schema.get("properties", {}).values():
            items = child.get("items", {})
            target = definitions.get(items.get("$ref", "").removeprefix("#/$defs/"), {})
            if "required" in target:
                items["type"] = "object"


def _add_validation(definitions: dict[str, Schema]) -> None:
    """Ask for what an API server asks for beyond its schemas."""
    more = json.loads(VALIDATION.read_bytes())
    for name, fields in more["choices"].items():
        properties = definitions.get(name, {}).get("properties", {})
        for field in properties.keys() & fields.keys():
            target = properties[field].get("items", properties[field])
            target["enum"] = [*fields[field], "", None]
    for name, fields in more["filled"].items():
        for field in fields:
            definitions[name]["properties"][field]["minItems"] = 1


def _mark_lists(definitions: dict[str, Schema]) -> None:
    """Add ``x-below``: through which fields a list with keys can be reached."""
    steps = {name: dict(_steps(schema)) for name, schema in definitions.items()}
    leading = {name for name, schema in definitions.items() if "x-lists" in schema}
    while more := {
        name for name, below in steps.items() if name not in leading and leading & {*below.values()}
    }:
        leading |= more
    for name, below in steps.items():
        kept = {step: target for step, target in below.items() if target in leading}
        if kept:
            definitions[name]["x-below"] = kept


def _steps(schema: Schema) -> Iterator[tuple[str, str]]:
    """Yield where a definition refers to another: ``template``, ``containers/*``."""
    for name, child in schema.get("properties", {}).items():
        inner = child.get("items") or child.get("additionalProperties")
        step = f"{name}/*" if isinstance(inner, dict) else name
        reference = (inner if isinstance(inner, dict) else child).get("$ref", "")
        if reference:
            yield step, reference.removeprefix("#/$defs/")


def _closure(name: str, definitions: dict[str, Schema]) -> list[str]:
    """Return a definition and all that it refers to, itself first."""
    found = [name]
    for current in found:
        references = re.findall(r'"#/\$defs/([^"]+)"', json.dumps(definitions[current]))
        found += sorted(set(references) - set(found))
    return found


def _history(kinds: dict[int, dict[tuple[str, str], str]]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for minor, known in sorted(kinds.items()):
        for kind in known:
            found.setdefault(kind, []).append(minor)
    return found


def _nested(index: dict[tuple[str, str], list[int]]) -> dict[str, dict[str, list[int]]]:
    nested: dict[str, dict[str, list[int]]] = {}
    for (api_version, kind), value in sorted(index.items()):
        nested.setdefault(api_version, {})[kind] = value
    return nested


def _line(name: str, schema: Schema) -> str:
    return _json({name: schema}) + "\n"


def _offsets(lines: list[str]) -> list[int]:
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    return offsets


def _json(data: Any) -> str:
    """Write ASCII only, so that characters are bytes."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


if __name__ == "__main__":
    write(ROOT / FOLDER)
