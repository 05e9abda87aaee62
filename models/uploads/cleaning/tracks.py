"""What the tables of an MP4's track say: what it is, how long it lasts, where its samples lie."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from models.uploads.cleaning.boxes import Box, boxes, read
from models.uploads.cleaning.found import Broken


@dataclass(frozen=True)
class Track:
    box: Box
    number: int
    handler: bytes
    timescale: int
    seconds: float
    width: int
    height: int
    table: dict[bytes, Box]
    """The boxes of its sample table."""


def track_of(file: BinaryIO, trak: Box) -> Track:
    inside = {box.kind: box for box in boxes(file, trak.body, trak.end)}
    media = {box.kind: box for box in boxes(file, inside[b"mdia"].body, inside[b"mdia"].end)}
    handling = {box.kind: box for box in boxes(file, media[b"minf"].body, media[b"minf"].end)}
    table = {box.kind: box for box in boxes(file, handling[b"stbl"].body, handling[b"stbl"].end)}
    header, times = read(file, inside[b"tkhd"]), read(file, media[b"mdhd"])
    width, height = struct.unpack(">II", header[-8:])
    timescale = struct.unpack_from(">I", times, 20 if times[0] else 12)[0]
    lasts = sum(count * each for count, each in entries(read(file, table[b"stts"]), ">II"))
    return Track(
        box=trak,
        number=struct.unpack_from(">I", header, 20 if header[0] else 12)[0],
        handler=read(file, media[b"hdlr"])[8:12],
        timescale=timescale,
        seconds=lasts / timescale,
        width=width >> 16,
        height=height >> 16,
        table=table,
    )


def entries(table: bytes, form: str, header: int = 8) -> Iterator[tuple[int, ...]]:
    """The rows behind a table's version, flags and count."""
    size = struct.calcsize(form)
    return struct.iter_unpack(form, table[header : header + (len(table) - header) // size * size])


def sample_places(file: BinaryIO, track: Track) -> Iterator[tuple[int, int]]:
    """Where the track's samples lie: place and size of each chunk."""
    kind, form = (b"co64", ">Q") if b"co64" in track.table else (b"stco", ">I")
    places = [row[0] for row in entries(read(file, track.table[kind]), form)]
    sizes = read(file, track.table[b"stsz"])
    same, count = struct.unpack_from(">II", sizes, 4)
    each = [row[0] for row in entries(sizes, ">I", header=12)][:count]
    runs = [(first - 1, samples) for first, samples, _ in entries(read(file, track.table[b"stsc"]), ">III")]
    taken = 0
    for (first, samples), (following, _) in zip(runs, [*runs[1:], (len(places), 0)], strict=True):
        for place in places[first:following]:
            size = same * min(samples, count - taken) if same else sum(each[taken : taken + samples])
            taken = min(taken + samples, count)
            yield place, size


def fragment_seconds(file: BinaryIO, moov: Box, fragments: list[Box]) -> float:
    """How long the longest track of a fragmented file lasts; its moov says nothing of that."""
    scales: dict[int, int] = {}
    usual: dict[int, int] = {}
    for box in boxes(file, moov.body, moov.end):
        if box.kind == b"trak":
            track = track_of(file, box)
            scales[track.number] = track.timescale
        elif box.kind == b"mvex":
            for trex in boxes(file, box.body, box.end):
                if trex.kind == b"trex":
                    _, number, _, duration = struct.unpack_from(">4I", read(file, trex))
                    usual[number] = duration
    lasts = dict.fromkeys(scales, 0)
    for moof in fragments:
        for traf in boxes(file, moof.body, moof.end):
            if traf.kind == b"traf":
                number, ticks = run_of(file, traf, usual)
                if number not in lasts:
                    raise Broken("a fragment of no track")
                lasts[number] += ticks
    return max((ticks / scales[number] for number, ticks in lasts.items()), default=0.0)


def run_of(file: BinaryIO, traf: Box, usual: dict[int, int]) -> tuple[int, int]:
    """Which track a fragment belongs to and how many ticks it adds."""
    number, each, ticks = 0, 0, 0
    for box in boxes(file, traf.body, traf.end):
        if box.kind == b"tfhd":
            header = read(file, box)
            flags, number = struct.unpack_from(">II", header)
            skipped = 8 + 8 * bool(flags & 0x1) + 4 * bool(flags & 0x2)
            each = struct.unpack_from(">I", header, skipped)[0] if flags & 0x8 else usual.get(number, 0)
        elif box.kind == b"trun":
            ticks += run_ticks(read(file, box), each)
    return number, ticks


def run_ticks(run: bytes, each: int) -> int:
    flags, count = struct.unpack_from(">II", run)
    if not flags & 0x100:
        return int(count) * each
    columns = sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    start = 8 + 4 * bool(flags & 0x1) + 4 * bool(flags & 0x4)
    rows = struct.iter_unpack(f">{columns}I", run[start : start + 4 * columns * count])
    return sum(row[0] for row in rows)
