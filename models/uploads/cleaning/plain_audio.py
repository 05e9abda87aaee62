"""MP3 and WAV voices: only what is heard is kept (R-03)."""

import struct
from pathlib import Path

from models.uploads.cleaning.found import Broken, Found

KILOBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Of layer III, in MPEG 1 and in its later versions for low rates."""
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
LAYER_III = 1
TAG_HEADER = 10


def clean_mp3(path: Path) -> Found:
    """Keep the frames; tags, pictures and lyrics before and after them go."""
    data = path.read_bytes()
    place = after_tag(data)
    kept, seconds = [], 0.0
    while (frame := frame_at(data, place)) is not None:
        length, lasts = frame
        kept.append(data[place : place + length])
        place, seconds = place + length, seconds + lasts
    if not kept:
        raise Broken("no frames")
    path.write_bytes(b"".join(kept))
    return Found(seconds=round(seconds, 2))


def after_tag(data: bytes) -> int:
    """Behind an ID3v2 tag, whose size is written in sevens of bits."""
    if not data.startswith(b"ID3") or len(data) < TAG_HEADER:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return TAG_HEADER + size + (TAG_HEADER if data[5] & 0x10 else 0)


def frame_at(data: bytes, place: int) -> tuple[int, float] | None:
    """Length and seconds of the frame of layer III at `place`, or None."""
    head = int.from_bytes(data[place : place + 4], "big")
    version, layer, quality, rate = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or layer != LAYER_III or version not in RATES or rate > 2 or not 0 < quality < 15:  # noqa: PLR2004
        return None
    samples = 1152 if version == 3 else 576  # noqa: PLR2004 - MPEG 1
    hertz = RATES[version][rate]
    length = samples // 8 * KILOBITS[version == 3][quality] * 1000 // hertz + (head >> 9 & 1)  # noqa: PLR2004
    if place + length > len(data):
        return None
    return length, samples / hertz


def clean_wav(path: Path) -> Found:
    """Keep the format and the sound; texts and markers go."""
    data = path.read_bytes()
    chunks: dict[bytes, bytes] = {}
    place = 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        chunks.setdefault(name, data[place + 8 : place + 8 + size])
        place += 8 + size + size % 2
    form, sound = chunks.get(b"fmt ", b""), chunks.get(b"data", b"")
    if len(form) < 16 or not sound:  # noqa: PLR2004 - PCM's own sixteen bytes
        raise Broken("no sound")
    bytes_a_second = struct.unpack_from("<I", form, 8)[0]
    if not bytes_a_second:
        raise Broken("no sound")
    body = b"WAVE" + chunk(b"fmt ", form[:40]) + chunk(b"data", sound)
    path.write_bytes(chunk(b"RIFF", body))
    return Found(seconds=round(len(sound) / bytes_a_second, 2))


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
