import argparse
import asyncio
import signal

import uvloop

from ops.surroundings import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_chosen: argparse.Namespace) -> None:
    with surroundings():
        from ops import logs

        logs.install()
        uvloop.run(_work())


async def _work() -> None:
    from tasks import worker

    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    await worker.run(stop)
