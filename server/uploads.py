"""Files in and out: taken from a form onto the disk and into storage, handed out by signed links (R-29)."""

import asyncio
from datetime import timedelta

from quart import Blueprint, Response, redirect
from werkzeug.wrappers import Response as Redirect

from integrations import storage
from models.errors import Refused
from models.uploads.abandon import abandon
from models.uploads.access import media_for
from models.uploads.begin import begin
from models.uploads.buckets import BUCKETS
from models.uploads.cleaning.clean import VoiceTooLong, clean
from models.uploads.cleaning.found import Broken
from models.uploads.limits import VOICE_SECONDS, limits_shown
from models.uploads.peaks import read_peaks
from models.uploads.receive import receive
from models.uploads.shown import shown
from models.uploads.tables import MediaKind, Upload
from server.edge import asker, key_of, ok, perhaps_asker, signed_in
from server.limits import HOUR, limited
from server.spooling import Spooled, spooled

blueprint = Blueprint("uploads", __name__, url_prefix="/api")

LINK_LASTS = timedelta(minutes=5)
LINK_IS_KEPT = 60
"""Seconds that a browser may go on using a link: well within its life."""


class BrokenFile(Refused):
    pass


class VoiceOverTwoMinutes(Refused):
    pass


@blueprint.get("/uploads/limits")
async def show_limits() -> tuple[Response, int]:
    return ok(limits_shown())


@blueprint.post("/uploads")
@signed_in()
@limited("upload", 120, per=HOUR)
async def upload() -> tuple[Response, int]:
    async with spooled() as spool:
        recognised = spool.decide()
        peaks = read_peaks(spool.fields.get("peaks"), recognised.kind)
        seconds = await listen(spool) if recognised.kind == MediaKind.VOICE else None
        begun = await begin(
            by=asker().id,
            purpose=spool.purpose,
            recognised=recognised,
            byte_size=spool.path.stat().st_size,
            seconds=seconds,
            peaks=peaks,
        )
        await store(begun, spool)
    return ok(shown(await receive(begun.id)) | {"purpose": begun.purpose.value}, 201)


async def listen(spool: Spooled) -> float | None:
    """How long a voice lasts is told at once: its author waits for the answer, and it costs next to nothing."""
    recognised = spool.decide()
    try:
        found = await asyncio.to_thread(clean, spool.path, recognised.kind, recognised.content_type)
    except VoiceTooLong:
        raise VoiceOverTwoMinutes(max_seconds=VOICE_SECONDS) from None
    except Broken:
        raise BrokenFile from None
    return found.seconds


async def store(begun: Upload, spool: Spooled) -> None:
    try:
        await storage.put(BUCKETS[begun.purpose], begun.object_key, spool.path, begun.content_type)
    except BaseException:  # also when the client goes away meanwhile
        await asyncio.shield(abandon(begun.id))
        raise


@blueprint.get("/media/<upload_id>")
async def show_media(upload_id: str) -> Redirect:
    """Authorised at every request; the link that it leads to opens for everybody, shortly."""
    media = await media_for(await perhaps_asker(), key_of(upload_id))
    link = await storage.sign(
        BUCKETS[media.purpose],
        media.object_key,
        expires_for=LINK_LASTS,
        content_type=media.content_type,
        disposition="inline" if media.kind == MediaKind.IMAGE else "attachment",
    )
    answer = redirect(link, 302)
    answer.headers["Cache-Control"] = f"private, max-age={LINK_IS_KEPT}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
