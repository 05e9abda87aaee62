import argparse

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    on = what.add_parser("on", help="no refund, transfer or payout leaves; what is due waits")
    on.add_argument("--reason", default="from the command line")
    what.add_parser("off", help="what waited goes on")
    what.add_parser("show", help="whether it is frozen, since when and why; fails when it is")


def run(chosen: argparse.Namespace) -> int:
    if chosen.what == "on":
        return connected(lambda: _freeze(chosen.reason))
    return connected(_unfreeze if chosen.what == "off" else _show)


async def _freeze(reason: str) -> int:
    from models.outgoing.freeze import freeze

    _, is_quiet = await freeze(reason)
    print("frozen" if is_quiet else "frozen; a call that was under way has not ended")
    return 0


async def _unfreeze() -> int:
    from models.outgoing.freeze import unfreeze

    await unfreeze()
    print("open")
    return 0


async def _show() -> int:
    from models.outgoing.freeze import current_freeze

    frozen = await current_freeze()
    print(f"frozen since {frozen.begun_at.isoformat(timespec='seconds')}: {frozen.reason}" if frozen else "open")
    return 1 if frozen else 0
