import asyncio
from datetime import timedelta

import pytest

from models import audit_runs
from models.admin.tables import AuditRun
from models.audit_runs import keep_outcome, keep_outcome_if_due, last_run
from models.clock import real_now
from models.db import transaction
from tests import a

pytestmark = pytest.mark.usefixtures("database")


async def test_a_clean_audit_is_kept_with_its_moment() -> None:
    before = real_now()
    run, broken = await keep_outcome()
    assert (run.faults, run.error, broken) == (0, None, [])
    kept = await last_run()
    assert kept is not None
    assert before <= kept.began_at <= kept.finished_at <= real_now()


async def test_faults_are_counted_and_the_first_are_kept() -> None:
    await a.funded(await a.worker())
    async with transaction() as verb:
        await verb.connection.execute_script("UPDATE accounts SET balance = balance + 1 WHERE balance > 0")
    run, broken = await keep_outcome()
    assert run.faults == len(broken) > 0
    assert run.first_faults == broken


async def test_an_audit_that_takes_too_long_breaks_off_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleepy() -> list[str]:
        from tortoise import connections

        await connections.get("default").execute_query("SELECT pg_sleep(20)")
        return []

    monkeypatch.setattr(audit_runs, "LONGEST_STATEMENT", "50ms")
    monkeypatch.setattr(audit_runs, "audit", sleepy)
    run, _ = await keep_outcome()
    assert run.faults is None
    assert run.error is not None
    assert "statement timeout" in run.error


async def test_it_is_due_once_an_hour_and_one_worker_does_it() -> None:
    runs = await asyncio.gather(*(keep_outcome_if_due() for _ in range(4)))
    assert sum(run is not None for run in runs) == 1
    assert await keep_outcome_if_due() is None
    await AuditRun.all().update(began_at=real_now() - timedelta(minutes=61))
    assert await keep_outcome_if_due() is not None
    assert await AuditRun.all().count() == 2
