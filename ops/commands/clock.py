import argparse
import asyncio
import sys
from collections.abc import Awaitable
from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("show", help="business time, and how far it stands ahead")
    advance = what.add_parser("advance", help="live through a duration, timer by timer")
    advance.add_argument("by", type=_duration, metavar="PT36H")
    what.add_parser("reset", help="back to real time, on an empty database")


def run(chosen: argparse.Namespace) -> int:
    if chosen.what == "advance":
        return connected(lambda: _try(_advance(chosen.by)))
    return connected(lambda: _try(_reset() if chosen.what == "reset" else _show()))


async def _show() -> None:
    from models.clock import business_now
    from models.sandbox import move

    print(f"{(await business_now()).isoformat(timespec='seconds')}  (ahead by {await move.ahead_by()})")


async def _advance(by: timedelta) -> None:
    """The worker carries it out if one runs; if none does, we do."""
    from models.sandbox import move
    from realtime.publisher import publishing
    from tasks import sandbox_clock

    advance = await move.request_advance(by)
    async with publishing():
        while (progress := await move.progress(advance.id)).done_at is None:
            await sandbox_clock.carry_out_waiting()
            await asyncio.sleep(0.1)
    print(f"{progress.timers_fired} timers fired")
    await _show()


async def _reset() -> None:
    from models.sandbox import move

    await move.reset()
    await _show()


async def _try(work: Awaitable[None]) -> int:
    from models.errors import Refusal

    try:
        await work
    except Refusal as refusal:
        print(f"clock: {refusal.code}: {refusal.message}", file=sys.stderr)
        return 1
    return 0


def _duration(text: str) -> timedelta:
    try:
        return TypeAdapter(timedelta).validate_python(text)
    except ValidationError:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO 8601 duration such as PT36H") from None
