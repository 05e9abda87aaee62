import argparse
import os
import sys
from pathlib import Path

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--conversations", type=int, default=500, metavar="N")
    parser.add_argument("folder", type=Path, metavar="DIR", help="where tokens.txt and convs.txt go")


def run(chosen: argparse.Namespace) -> int:
    if os.environ.get("TRUSTME_ENV") == "production":
        print("bench-seed: people who don't exist have no place in production", file=sys.stderr)
        return 1
    connected(lambda: _seed(chosen.conversations, chosen.folder))
    return 0


async def _seed(conversations: int, folder: Path) -> None:
    from models.workers.seed_catalogue import seed_catalogue
    from ops import bench_people

    await seed_catalogue()
    await bench_people.settle_in(conversations, folder)
