"""What an operator types when money looks wrong."""

import asyncio
import os
import sys
from decimal import Decimal

from integrations import payments
from models import timers
from models.audit_runs import last_run
from models.clock import real_now
from models.columns import new_id
from models.db import transaction
from models.engine_tables import Timer
from tests import a
from tests.outside import Outside


async def trustme(*words: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ops", *words, env=dict(os.environ), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    return int(process.returncode or 0), said.decode().strip()


async def test_the_freeze_is_put_on_shown_and_lifted(database: str) -> None:
    assert await trustme("freeze", "show") == (0, "open")
    status, said = await trustme("freeze", "on", "--reason", "Algo raro")
    assert (status, said.splitlines()[-1]) == (0, "frozen")
    status, said = await trustme("freeze", "show")
    assert status == 1
    assert said.endswith(": Algo raro")
    status, said = await trustme("freeze", "off")
    assert (status, said.splitlines()[-1]) == (0, "open")


async def test_the_audit_keeps_what_it_found_and_fails_when_something_is_wrong(database: str) -> None:
    assert await trustme("audit") == (0, "everything adds up")
    await a.funded(await a.worker())
    async with transaction() as verb:
        await verb.connection.execute_script("UPDATE accounts SET balance = balance + 1 WHERE balance > 0")
    status, said = await trustme("audit")
    assert status == 1
    assert "an account whose balance isn't the sum of its entries" in said
    kept = await last_run()
    assert kept is not None
    assert kept.faults == len(said.splitlines())


async def test_parked_deadlines_are_listed_and_tried_again(database: str) -> None:
    assert await trustme("timers") == (0, "0 waiting, 0 parked")
    async with transaction() as verb:
        await timers.schedule("escrow.release", new_id(), await verb.now())
    timer = await Timer.get(kind="escrow.release")
    await Timer.filter(id=timer.id).update(parked_at=real_now(), attempts=5, last_error="its worker died of it")
    _, said = await trustme("timers")
    assert said.startswith(f"{timer.id}  escrow.release")
    assert "its worker died of it" in said
    assert said.endswith("0 waiting, 1 parked")
    assert await trustme("timers", "--retry", str(timer.id)) == (0, "1 of 1 are waiting again")
    assert await trustme("timers", "--retry", str(timer.id)) == (1, "0 of 1 are waiting again")
    again = await Timer.get(id=timer.id)
    assert (again.attempts, again.parked_at, again.retry_at, again.due_at) == (0, None, None, timer.due_at)


async def test_what_disagrees_with_stripe_is_listed_until_it_is_dismissed(
    database: str, own_outside: Outside
) -> None:
    assert (await trustme("reconcile"))[1].endswith("all agrees")
    await own_outside.move_clock(-600)
    stray = await payments.create_transfer(
        key="by hand", amount=Decimal(7), destination="acct_x", metadata={}, group="by hand"
    )
    await own_outside.move_clock(0)
    status, said = await trustme("reconcile")
    assert status == 1
    [line, count] = said.splitlines()[-2:]
    assert f"UNKNOWN_TO_US {stray.id}" in line
    assert count == "1 disagree"
    name = line.split()[0]
    assert (await trustme("reconcile", "--dismiss", name))[0] == 2
    dismissed = await trustme("reconcile", "--dismiss", name, "--note", "por una prueba")
    assert dismissed == (0, f"UNKNOWN_TO_US {stray.id}: dismissed")
    assert await trustme("reconcile", "--findings") == (0, "all agrees")
