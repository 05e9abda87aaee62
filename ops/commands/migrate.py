import argparse
import asyncio

from ops.surroundings import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_chosen: argparse.Namespace) -> None:
    with surroundings():
        from models.migrate import migrate

        asyncio.run(migrate())
