"""Chart archives as Helm reads them: gzipped tar, the same bytes on every machine."""

import re
import zlib
from collections.abc import Mapping

_BLOCK = 512
_GZIP = 31  # zlib's window size for a gzip header, which then holds no file name and no clock
_DIGITS_OF_SIZE = 11
_SCHEMA = re.compile(r"(charts/[^/]+/)*values\.schema\.json")
_NOTES = re.compile(r"(charts/[^/]+/)*templates/(.*/)?NOTES\.txt")


def build_archive(
    name: str,
    files: Mapping[str, bytes],
    *,
    keep_schema: bool = True,
    keep_notes: bool = True,
) -> bytes:
    """Pack a chart.

    Args:
        name: the chart's name, which Helm wants as the archive's only folder.
        files: path relative to the chart's folder -> content.
        keep_schema: whether Helm may check values, its own and its subcharts'.
        keep_notes: whether Helm renders NOTES.txt.

    Returns:
        A ``.tgz``: members sorted, mode 0644, owner 0, time 0.

    Raises:
        ValueError: a path is too long for a tar archive or leaves the chart's folder.
    """
    parts = []
    for path, content in sorted(files.items()):
        if not (keep_schema or _SCHEMA.fullmatch(path) is None):
            continue
        if not (keep_notes or _NOTES.fullmatch(path) is None):
            continue
        parts += [_header(f"{name}/{path}", len(content)), content, bytes(-len(content) % _BLOCK)]
    parts.append(bytes(2 * _BLOCK))
    compressor = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
    return compressor.compress(b"".join(parts)) + compressor.flush()


def _header(path: str, size: int) -> bytes:
    """A ustar header; POSIX.1-1988 fields in their order."""
    prefix, base = _split(path)
    fields = (
        base.ljust(100, b"\0"),
        b"0000644\0",
        b"0000000\0",
        b"0000000\0",
        b"%0*o\0" % (_DIGITS_OF_SIZE, size),
        b"00000000000\0",
        b" " * 8,
        b"0",
        bytes(100),
        b"ustar\x0000",
        bytes(64),
        bytes(16),
        prefix.ljust(155, b"\0"),
    )
    block = b"".join(fields).ljust(_BLOCK, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def _split(path: str) -> tuple[bytes, bytes]:
    """Split a path into ustar's prefix (155 bytes) and name (100 bytes)."""
    if ".." in path.split("/"):
        raise ValueError(f"{path} leaves the chart's folder")
    encoded = path.encode()
    if len(encoded) <= 100:
        return b"", encoded
    cut = encoded.rfind(b"/", 0, 156)
    if cut <= 0 or len(encoded) - cut - 1 > 100:
        raise ValueError(f"{path} is too long for a chart archive")
    return encoded[:cut], encoded[cut + 1 :]
