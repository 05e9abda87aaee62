"""MP4 and MOV without their metadata: places, devices, names and dates of the one who filmed (R-03)."""

from pathlib import Path
from typing import BinaryIO

from models.uploads.cleaning.boxes import blank, boxes, zero
from models.uploads.cleaning.found import Broken, Found
from models.uploads.cleaning.tracks import Track, fragment_seconds, sample_places, track_of

KEPT: dict[bytes, set[bytes]] = {
    b"": {b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp"},
    b"moov": {b"mvhd", b"trak", b"mvex"},
    b"trak": {b"tkhd", b"tref", b"edts", b"mdia", b"tapt"},
    b"mdia": {b"mdhd", b"hdlr", b"minf", b"elng"},
    b"minf": {b"vmhd", b"smhd", b"nmhd", b"gmhd", b"hdlr", b"dinf", b"stbl"},
    b"stbl": {
        *(b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stps", b"sdtp", b"stsc", b"stsz", b"stz2"),
        *(b"stco", b"co64", b"sgpd", b"sbgp", b"subs"),
    },
    b"mvex": {b"mehd", b"trex"},
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun", b"sgpd", b"sbgp", b"subs"},
}
"""What may stand in which box; everything else is metadata, known or yet to be invented."""


def clean_mp4(path: Path) -> Found:
    """Blank all that isn't picture or sound, in place."""
    with path.open("r+b") as file:
        end = path.stat().st_size
        scrub(file, b"", 0, end)
        moov = next((box for box in boxes(file, 0, end) if box.kind == b"moov"), None)
        if moov is None:
            raise Broken("no moov")
        tracks = [track_of(file, box) for box in boxes(file, moov.body, moov.end) if box.kind == b"trak"]
        fragments = [box for box in boxes(file, 0, end) if box.kind == b"moof"]
        for track in tracks:
            if track.handler not in {b"vide", b"soun"}:
                drop(file, track, end, in_fragments=bool(fragments))
        shown = [track for track in tracks if track.handler in {b"vide", b"soun"}]
        if not shown:
            raise Broken("neither picture nor sound")
        return found(shown, fragment_seconds(file, moov, fragments))


def scrub(file: BinaryIO, kind: bytes, start: int, end: int) -> None:
    for box in boxes(file, start, end):
        if box.kind not in KEPT[kind]:
            blank(file, box)
        elif box.kind in KEPT:
            scrub(file, box.kind, box.body, box.end)
        elif box.kind == b"hdlr":
            zero(file, min(box.body + 24, box.end), box.end)  # what the maker calls the track


def drop(file: BinaryIO, track: Track, end: int, *, in_fragments: bool) -> None:
    """A track that isn't seen or heard may tell where the camera was: its samples go too."""
    if in_fragments:
        raise Broken("a track that is neither picture nor sound, in fragments")
    dropped = 0
    for place, size in sample_places(file, track):
        dropped += size
        if place + size > end or dropped > end:
            raise Broken("samples outside of the file")
        zero(file, place, place + size)
    blank(file, track.box)


def found(tracks: list[Track], in_fragments: float) -> Found:
    video = next((track for track in tracks if track.handler == b"vide"), None)
    return Found(
        width=video.width if video else None,
        height=video.height if video else None,
        seconds=round(max([in_fragments, *(track.seconds for track in tracks)]), 2),
        has_video=video is not None,
    )
