"""Open packed charts (``charts/*.tgz``), in memory and within Helm's own limits.

Helm v4.2, pkg/chart/loader/archive: 100 MiB unpacked, 5 MiB a file, one folder that holds the
chart, no name that leaves it.
"""

import io
import posixpath
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from catalogc.goyaml.load import YamlError, load_documents

MOST_UNPACKED = 100 << 20
"""Bytes of everything that is packed below a chart."""
MOST_FILE = 5 << 20
MOST_MEMBERS = 10_000
_MOST_DEPTH = 8
_GZIP = 31  # zlib's window size for data with a gzip header
_PACKED = re.compile(r"((?:charts/[^/]+/)*charts/)([^/_.][^/]*\.tgz)")


class PackedChartError(Exception):
    """An archive that cannot be opened; the text says why."""


@dataclass(slots=True)
class Opened:
    """A chart's files with those of packed charts.

    Attributes:
        files: by path; of a packed chart, in ``charts/<its name>/`` like those of any other.
        archives: where the files of packed charts are in truth: folder -> path of the archive,
            itself perhaps in another archive.
        problems: archives that could not be opened, which stay as they are, and why.
    """

    files: dict[str, bytes]
    archives: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    _left: int = MOST_UNPACKED

    def path_of(self, name: str) -> str:
        """Return where a file is: what it is called in the chart, or in which archive it is."""
        inside = [folder for folder in self.archives if name.startswith(folder)]
        if not inside:
            return name
        nearest = max(inside, key=len)
        return f"{self.archives[nearest]}/{name[len(nearest) :]}"

    def open(self, depth: int = 0) -> None:
        """Open every archive, and those in them."""
        found = [match for name in sorted(self.files) if (match := _PACKED.fullmatch(name))]
        todo = [match for match in found if match[0] not in self.problems]
        for match in todo:
            try:
                self._open_one(match, depth)
            except PackedChartError as error:
                self.problems[match[0]] = str(error)
        if todo:
            self.open(depth + 1)

    def _open_one(self, match: re.Match[str], depth: int) -> None:
        if depth >= _MOST_DEPTH:
            raise PackedChartError(f"it is the {depth + 1}th archive in another one")
        archive = _inflate(self.files[match[0]], self._left)
        self._left -= len(archive)
        inner = _members(archive)
        folder = f"{match[1]}{_name(inner)}/"
        where = self.path_of(match[0])
        del self.files[match[0]]
        if any(name.startswith(folder) for name in self.files):
            return  # the folder is what its authors work on
        self.archives[folder] = where
        self.files.update((folder + name, content) for name, content in inner.items())


def open_packed(files: Mapping[str, bytes]) -> Opened:
    """Return a chart's files with those of the charts that are packed in ``charts/``."""
    opened = Opened(dict(files))
    opened.open()
    return opened


def _members(content: bytes) -> dict[str, bytes]:
    """Files of an unpacked archive, by their path in the chart's folder."""
    files: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for count, member in enumerate(archive):
                if count >= MOST_MEMBERS:
                    raise PackedChartError(f"it has more than {MOST_MEMBERS:,} files")
                files.update(_file(archive, member))
    except (tarfile.TarError, ValueError, OverflowError) as error:
        raise PackedChartError(f"it is no tar archive: {error}") from None
    if "Chart.yaml" not in files:
        raise PackedChartError("it has no folder with a Chart.yaml")
    return files


def _inflate(content: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj(_GZIP)
    try:
        found = inflater.decompress(content, limit + 1)
    except zlib.error as error:
        raise PackedChartError(f"it is no gzip file: {error}") from None
    if len(found) > limit:
        raise PackedChartError(f"it is larger than {MOST_UNPACKED >> 20} MiB when unpacked")
    if not inflater.eof:
        raise PackedChartError("its end is missing")
    return found


def _file(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[tuple[str, bytes]]:
    if not member.isfile():
        return  # Helm reads no links, and makes folders by itself
    name = member.name.replace("\\", "/")
    path = posixpath.normpath(name.partition("/")[2] or ".")
    if name.startswith("/") or ".." in name.split("/") or path == "." or ":" in path:
        raise PackedChartError(f"{name!r} is no file in the chart's folder")
    if member.size > MOST_FILE:
        raise PackedChartError(f"{path} is larger than {MOST_FILE >> 20} MiB")
    data = archive.extractfile(member)
    yield path, data.read() if data else b""


def _name(files: Mapping[str, bytes]) -> str:
    try:
        documents = load_documents(files["Chart.yaml"].decode(errors="replace"))
    except YamlError:
        documents = []
    metadata = documents[0] if documents else None
    name = metadata.get("name") if isinstance(metadata, dict) else None
    if not isinstance(name, str) or not re.fullmatch(r"[^/\\]+", name) or name in (".", ".."):
        raise PackedChartError("its Chart.yaml has no name")
    return name
