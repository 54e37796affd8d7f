"""The charts that an umbrella chart consists of, as its own files say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.goyaml.load import YamlError, load_documents
from catalogc.model.source import FieldPath

_NOT_FOLLOWED = ("alias", "import-values")
"""Give a chart below a second name, or hand its values up."""


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A chart, or one below it.

    Attributes:
        path: names of the charts from the top one down; ``()`` is the top one.
        prefix: of its files among those of the top one.
        is_library: whether its templates only define what others include.
        switches: values, from the top chart's on, that decide which charts below it there are.
        switch: the one value that decides whether it is there itself; empty for none or several.
    """

    path: tuple[str, ...]
    prefix: str
    is_library: bool
    switches: tuple[FieldPath, ...]
    switch: FieldPath = ()

    @property
    def is_top(self) -> bool:
        """Whether all others are below it."""
        return not self.path


def chart_parts(files: Mapping[str, bytes]) -> tuple[ChartPart, ...] | None:
    """Return a chart and all charts below it, the top one first.

    None where they cannot be told: one is packed, has two names, or hands values up.
    """
    try:
        return tuple(_below(files, (), "", {}))
    except (_UnclearError, YamlError):
        return None


class _UnclearError(Exception):
    """What the charts are is not told by their files alone."""


def _below(
    files: Mapping[str, bytes], path: tuple[str, ...], prefix: str, wanted: Mapping[str, Any]
) -> Iterator[ChartPart]:
    metadata = _metadata(files, prefix)
    if path and metadata.get("name") != path[-1]:
        raise _UnclearError
    entries = [entry for entry in metadata.get("dependencies") or () if isinstance(entry, dict)]
    if any(entry.get(key) for entry in entries for key in _NOT_FOLLOWED):
        raise _UnclearError
    is_library = metadata.get("type") == "library"
    own = tuple(_switches([dict(wanted)], path[:-1]))
    switch = own[0] if len(own) == 1 and not wanted.get("tags") else ()
    yield ChartPart(path, prefix, is_library, tuple(_switches(entries, path)), switch)
    for folder in sorted(_folders(files, f"{prefix}charts/")):
        named = [entry for entry in entries if entry.get("name") == folder]
        asked = named[0] if len(named) == 1 else {}
        yield from _below(files, (*path, folder), f"{prefix}charts/{folder}/", asked)


def _metadata(files: Mapping[str, bytes], prefix: str) -> Mapping[str, Any]:
    documents = load_documents(files.get(f"{prefix}Chart.yaml", b"").decode(errors="replace"))
    if not documents or not isinstance(documents[0], dict):
        raise _UnclearError
    return documents[0]


def _folders(files: Mapping[str, bytes], prefix: str) -> set[str]:
    """Folders of the charts right below; Helm reads neither those nor files that begin so."""
    found = set()
    for path in files:
        if path.startswith(prefix):
            name, _, rest = path.removeprefix(prefix).partition("/")
            if name.startswith(("_", ".")):
                continue
            if not rest:
                if name.endswith(".tgz"):
                    raise _UnclearError
                continue
            found.add(name)
    return found


def _switches(entries: list[dict[str, Any]], path: tuple[str, ...]) -> Iterator[FieldPath]:
    for entry in entries:
        written = entry.get("condition")
        for name in written.split(",") if isinstance(written, str) else ():
            yield (*path, *name.strip().split("."))
        if entry.get("tags"):
            yield ("tags",)
