"""Alerts to who is away, and what becomes of each push."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from integrations import presence
from models.clock import real_now
from models.engine_tables import OutboxRow
from models.leads.cancel import cancel
from models.notices.read import read as read_notices
from models.people.log_out import log_out
from models.people.tables import Session, User
from models.push.alert import alert
from models.push.outcome import DROPPED_AFTER
from models.push.subscribe import Browser, subscribe
from models.push.tables import PushSubscription
from settings import settings
from tasks.outbox import drain, drain_once
from tests import a, build_push
from tests.outside import Outside
from tests.realtime.nodes import Node, People

pytestmark = pytest.mark.usefixtures("database")


async def shown(outside: Outside, browser: dict[str, Any]) -> list[dict[str, Any]]:
    return [push["payload"] for push in await outside.pushes(browser)]


async def due_now() -> None:
    await OutboxRow.filter(done_at=None).update(next_attempt_at=real_now() - timedelta(seconds=1))


@pytest.mark.req("LEAD-07", "R-02")
async def test_a_handyman_without_a_socket_gets_the_lead_as_tier_0_shows_it(outside: Outside) -> None:
    worker, other = await a.worker(), await a.worker()
    browser, others = [await build_push.browser(person, outside) for person in (worker, other)]
    lead = await a.lead(worker, urgency="urgent")
    await drain()
    [push] = await outside.pushes(browser)
    assert push["payload"] == {
        "title": "Nueva solicitud: Fuga en el baño",
        "body": "Urgente · Plomería · Roma Norte · $100.00",
        "tag": f"lead:{lead.id}",
        "url": f"/leads/{lead.id}",
        "lang": "es-MX",
    }
    assert (push["ttl"], push["urgency"], len(push["topic"])) == ("14400", "high", 32)
    assert await outside.pushes(others) == []
    kept = await PushSubscription.get(id=browser["id"])
    assert kept.last_ok_at is not None


@pytest.mark.req("LEAD-07")
async def test_who_has_a_socket_is_not_pushed(node: Node, people: People, outside: Outside) -> None:
    here, away = await a.worker(), await a.worker(locale="en")
    browsers = [await build_push.browser(person, outside) for person in (here, away)]
    socket = await people.client(node, here)
    async with asyncio.timeout(10):
        while not await presence.online([here.id, away.id]):  # noqa: ASYNC110 - told once a second
            await asyncio.sleep(0.02)
    await a.lead(here, away)
    await socket.hears("lead:new")
    await drain()
    assert [len(await shown(outside, browser)) for browser in browsers] == [0, 1]
    assert (await shown(outside, browsers[1]))[0]["title"] == "New request: Fuga en el baño"
    assert await presence.online([here.id, away.id]) == {here.id}
    await due_now()
    await drain()
    assert await shown(outside, browsers[0]) == [], "still there"


@pytest.mark.req("LEAD-07")
async def test_a_minute_later_we_look_again_at_who_was_there_and_never_looked(outside: Outside) -> None:
    gone, reading, other = [await a.worker() for _ in range(3)]
    browsers = [await build_push.browser(person, outside) for person in (gone, reading, other)]
    lead = await a.lead(gone, reading)
    await OutboxRow.all().delete()
    await alert(lead.id, [gone.id, reading.id], present={gone.id, reading.id})
    await drain()
    assert [len(await shown(outside, browser)) for browser in browsers] == [0, 0, 0]
    await read_notices(reading.id, 1)
    await due_now()
    await drain()
    assert [len(await shown(outside, browser)) for browser in browsers] == [1, 0, 0]
    await due_now()
    await drain()
    assert len(await shown(outside, browsers[0])) == 1


@pytest.mark.req("R-26")
async def test_without_redis_everybody_counts_as_away(
    node: Node, people: People, environment: pytest.MonkeyPatch, unused_port: int
) -> None:
    here = await a.worker()
    await people.client(node, here)
    environment.setenv("REDIS_URL", f"redis://127.0.0.1:{unused_port}/0")
    settings.cache_clear()
    assert await presence.online([here.id]) == set()


async def test_a_lead_that_is_gone_or_bought_meanwhile_is_not_alerted(outside: Outside) -> None:
    worker = await a.funded(await a.worker())
    browser, client = await build_push.browser(worker, outside), await a.client()
    cancelled = await a.lead(worker, client=client)
    await cancel(cancelled.id, by=client)
    await a.purchase(worker)
    await drain()
    assert await shown(outside, browser) == []


@pytest.mark.req("SEC-02")
async def test_a_browser_that_was_signed_out_hears_nothing(outside: Outside) -> None:
    worker = await a.worker()
    sessions = [await build_push.session_of(worker) for _ in range(3)]
    browsers = [await build_push.browser(worker, outside, session=each) for each in sessions]
    await log_out(worker.id, only=sessions[0].id)
    await Session.filter(id=sessions[1].id).update(last_seen_at=real_now() - timedelta(days=31))
    await a.lead(worker)
    await drain()
    assert [len(await shown(outside, browser)) for browser in browsers] == [0, 0, 1]


async def test_who_took_a_browser_over_is_the_only_one_it_speaks_to(outside: Outside) -> None:
    before, after = await a.worker(), await a.client()
    browser = await build_push.browser(before, outside)
    await subscribe(
        Browser(browser["endpoint"], **browser["keys"]), by=after, session=await build_push.session_of(after)
    )
    await a.lead(before)
    await drain()
    assert await shown(outside, browser) == []


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_listens_no_more_is_forgotten(outside: Outside, status: int) -> None:
    worker = await a.worker()
    await outside.push_answers(await build_push.browser(worker, outside), status)
    await a.lead(worker)
    await drain()
    assert not await PushSubscription.exists()
    assert not await OutboxRow.filter(done_at=None).exists()


@pytest.mark.req("NOTE-02")
@pytest.mark.parametrize("status", [429, 500])
async def test_a_service_that_can_not_now_is_asked_three_times(outside: Outside, status: int) -> None:
    worker = await a.worker()
    browser = await build_push.browser(worker, outside)
    await outside.push_answers(browser, status)
    await a.lead(worker)
    await drain()
    for _ in range(2):
        await due_now()
        await drain_once()
    parked = await OutboxRow.get(reaction="deliver_push")
    assert (parked.attempts, parked.parked_at is not None) == (3, True)
    assert browser["endpoint"] not in (parked.last_error or "")
    assert (await PushSubscription.get(id=browser["id"])).failures == 3


async def test_a_service_that_comes_back_is_forgiven(outside: Outside) -> None:
    worker = await a.worker()
    browser = await build_push.browser(worker, outside)
    await outside.push_answers(browser, 503)
    await a.lead(worker)
    await drain()
    await outside.push_answers(browser, 201)
    await due_now()
    await drain()
    assert len(await shown(outside, browser)) == 1
    assert (await PushSubscription.get(id=browser["id"])).failures == 0


async def test_a_browser_that_never_works_is_dropped(outside: Outside) -> None:
    worker = await a.worker()
    browser = await build_push.browser(worker, outside)
    await outside.push_answers(browser, 403)
    await PushSubscription.filter(id=browser["id"]).update(failures=DROPPED_AFTER - 2)
    client = await a.client()
    for left in (True, False):
        await a.lead(worker, client=client)
        await drain()
        assert await PushSubscription.exists() is left
    assert not await OutboxRow.filter(parked_at__not_isnull=True).exists()


async def test_a_suspended_handyman_is_not_alerted(outside: Outside) -> None:
    worker = await a.worker()
    browser = await build_push.browser(worker, outside)
    await a.lead(worker)
    await User.filter(id=worker.id).update(status="suspended")
    await drain()
    assert await shown(outside, browser) == []
