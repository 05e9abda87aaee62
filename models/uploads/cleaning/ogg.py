"""Ogg voices (Opus, Vorbis) without their comments (R-03)."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.uploads.cleaning.found import Broken, Found

PAGE = struct.Struct("<4sBBqIIIB")
CONTINUED, FIRST = 1, 2
OPUS_RATE = 48_000
OPUS_MILLISECONDS = (10, 20, 40, 60) * 3 + (10, 20) * 2 + (2.5, 5, 10, 20) * 4
"""How long a frame lasts, by the configuration in its packet's first byte (RFC 6716)."""


@dataclass
class Packet:
    """Where its pieces lie in the file."""

    pieces: list[tuple[int, int]]

    @property
    def length(self) -> int:
        return sum(length for _, length in self.pieces)


@dataclass(frozen=True)
class Page:
    start: int
    end: int
    position: int


def clean_ogg(path: Path) -> Found:
    """Empty the comments, in place."""
    with path.open("r+b") as file:
        pages, packets = walk(file, path.stat().st_size)
        if len(packets) < 3:  # noqa: PLR2004 - head, comments, and something to hear
            raise Broken("nothing to hear")
        head = read(file, packets[0])
        if head.startswith(b"OpusHead"):
            empty_comments(file, packets[1], b"OpusTags", b"")
            seconds = sum(opus_milliseconds(file, packet) for packet in packets[2:]) / 1000
        elif head.startswith(b"\x01vorbis") and len(head) >= 16:  # noqa: PLR2004 - up to its rate
            empty_comments(file, packets[1], b"\x03vorbis", b"\x01")
            rate = struct.unpack_from("<I", head, 12)[0]
            seconds = max(page.position for page in pages) / max(rate, 1)
        else:
            raise Broken("neither Opus nor Vorbis")
        touched = {place for place, _ in packets[1].pieces}
        for page in pages:
            if any(page.start <= place < page.end for place in touched):
                sign(file, page)
    return Found(seconds=round(seconds, 2))


def walk(file: BinaryIO, end: int) -> tuple[list[Page], list[Packet]]:
    """All pages and packets; one stream from beginning to end, or it is refused."""
    pages: list[Page] = []
    packets: list[Packet] = []
    growing: Packet | None = None
    start, stream = 0, None
    while start < end:
        file.seek(start)
        header = file.read(PAGE.size)
        if len(header) < PAGE.size:
            raise Broken("a page is cut off")
        magic, _, flags, position, serial, _, _, count = PAGE.unpack(header)
        segments = file.read(count)
        body = start + PAGE.size + count
        stream = serial if stream is None else stream
        is_ours = serial == stream and bool(flags & FIRST) == (not pages)
        if magic != b"OggS" or len(segments) < count or not is_ours or bool(flags & CONTINUED) != bool(growing):
            raise Broken("a page is not of this stream")
        place = body
        for length in segments:
            growing = growing or Packet([])
            growing.pieces.append((place, length))
            place += length
            if length < 255:  # noqa: PLR2004 - a shorter piece ends its packet
                packets.append(growing)
                growing = None
        if place > end:
            raise Broken("a page is cut off")
        pages.append(Page(start, place, position))
        start = place
    return pages, packets


def read(file: BinaryIO, packet: Packet, most: int = 512) -> bytes:
    data = b""
    for place, length in packet.pieces:
        if len(data) < most:
            file.seek(place)
            data += file.read(length)
    return data


def empty_comments(file: BinaryIO, packet: Packet, magic: bytes, tail: bytes) -> None:
    """No comments and a maker's name of spaces, so that the packet stays as long as it was."""
    padding = packet.length - len(magic) - 8 - len(tail)
    if padding < 0 or not read(file, packet).startswith(magic):
        raise Broken("no comments")
    rest = magic + struct.pack("<I", padding) + b" " * padding + struct.pack("<I", 0) + tail
    for place, length in packet.pieces:
        file.seek(place)
        file.write(rest[:length])
        rest = rest[length:]


def opus_milliseconds(file: BinaryIO, packet: Packet) -> float:
    head = read(file, packet, most=2)[:2]
    if not head:
        return 0
    frames = (1, 2, 2, head[1] & 0x3F if len(head) > 1 else 0)[head[0] & 3]
    return frames * OPUS_MILLISECONDS[head[0] >> 3]


def sign(file: BinaryIO, page: Page) -> None:
    """The page's checksum anew."""
    file.seek(page.start)
    data = bytearray(file.read(page.end - page.start))
    data[22:26] = bytes(4)
    data[22:26] = struct.pack("<I", checksum(data))
    file.seek(page.start)
    file.write(data)


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1
        table.append(value & 0xFFFFFFFF)
    return table


TABLE = _table()


def checksum(data: bytes | bytearray) -> int:
    value = 0
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ TABLE[(value >> 24) ^ byte]
    return value
