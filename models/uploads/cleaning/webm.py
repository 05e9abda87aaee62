"""WebM without titles, tags, attachments and dates (R-03)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from models.uploads.cleaning.found import Broken, Found

HEADER, DOC_TYPE = 0x1A45DFA3, 0x4282
SEGMENT, INFO, TRACKS, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
SEEK_HEAD, CUES, VOID = 0x114D9B74, 0x1C53BB6B, 0xEC
TICK_LENGTH, DURATION, MUXER, WRITER = 0x2AD7B1, 0x4489, 0x4D80, 0x5741
TRACK, TRACK_TYPE, TRACK_NAME, VIDEO, WIDTH, HEIGHT = 0xAE, 0x83, 0x536E, 0xE0, 0xB0, 0xBA
CLUSTER_TIME, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK, ADDITIONS = 0xE7, 0xA3, 0xA0, 0xA1, 0x75A1
ENTERED = {SEGMENT, CLUSTER}
"""Their size may be unknown, as in what a browser records: they are entered, never stepped over."""
KEPT = {HEADER, SEGMENT, INFO, TRACKS, CLUSTER, SEEK_HEAD, CUES, CLUSTER_TIME, SIMPLE_BLOCK, BLOCK_GROUP}
KEPT_INFO = {TICK_LENGTH, DURATION, MUXER, WRITER}
PICTURE, SOUND = 1, 2
MILLISECOND = 1_000_000


@dataclass(frozen=True)
class Element:
    name: int
    start: int
    body: int
    end: int


@dataclass
class Seen:
    tick: int = MILLISECOND
    cluster: int = 0
    first: int | None = None
    last: int = 0
    tracks: set[int] = field(default_factory=set)
    size: dict[int, int] = field(default_factory=dict)

    def note(self, moment: int) -> None:
        self.first = moment if self.first is None else min(self.first, moment)
        self.last = max(self.last, moment)


def clean_webm(path: Path) -> Found:
    """Void all that isn't picture or sound, in place."""
    seen = Seen()
    with path.open("r+b") as file:
        for element in elements(file, 0, path.stat().st_size, entering=ENTERED):
            if element.name not in KEPT:
                void(file, element)
            elif element.name in LOOKS:
                LOOKS[element.name](file, element, seen)
    if not seen.tracks or not seen.tracks <= {PICTURE, SOUND} or seen.first is None:
        raise Broken("tracks other than picture and sound, or none")
    return Found(
        width=seen.size.get(WIDTH),
        height=seen.size.get(HEIGHT),
        seconds=round((seen.last - seen.first) * seen.tick / 1_000_000_000, 2),
        has_video=PICTURE in seen.tracks,
    )


def look_at_header(file: BinaryIO, header: Element, _: Seen) -> None:
    types = [read(file, each).rstrip(b"\0") for each in inside(file, header) if each.name == DOC_TYPE]
    if types != [b"webm"]:
        raise Broken("not WebM")


def look_at_info(file: BinaryIO, info: Element, seen: Seen) -> None:
    for part in inside(file, info):
        if part.name not in KEPT_INFO:
            void(file, part)
        elif part.name == TICK_LENGTH:
            seen.tick = number(file, part)
        elif part.name in {MUXER, WRITER}:
            file.seek(part.body)
            file.write(bytes(part.end - part.body))


def look_at_tracks(file: BinaryIO, tracks: Element, seen: Seen) -> None:
    for track in inside(file, tracks):
        if track.name != TRACK:
            void(file, track)
            continue
        for part in inside(file, track):
            if part.name == TRACK_TYPE:
                seen.tracks.add(number(file, part))
            elif part.name == TRACK_NAME:
                void(file, part)
            elif part.name == VIDEO:
                seen.size |= {each.name: number(file, each) for each in inside(file, part)}


def look_at_time(file: BinaryIO, time: Element, seen: Seen) -> None:
    seen.cluster = number(file, time)


def look_at_block(file: BinaryIO, block: Element, seen: Seen) -> None:
    """Its moment, relative to its cluster's, stands behind its track's number."""
    head = read(file, block)
    _, length = vint(head, keep_marker=False, longest=8)
    seen.note(seen.cluster + int.from_bytes(head[length : length + 2], "big", signed=True))


def look_at_group(file: BinaryIO, group: Element, seen: Seen) -> None:
    for part in inside(file, group):
        if part.name == BLOCK:
            look_at_block(file, part, seen)
        elif part.name == ADDITIONS:
            void(file, part)


LOOKS: dict[int, Callable[[BinaryIO, Element, Seen], None]] = {
    HEADER: look_at_header,
    INFO: look_at_info,
    TRACKS: look_at_tracks,
    CLUSTER_TIME: look_at_time,
    SIMPLE_BLOCK: look_at_block,
    BLOCK_GROUP: look_at_group,
}


def inside(file: BinaryIO, element: Element) -> list[Element]:
    return list(elements(file, element.body, element.end, entering=set()))


def elements(file: BinaryIO, start: int, end: int, *, entering: set[int]) -> Iterator[Element]:
    while start < end:
        file.seek(start)
        header = file.read(12)
        name, name_length = vint(header, keep_marker=True, longest=4)
        size, size_length = vint(header[name_length:], keep_marker=False, longest=8)
        body = start + name_length + size_length
        is_unknown = size == (1 << 7 * size_length) - 1
        if name in entering:
            yield Element(name, start, body, body)
            start = body
            continue
        if is_unknown or body + size > end:
            raise Broken("an element does not fit")
        yield Element(name, start, body, body + size)
        start = body + size


def vint(data: bytes, *, keep_marker: bool, longest: int) -> tuple[int, int]:
    """EBML's number of variable length, and that length."""
    if not data or not data[0]:
        raise Broken("no element")
    length = 9 - data[0].bit_length()
    if length > longest or len(data) < length:
        raise Broken("no element")
    value = int.from_bytes(data[:length], "big")
    return value if keep_marker else value & ((1 << 7 * length) - 1), length


def void(file: BinaryIO, element: Element) -> None:
    """Nothing moves: cues name places in the file."""
    length = element.end - element.start
    head = void_head(length)
    file.seek(element.start)
    file.write(head + bytes(length - len(head)))


def void_head(length: int) -> bytes:
    """The name and size that make `length` bytes, themselves included, one empty element."""
    if length <= 0x80:  # noqa: PLR2004 - then the size fits into one byte
        return bytes([VOID, 0x80 | (length - 2)])
    return bytes([VOID, 0x01]) + (length - 9).to_bytes(7, "big")


def read(file: BinaryIO, element: Element) -> bytes:
    file.seek(element.body)
    return file.read(min(element.end - element.body, 64))


def number(file: BinaryIO, element: Element) -> int:
    return int.from_bytes(read(file, element)[:8], "big")
