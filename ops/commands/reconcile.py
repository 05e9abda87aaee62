import argparse
from uuid import UUID

from ops.connected import connected

PATIENCE = 600.0
POOL = 4
"""The lock, the gate and a verb hold a connection each."""


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--findings", action="store_true", help="list what disagrees, without looking again")
    what.add_argument("--dismiss", type=UUID, metavar="ID", help="somebody has seen to it")
    parser.add_argument("--note", help="what was done about it")


def run(chosen: argparse.Namespace) -> int:
    if chosen.dismiss:
        if not chosen.note:
            print("--dismiss needs a --note")
            return 2
        return connected(lambda: _dismiss(chosen.dismiss, chosen.note))
    return connected(_list) if chosen.findings else connected(_reconcile, pool=POOL)


async def _reconcile() -> int:
    import integrations
    from tasks.reconciling.run import reconcile

    try:
        done = await reconcile(PATIENCE)
    finally:
        await integrations.close()
    if done is None:
        print("another process is at it")
        return 1
    print(f"{done.looked} looked at, {done.repaired} repaired")
    if done.error:
        print(done.error)
        return 1
    return await _list()


async def _list() -> int:
    """What disagrees, oldest first; fails when something does."""
    from models.reconciling.findings import open_findings

    found = await open_findings()
    for each in found:
        facts = " ".join(f"{name}={fact}" for name, fact in each.facts.items())
        print(f"{each.id}  {each.found_at:%Y-%m-%d %H:%M}  {each.problem} {each.about}  {facts}")
    print(f"{len(found)} disagree" if found else "all agrees")
    return 1 if found else 0


async def _dismiss(finding_id: UUID, note: str) -> int:
    from models.errors import NotFound
    from models.reconciling.findings import dismiss

    try:
        closed = await dismiss(finding_id, note)
    except NotFound:
        print("there is no such finding")
        return 1
    print(f"{closed.problem} {closed.about}: {closed.closed_as}")
    return 0
