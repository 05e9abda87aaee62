"""The boxes that MP4 and MOV files consist of."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from models.uploads.cleaning.found import Broken

HEADER, LONG_HEADER = 8, 16
ZEROS = bytes(64 * 1024)


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int
    body: int
    end: int


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places, which they must fill exactly."""
    while start < end:
        file.seek(start)
        header = file.read(LONG_HEADER)
        if len(header) < HEADER:
            raise Broken("a box is cut off")
        size, kind = struct.unpack(">I4s", header[:HEADER])
        body = start + HEADER
        if size == 1 and len(header) == LONG_HEADER:
            size, body = struct.unpack(">Q", header[HEADER:])[0], start + LONG_HEADER
        elif size == 0:
            size = end - start
        if start + size < body or start + size > end:
            raise Broken("a box does not fit")
        yield Box(kind, start, body, start + size)
        start += size


def read(file: BinaryIO, box: Box, most: int = 16 * 1024 * 1024) -> bytes:
    if box.end - box.body > most:
        raise Broken("a box is too big")
    file.seek(box.body)
    return file.read(box.end - box.body)


def blank(file: BinaryIO, box: Box) -> None:
    """Nothing moves, since the media is found by its place in the file: the box becomes free space."""
    file.seek(box.start + 4)
    file.write(b"free")
    zero(file, box.body, box.end)


def zero(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    while start < end:
        piece = min(end - start, len(ZEROS))
        file.write(ZEROS[:piece])
        start += piece
