"""Lists with keys in the schema of a custom resource."""

from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str, ...]

_DEFINITION = "#/definitions/"


def list_keys(schema: Mapping[str, Any]) -> dict[Path, Path]:
    """Return what makes items unique, by path of the list: see ``FoundSchema``."""
    return dict(_Search(schema).below(schema, ()))


class _Search:
    """Walks a schema; a definition without such a list is entered once."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._definitions: Mapping[str, Any] = schema.get("definitions", {})
        self._known: dict[str, list[tuple[Path, Path]]] = {}

    def below(self, node: Any, path: Path) -> Iterator[tuple[Path, Path]]:
        """Yield the lists of a part of the schema, below a path."""
        if not isinstance(node, Mapping):
            return
        reference = node.get("$ref")
        if isinstance(reference, str):
            for inner, keys in self._of_definition(reference.removeprefix(_DEFINITION)):
                yield (*path, *inner), keys
            return
        match node.get("x-kubernetes-list-type"):
            case "map":
                yield path, tuple(map(str, _listed(node.get("x-kubernetes-list-map-keys"))))
            case "set":
                yield path, ()
        for name, child in node.get("properties", {}).items():
            yield from self.below(child, (*path, name))
        for key in ("items", "additionalProperties"):
            yield from self.below(node.get(key), (*path, "*"))
        for option in node.get("anyOf", ()):  # a part that may be null, too
            yield from self.below(option, path)

    def _of_definition(self, name: str) -> list[tuple[Path, Path]]:
        if name not in self._known:
            self._known[name] = []  # a definition of itself ends here
            self._known[name] = list(self.below(self._definitions.get(name), ()))
        return self._known[name]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
