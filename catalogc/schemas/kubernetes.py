"""Schemas of Kubernetes' own kinds, out of the bundle that ``hatch_build.py`` makes."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from catalogc.model.unavailable import UnavailableError
from catalogc.schemas.found import FoundSchema
from catalogc.schemas.stability import stability

_FOLDER = Path(__file__).parents[1] / "_bundled" / "kubernetes"
_DEFINITIONS = "#/$defs/"


class MissingBundle(UnavailableError):  # noqa: N818 - about an installation, no fault
    """The schemas of Kubernetes were not built into this installation."""


class KubernetesSchemas:
    """The kinds of one minor version of Kubernetes 1.

    Attributes:
        minor: the version asked for, such as 34 for ``1.34.2``.
        bundled: the version whose schemas are used: that one, or the nearest that there is.

    Raises:
        MissingBundle: the installation is not complete.
    """

    def __init__(self, minor: int) -> None:
        self.minor = minor
        self.bundled = min(_minors(), key=lambda known: abs(known - minor))

    @property
    def exact(self) -> bool:
        """Whether the schemas are those of the version asked for."""
        return self.bundled == self.minor

    def find(self, api_version: str, kind: str) -> FoundSchema | None:
        """Return the schema of a kind; None where this version does not have it."""
        lines = self._kinds.get(api_version, {}).get(kind)
        if lines is None:
            return None
        members = b",".join(line.strip()[1:-1] for line in _read_lines(lines))
        definitions: dict[str, Any] = json.loads(b"{%b}" % members)
        root = next(iter(definitions))
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": f"{_DEFINITIONS}{root}",
            "$defs": definitions,
        }
        keys = dict(_list_keys(definitions, root))
        return FoundSchema(schema, keys, origin=f"Kubernetes 1.{self.bundled}")

    def versions(self, group: str, kind: str) -> tuple[str, ...]:
        """Return the apiVersions of a kind, stable ones first, the newest first."""
        found = [
            api_version
            for api_version, kinds in self._kinds.items()
            if api_version.rpartition("/")[0] == group and kind in kinds
        ]
        return _newest_first(found)

    def kinds(self, api_version: str) -> tuple[str, ...]:
        """Return the kinds of an apiVersion."""
        return tuple(self._kinds.get(api_version, ()))

    def groups_of(self, kind: str) -> tuple[str, ...]:
        """Return the apiVersions that have a kind, of any group."""
        found = [api_version for api_version, kinds in self._kinds.items() if kind in kinds]
        return _newest_first(found)

    @cached_property
    def _kinds(self) -> Mapping[str, Mapping[str, list[int]]]:
        found: dict[str, dict[str, list[int]]] = json.loads(_read(f"1.{self.bundled}.json"))
        return found


@cache
def kubernetes_schemas(version: str) -> KubernetesSchemas:
    """Return the kinds of a version such as ``1.34``, ``v1.34.2`` or ``1.33.4-gke.100``.

    A version that cannot be read is taken for the newest one.

    Raises:
        MissingBundle: the installation is not complete.
    """
    match = re.match(r"v?1\.(\d{1,4})(?!\d)", version)
    return KubernetesSchemas(int(match[1]) if match else max(_minors()))


@cache
def history() -> Mapping[str, Mapping[str, list[int]]]:
    """Return apiVersion -> kind -> the minors that have it, of all that are known."""
    found: dict[str, dict[str, list[int]]] = json.loads(_read("history.json"))
    return found


@cache
def _minors() -> tuple[int, ...]:
    found = sorted(int(path.stem.partition(".")[2]) for path in _FOLDER.glob("1.*.json"))
    if not found:
        raise _missing()
    return tuple(found)


@cache
def _offsets() -> list[int]:
    found: list[int] = json.loads(_read("offsets.json"))
    return found


def _read(name: str) -> bytes:
    try:
        return (_FOLDER / name).read_bytes()
    except FileNotFoundError:
        raise _missing() from None


def _read_lines(numbers: list[int]) -> Iterator[bytes]:
    """Yield some of the definitions, each a JSON mapping of one name."""
    offsets = _offsets()
    try:
        descriptor = os.open(_FOLDER / "definitions.jsonl", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise _missing() from None
    try:
        for number in numbers:
            start = offsets[number]
            yield os.pread(descriptor, offsets[number + 1] - start, start)
    finally:
        os.close(descriptor)


def _missing() -> MissingBundle:
    return MissingBundle(
        "the schemas of Kubernetes are not part of this installation: install catalogc anew, "
        "or run `python hatch_build.py` in its checkout"
    )


def _list_keys(
    definitions: Mapping[str, Any],
    name: str,
    path: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the lists below a definition whose items have a key; recursion is cut off."""
    if name in above:
        return
    schema = definitions[name]
    for field, keys in schema.get("x-lists", {}).items():
        yield (*path, field), tuple(keys)
    for step, target in schema.get("x-below", {}).items():
        below = (*path, *step.split("/"))
        yield from _list_keys(definitions, target, below, (*above, name))


def _newest_first(api_versions: list[str]) -> tuple[str, ...]:
    def order(api_version: str) -> tuple[int, int, int, str]:
        return stability(api_version.rpartition("/")[2])

    return tuple(sorted(api_versions, key=order, reverse=True))
