import argparse

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("show", help="business time, and how far it stands ahead")


def run(_chosen: argparse.Namespace) -> int:
    return connected(_show)


async def _show() -> int:
    from models.clock import business_now, real_now

    now = await business_now()
    ahead = now - real_now()
    print(f"{now.isoformat(timespec='seconds')}  (ahead by {ahead})")
    return 0
