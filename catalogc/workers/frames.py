"""Messages between a pool and its workers: a length and a marshalled tuple.

Marshal loads in no time, builds plain values only and both ends are one interpreter.
"""

import marshal
from collections.abc import Iterator
from typing import Any, BinaryIO

_LENGTH_BYTES = 8

Message = tuple[Any, ...]


def encode(message: Message) -> bytes:
    """Return the bytes of one frame.

    Raises:
        ValueError: the message holds something else than plain values.
    """
    body = marshal.dumps(message)
    return len(body).to_bytes(_LENGTH_BYTES, "little") + body


def read(stream: BinaryIO) -> Message | None:
    """Read one frame from a buffered stream; None at its end, also inside a frame."""
    header = stream.read(_LENGTH_BYTES)
    if len(header) < _LENGTH_BYTES:
        return None
    size = int.from_bytes(header, "little")
    body = stream.read(size)
    if len(body) < size:
        return None
    message: Message = marshal.loads(body)  # noqa: S302 - written by our own process
    return message


class Decoder:
    """Frames out of pieces as they arrive."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, piece: bytes) -> Iterator[Message]:
        """Add a piece and yield the messages that it completes."""
        self._buffer += piece
        while len(self._buffer) >= _LENGTH_BYTES:
            end = _LENGTH_BYTES + int.from_bytes(self._buffer[:_LENGTH_BYTES], "little")
            if len(self._buffer) < end:
                return
            message: Message = marshal.loads(memoryview(self._buffer)[_LENGTH_BYTES:end])  # noqa: S302
            del self._buffer[:end]
            yield message
