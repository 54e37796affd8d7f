"""What catalogc ships for a catalog repository: charts, policies and the adapters' entities."""

from collections.abc import Iterator, Mapping
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_BUNDLED = {"charts": "charts", "policies": "policies", "backstage": ".cat/backstage"}
"""Folder in a wheel -> folder in a repository; see ``force-include`` of pyproject.toml."""

# Of the sample catalog, so not for another one: what `catalogc backstage` derives, and cases of
# policies in the sample's environments.
_SAMPLE = (
    ".cat/backstage/leaves",
    ".cat/backstage/templates",
    "policies/tests/",
)


def bundled_files() -> Mapping[str, bytes]:
    """Return path in a catalog repository -> content, sorted.

    An installed catalogc has them beside its code; a checkout, in its own folders.

    Raises:
        FileNotFoundError: this installation has none.
    """
    files = {
        f"{target}/{path}": content
        for name, target in _BUNDLED.items()
        for path, content in _files(_folder(name, target))
        if not f"{target}/{path}".startswith(_SAMPLE)
    }
    return dict(sorted(files.items()))


def _folder(name: str, target: str) -> Path:
    installed = _PACKAGE / "_bundled" / name
    folder = installed if installed.is_dir() else _PACKAGE.parent / target
    if not folder.is_dir():
        raise FileNotFoundError(2, "this installation lacks its files, install catalogc", folder)
    return folder


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_bytes()
