"""Decide for everybody whose watch is due: a push, a mail, another look, or nothing until something new comes."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from models import outbox
from models.clock import real_now
from models.columns import made_at
from models.db import transaction
from models.push.live import live_subscriptions
from models.push.tables import PushSubscription, UnreadWatch
from models.push.want import About, want
from models.sql import fetch
from settings import settings

PAGE = 500
APART = timedelta(seconds=30)
"""A phone rings for one conversation no more often than this."""
AGAIN = timedelta(seconds=5)
"""Who has just left counts as there for some seconds."""
WHILE_THERE = timedelta(days=1)
"""Who has a socket sees for themselves; as long as this we look whether they still do."""
KIND = "unread_messages"
COLUMNS = ("id", "conversation_id", "user_id", "news_seen", "since", "news_pushed", "pushed_at", "news_mailed")
DECIDED = ("id", "look_at", "news_seen", "news_pushed", "pushed_at", "news_mailed")


async def due(now: datetime | None = None) -> dict[UUID, UUID]:
    """The next watches whose time has come, and whose they are."""
    ready = UnreadWatch.filter(look_at__lte=now or real_now()).order_by("look_at").limit(PAGE)
    return {row["id"]: row["user_id"] for row in await ready.values("id", "user_id")}


async def tell_absent(
    watch_ids: Sequence[UUID], present: Collection[UUID], now: datetime | None = None
) -> tuple[int, int]:
    """How many were pushed and mailed. A watch that another worker holds is that worker's."""
    now = now or real_now()
    told = [0, 0]
    async with transaction():
        rows = await fetch("unread_due", list(watch_ids), now)
        browsers: dict[UUID, list[PushSubscription]] = {}
        for browser in await live_subscriptions({row["user_id"] for row in rows}):
            browsers.setdefault(browser.user_id, []).append(browser)
        watches = []
        for row in rows:
            watch = UnreadWatch(**{name: row[name] for name in COLUMNS}, look_at=None)
            watches.append(watch)
            if row["news"] <= row["news_read"]:
                continue
            if watch.user_id in present:
                look_again(watch, now)
                continue
            told[0] += await push(watch, row["news"], browsers.get(watch.user_id, []), now)
            told[1] += await mail(watch, row, now)
        if watches:
            await fetch("watches_decided", *([getattr(one, name) for one in watches] for name in DECIDED))
    return told[0], told[1]


def look_again(watch: UnreadWatch, now: datetime) -> None:
    """Seldomer the longer it lies there: a socket may have died without a word."""
    waited = now - watch.since
    if waited < WHILE_THERE:
        watch.look_at = now + max(AGAIN, waited)


async def push(watch: UnreadWatch, news: int, browsers: list[PushSubscription], now: datetime) -> bool:
    if not browsers or news <= watch.news_pushed:
        return False
    if watch.pushed_at is not None and now < watch.pushed_at + APART:
        by_then(watch, watch.pushed_at + APART)
        return False
    watch.news_seen, watch.news_pushed, watch.pushed_at = max(news, watch.news_seen), news, now
    await want(browsers, About.CONVERSATION, watch.conversation_id)
    return True


async def mail(watch: UnreadWatch, row: dict[str, Any], now: datetime) -> bool:
    """One until it is read, however much people say; what merely happened has letters of its own."""
    is_waiting = watch.news_mailed is not None and row["news_read"] < watch.news_mailed
    if is_waiting or row["first_said"] is None or not row["email_verified"] or KIND in row["opted_out"]:
        return False
    at = made_at(row["first_said"]) + timedelta(minutes=settings().unread_mail_minutes)
    if now < at:
        by_then(watch, at)
        return False
    watch.news_seen = max(row["news"], watch.news_seen)
    watch.news_mailed = row["news"]
    facts = {"conversation_id": str(watch.conversation_id), "user_id": str(watch.user_id)}
    await outbox.record("conversation.unread", **facts)
    return True


def by_then(watch: UnreadWatch, moment: datetime) -> None:
    watch.look_at = min(moment, watch.look_at) if watch.look_at else moment
