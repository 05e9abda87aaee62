"""One door to all cleaners: a file loses what says who, where and when, or is refused (R-03, R-29)."""

import struct
from pathlib import Path

from models.uploads.cleaning.found import Broken, Found
from models.uploads.cleaning.images import clean_image
from models.uploads.cleaning.mp4 import clean_mp4
from models.uploads.cleaning.ogg import clean_ogg
from models.uploads.cleaning.plain_audio import clean_mp3, clean_wav
from models.uploads.cleaning.webm import clean_webm
from models.uploads.limits import VOICE_SECONDS
from models.uploads.tables import MediaKind

BY_CONTENT_TYPE = {
    "video/mp4": clean_mp4,
    "video/quicktime": clean_mp4,
    "video/webm": clean_webm,
    "audio/mp4": clean_mp4,
    "audio/webm": clean_webm,
    "audio/ogg": clean_ogg,
    "audio/mpeg": clean_mp3,
    "audio/wav": clean_wav,
}
GRACE = 1.0
"""Recorders stop a little late."""


class VoiceTooLong(Broken):
    pass


def clean(path: Path, kind: MediaKind, content_type: str) -> Found:
    """Clean the file in place, in a thread: it takes the processor for a while. Raises Broken."""
    if kind == MediaKind.IMAGE:
        return clean_image(path, content_type)
    if kind == MediaKind.FILE:
        return Found()
    try:
        found = BY_CONTENT_TYPE[content_type](path)
    except (struct.error, LookupError, ArithmeticError, RecursionError) as error:
        raise Broken("tables that don't fit together") from error
    if found.has_video != (kind == MediaKind.VIDEO):
        raise Broken(f"not a {kind}")
    if kind == MediaKind.VOICE and (found.seconds or 0) > VOICE_SECONDS + GRACE:
        raise VoiceTooLong
    return found
