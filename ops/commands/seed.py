import argparse
import os
import sys

from ops.connected import connected
from ops.surroundings import home, surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="also people to play with (never in production)")
    parser.add_argument("--migrate", action="store_true", help="bring the tables up to date first")


def run(chosen: argparse.Namespace) -> int:
    if chosen.demo and os.environ.get("TRUSTME_ENV") == "production":
        print("seed: demo accounts have a password that everybody knows", file=sys.stderr)
        return 1
    with surroundings():
        if chosen.migrate:
            from ops.commands import migrate

            migrate.run(chosen)
        connected(lambda: _seed(with_demo=chosen.demo))
    return 0


async def _seed(*, with_demo: bool) -> None:
    from models.workers.seed_catalogue import seed_catalogue

    await seed_catalogue()
    if with_demo:
        from ops import demo

        await demo.settle_in()
        (home() / "demo-accounts").write_text(demo.who())
        print(demo.who())
