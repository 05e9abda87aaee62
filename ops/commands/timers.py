import argparse
from uuid import UUID

from ops.connected import connected


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--retry", nargs="+", type=UUID, metavar="ID", help="try parked timers again")


def run(chosen: argparse.Namespace) -> int:
    if chosen.retry:
        return connected(lambda: _retry(chosen.retry))
    return connected(_list)


async def _list() -> int:
    """What is parked, then what is due and hasn't been done, oldest first."""
    from models.clock import business_now
    from models.engine_tables import Timer

    due = Timer.filter(due_at__lte=await business_now())
    for timer in await due.order_by("parked_at", "due_at", "id").limit(200):
        state = "parked" if timer.parked_at else "waits"
        print(f"{timer.id}  {timer.kind:26} {timer.due_at:%Y-%m-%d %H:%M}  {state:8} tried {timer.attempts}×")
        print(f"{'':10}of {timer.subject_id}{f': {timer.last_error}' if timer.last_error else ''}")
    print(f"{await due.filter(parked_at__isnull=True).count()} waiting, ", end="")
    print(f"{await due.filter(parked_at__isnull=False).count()} parked")
    return 0


async def _retry(ids: list[UUID]) -> int:
    from models import timers_work

    revived = [timer_id for timer_id in ids if await timers_work.retry_parked(timer_id)]
    print(f"{len(revived)} of {len(ids)} are waiting again")
    return 0 if revived == ids else 1
