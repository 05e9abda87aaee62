"""What may be handed in for which purpose, and how big: one table, which clients read too (C5, FILE-02)."""

from typing import Any

from models.errors import TooLarge, Unsupported
from models.uploads.formats import FORMATS, Format
from models.uploads.tables import MediaKind, Purpose

MEGABYTE = 1024 * 1024
VOICE_SECONDS = 120

PHOTO = {MediaKind.IMAGE: 5 * MEGABYTE}
VIDEO = {MediaKind.VIDEO: 50 * MEGABYTE}
FILE = {MediaKind.FILE: 10 * MEGABYTE}

LIMITS: dict[Purpose, dict[MediaKind, int]] = {
    Purpose.PROFILE: PHOTO,
    Purpose.PORTFOLIO: PHOTO | VIDEO,
    Purpose.LEAD: PHOTO | VIDEO,
    Purpose.MESSAGE: {MediaKind.IMAGE: 10 * MEGABYTE, MediaKind.VOICE: 10 * MEGABYTE} | VIDEO | FILE,
    Purpose.COMPLETION: PHOTO,
    Purpose.REVIEW: PHOTO,
    Purpose.EVIDENCE: PHOTO | VIDEO | FILE,
    Purpose.TICKET: PHOTO | FILE,
}


class FileTooLarge(TooLarge):
    pass


class UnsupportedFile(Unsupported):
    """Neither the file's name nor what its sender calls it counts, only what is in it."""


def most_bytes(purpose: Purpose, recognised: Format | None) -> int:
    """How long the file may get; UnsupportedFile when this purpose does not take such a file at all."""
    kinds = LIMITS[purpose]
    if recognised is None or recognised.kind not in kinds:
        raise UnsupportedFile(purpose=purpose, allowed=content_types(purpose))
    return kinds[recognised.kind]


def content_types(purpose: Purpose) -> list[str]:
    return [each.content_type for each in FORMATS if each.kind in LIMITS[purpose]]


def limits_shown() -> dict[str, Any]:
    return {
        purpose.value: {
            kind.value: {
                "max_bytes": most,
                "content_types": [each.content_type for each in FORMATS if each.kind == kind],
                **({"max_seconds": VOICE_SECONDS} if kind == MediaKind.VOICE else {}),
            }
            for kind, most in kinds.items()
        }
        for purpose, kinds in LIMITS.items()
    }
