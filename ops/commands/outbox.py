import argparse
from datetime import datetime, timedelta

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--retry", nargs="+", type=int, metavar="ID", help="try parked reactions again")
    what.add_argument(
        "--late", type=int, metavar="SECONDS", help="fail when something has waited longer than this"
    )


def run(chosen: argparse.Namespace) -> int:
    if chosen.retry:
        return connected(lambda: _retry(chosen.retry))
    if chosen.late is not None:
        return connected(lambda: _late(timedelta(seconds=chosen.late)))
    return connected(_list)


async def _list() -> int:
    """What is parked, then what waits, oldest first."""
    from models.engine_tables import OutboxRow

    open_rows = OutboxRow.filter(done_at__isnull=True)
    for row in await open_rows.order_by("parked_at", "next_attempt_at").limit(200):
        state = "parked" if row.parked_at else f"waits until {_clock(row.next_attempt_at)}"
        print(f"{row.id:>8}  {row.event:28} {row.reaction or '':24} {state:24} tried {row.attempts}×")
        if row.last_error:
            print(f"{'':10}{row.last_error}")
    print(f"{await open_rows.filter(parked_at__isnull=True).count()} waiting, ", end="")
    print(f"{await open_rows.filter(parked_at__isnull=False).count()} parked")
    return 0


async def _retry(ids: list[int]) -> int:
    from models import outbox_work

    revived = [row_id for row_id in ids if await outbox_work.retry_parked(row_id)]
    print(f"{len(revived)} of {len(ids)} are waiting again")
    return 0 if revived == ids else 1


async def _late(allowed: timedelta) -> int:
    """A worker that has stopped draining shows here: the health check of docker-compose.yml asks."""
    from models.clock import real_now
    from models.engine_tables import OutboxRow
    from models.outgoing.gate import is_frozen
    from tasks.outgoing import OUTGOING
    from tasks.reactions import REACTIONS

    assert REACTIONS  # noqa: S101 - reading the table is what marks those that send money
    waiting = OutboxRow.filter(done_at__isnull=True, parked_at__isnull=True)
    if await is_frozen():
        waiting = waiting.exclude(reaction__in=list(OUTGOING))
    late = await waiting.filter(next_attempt_at__lt=real_now() - allowed).count()
    print(f"{late} late")
    return 1 if late else 0


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}"
