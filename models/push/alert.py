"""Have a new lead pushed to handymen who are away (LEAD-07)."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from models import outbox
from models.db import transaction
from models.notices.tables import Notice, NoticeCounter
from models.push.live import live_subscriptions
from models.push.want import About, want

LOOKED_AGAIN_AFTER = timedelta(seconds=60)
"""Until then a socket that died without a word (a tunnel, a flat battery) is known to be dead."""


async def alert(lead_id: UUID, worker_ids: Collection[UUID], present: Collection[UUID] = ()) -> int:
    """To how many browsers; for those of who is present we look again. Browsers show one for each lead."""
    browsers = await live_subscriptions(worker_ids)
    away = [browser for browser in browsers if browser.user_id not in present]
    here = sorted({str(browser.user_id) for browser in browsers if browser.user_id in present})
    async with transaction():
        await want(away, About.LEAD, lead_id)
        if here:
            await outbox.record_later("lead.unheard", LOOKED_AGAIN_AFTER, lead_id=str(lead_id), worker_ids=here)
    return len(away)


async def unheard_by(lead_id: UUID, worker_ids: Collection[UUID]) -> set[UUID]:
    """Those who haven't read the lead's notice."""
    told = Notice.filter(user_id__in=list(worker_ids), kind="lead.new", facts__contains={"lead_id": str(lead_id)})
    places = {notice.user_id: notice.seq for notice in await told}
    read = await NoticeCounter.filter(user_id__in=list(places)).values_list("user_id", "last_read_seq")
    return {user_id for user_id, last_read_seq in read if last_read_seq < places[user_id]}
