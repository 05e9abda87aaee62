"""The worker process: timers, outbox, sandbox clock and taskiq's receiver in one loop."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import redis.asyncio
import structlog
from redis.exceptions import RedisError
from taskiq.api import run_receiver_task
from taskiq_redis import ListQueueBroker

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
from tasks.unread import look_for_unread

log = structlog.get_logger()

POLL = 1.0
"""Seconds between looks when nobody pings: the net under Redis (architecture: after the commit)."""


async def run(stop: asyncio.Event) -> None:
    """Work until `stop`; what is running is finished first."""
    await database.connect()
    broker = create_broker()
    broker.is_worker_process = True
    wakes = [asyncio.Event(), asyncio.Event()]
    calm = asyncio.Event()
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
                    for wake, work in zip(wakes, (lambda: react_in_turn(broker), fire_or_advance), strict=True)
                ]
                loops += [
                    group.create_task(repeat(work, calm, stop))
                    for work in (look_for_unread, audit_hourly, reconcile_hourly)
                ]
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


async def react_in_turn(broker: ListQueueBroker) -> int:
    """Mails and the like; while timers are behind, one turn a second: what is due comes before word of it."""
    if timers.backlog.is_there:
        await asyncio.sleep(POLL)
    return await outbox.drain_once(carried_by(broker))


async def repeat(work: Callable[[], Awaitable[int]], wake: asyncio.Event, stop: asyncio.Event) -> None:
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
