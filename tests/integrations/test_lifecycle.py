import asyncio

from integrations.lifecycle import ended


async def test_who_swallows_a_cancellation_is_cancelled_again() -> None:
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed += 1
                if swallowed == 2:
                    raise

    async def breaks() -> None:
        raise RuntimeError

    tasks = [asyncio.create_task(stubborn()), asyncio.create_task(breaks())]
    await asyncio.sleep(0)
    async with asyncio.timeout(30):
        await ended(*tasks)
    assert swallowed == 2
