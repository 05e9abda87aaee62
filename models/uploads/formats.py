"""The kinds of file we take, told by what is in them (R-29)."""

from dataclasses import dataclass

from models.uploads.tables import MediaKind

HEAD = 4096
"""How many first bytes tell what a file is."""


@dataclass(frozen=True)
class Format:
    content_type: str
    extension: str
    kind: MediaKind
    sniffed_as: str
    """What puremagic calls it."""


FORMATS = (
    Format("image/jpeg", "jpg", MediaKind.IMAGE, "image/jpeg"),
    Format("image/png", "png", MediaKind.IMAGE, "image/png"),
    Format("image/webp", "webp", MediaKind.IMAGE, "image/webp"),
    Format("audio/mp4", "m4a", MediaKind.VOICE, "audio/mp4"),
    Format("audio/mp4", "m4a", MediaKind.VOICE, "video/mp4"),
    Format("audio/webm", "weba", MediaKind.VOICE, "video/webm"),
    Format("audio/ogg", "ogg", MediaKind.VOICE, "application/ogg"),
    Format("audio/mpeg", "mp3", MediaKind.VOICE, "audio/mpeg"),
    Format("audio/wav", "wav", MediaKind.VOICE, "audio/wave"),
    Format("video/mp4", "mp4", MediaKind.VIDEO, "video/mp4"),
    Format("video/quicktime", "mov", MediaKind.VIDEO, "video/quicktime"),
    Format("video/webm", "webm", MediaKind.VIDEO, "video/webm"),
    Format("application/pdf", "pdf", MediaKind.FILE, "application/pdf"),
)
PROGRAMS = ("executable", "x-elf", "x-mach", "java", "x-sh", "msdos", "dosexec")


def recognise(head: bytes, said: str) -> Format | None:
    """The format of a file that begins with `head`, or None when we take no such file.

    `said`, what its sender calls it, only tells a voice from a video where the container may hold either.
    """
    import puremagic

    try:
        seen = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return None
    if any(word in mime for mime in seen for word in PROGRAMS):
        return None
    is_voice = said.startswith("audio/") or "audio/mp4" in seen
    fitting = [each for each in FORMATS if each.sniffed_as in seen]
    preferred = [each for each in fitting if (each.kind == MediaKind.VOICE) == is_voice]
    return next(iter(preferred or fitting), None)
