"""The worker process: timers, outbox, sandbox clock and taskiq's receiver in one loop."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import redis.asyncio
import structlog
from redis.exceptions import RedisError
from taskiq.api import run_receiver_task

import integrations
from integrations.lifecycle import ended
from models import database
from models.outbox import WAKE_CHANNEL
from realtime.publisher import publishing
from settings import settings
from tasks import outbox, sandbox_clock, timers
from tasks.audits import audit_hourly
from tasks.reconciling.run import reconcile_hourly
from tasks.slow import carried_by, create_broker
from tasks.sweeps import sweep
from tasks.unread import look_for_news, tell_who_is_away

log = structlog.get_logger()

Work = Callable[[], Awaitable[int]]
"""A look at what there is to do, and some of it done; returns how much there was."""

POLL = 1.0
"""Seconds between looks when nobody pings: the net under Redis (architecture: after the commit)."""
SELDOM = 5.0
"""Seconds, behind a backlog, between looks that cost about the same however much they find."""


async def run(stop: asyncio.Event) -> None:
    """Work until `stop`; what is running is finished first."""
    await database.connect()
    broker = create_broker()
    broker.is_worker_process = True
    wakes = [asyncio.Event(), asyncio.Event()]
    calm = asyncio.Event()
    reactions = in_turn(lambda: outbox.drain_once(carried_by(broker)), stop)
    unhurried = (
        in_turn(look_for_news, stop, SELDOM),
        in_turn(tell_who_is_away, stop),
        audit_hourly,
        reconcile_hourly,
    )
    try:
        async with publishing():
            await broker.startup()
            async with asyncio.TaskGroup() as group:
                background = [
                    group.create_task(listen(wakes)),
                    group.create_task(run_receiver_task(broker, run_startup=False)),
                ]
                loops = [
                    group.create_task(repeat(work, wake, stop))
                    for wake, work in zip(wakes, (reactions, fire_or_advance), strict=True)
                ]
                loops += [group.create_task(repeat(work, calm, stop)) for work in unhurried]
                await stop.wait()
                for wake in (*wakes, calm):
                    wake.set()
                await asyncio.gather(*loops)
                await ended(*background)
    finally:
        await broker.shutdown()
        await integrations.close()
        await database.close()


async def fire_or_advance() -> int:
    """Timers of the present; or, when a jump was asked for, those on its way, one by one."""
    await sweep()
    return await sandbox_clock.carry_out_waiting() or await timers.fire_due()


def in_turn(work: Work, stop: asyncio.Event, seconds: float = POLL) -> Work:
    """`work` which, while timers are behind, waits for its turn: what is due comes before word of it."""

    async def wait_and_work() -> int:
        if timers.backlog.is_there:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await stop.wait()
        return await work()

    return wait_and_work


async def repeat(work: Work, wake: asyncio.Event, stop: asyncio.Event) -> None:
    """Call `work` as long as it finds something, then wait for a ping or a second; outlive every failure."""
    while not stop.is_set():
        found = 0
        try:
            found = await work()
        except Exception:
            log.exception("worker.failed")
        if not found:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await wake.wait()
        wake.clear()


async def listen(wakes: list[asyncio.Event]) -> None:
    """Turn Redis pings into wake-ups, for as long as the process lives."""
    while True:
        try:
            client = redis.asyncio.from_url(settings().redis_url, socket_timeout=None)
            async with client, client.pubsub() as pings:
                await pings.subscribe(WAKE_CHANNEL)
                async for _ in pings.listen():
                    for wake in wakes:
                        wake.set()
        except (RedisError, OSError) as error:
            log.warning("worker.deaf", error=type(error).__name__)
            await asyncio.sleep(POLL)
