"""While outgoing money is frozen, what would send some waits, unparked; then it goes on."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from models import outbox
from models.clock import real_now
from models.db import transaction
from models.engine_tables import OutboxRow
from models.outgoing.freeze import freeze, unfreeze
from tasks.event import Event, NotYet
from tasks.outbox import drain, drain_once
from tasks.outgoing import OUTGOING, outgoing
from tasks.reactions import REACTIONS

ROOT = Path(__file__).parents[2]
SENDING = {"refund": {"models/payments/give_back.py"}, "create_transfer": {"models/payouts/transfer.py"}}
"""Calls of the provider that send money, and where they may stand: behind a reaction that waits at the gate."""

pytestmark = pytest.mark.usefixtures("database")


class Bank:
    def __init__(self) -> None:
        self.sent = 0
        self.told = 0
        self.is_undecided = False

    async def send(self, _event: Event) -> None:
        if self.is_undecided:
            raise NotYet("somebody has to decide", timedelta(minutes=1))
        self.sent += 1

    async def tell(self, _event: Event) -> None:
        self.told += 1


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    made = Bank()
    monkeypatch.setitem(REACTIONS, "test.owed", (outgoing(made.send), made.tell))
    return made


async def owe() -> None:
    async with transaction():
        await outbox.record("test.owed")


async def test_it_waits_for_as_long_as_it_takes_and_goes_on_when_lifted(bank: Bank) -> None:
    await freeze("Alto")
    await owe()
    for _ in range(5):
        await drain()
        await OutboxRow.filter(done_at=None).update(next_attempt_at=real_now() - timedelta(seconds=1))
    assert (bank.sent, bank.told) == (0, 1)
    waiting = await OutboxRow.get(reaction="send")
    assert (waiting.attempts, waiting.parked_at) == (0, None)
    await unfreeze()
    await drain()
    assert (bank.sent, bank.told) == (1, 1)


async def test_what_was_leased_just_before_the_freeze_waits_too(bank: Bank) -> None:
    await owe()
    await freeze("Alto")
    with pytest.raises(NotYet):
        await REACTIONS["test.owed"][0](Event("test.owed", {}, real_now(), "1"))
    assert bank.sent == 0


async def test_waiting_for_people_is_no_failed_attempt(bank: Bank) -> None:
    bank.is_undecided = True
    await owe()
    for _ in range(5):
        await drain_once()
        await OutboxRow.filter(done_at=None).update(next_attempt_at=real_now() - timedelta(seconds=1))
    waiting = await OutboxRow.get(reaction="send")
    assert (waiting.attempts, waiting.parked_at, waiting.last_error) == (0, None, "somebody has to decide")
    bank.is_undecided = False
    await drain()
    assert bank.sent == 1


def test_every_call_that_sends_money_stands_behind_the_gate() -> None:
    found: dict[str, set[str]] = {name: set() for name in SENDING}
    for folder in ("models", "server", "tasks", "realtime", "ops"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in SENDING:
                    of = getattr(getattr(node.func, "value", None), "id", "")
                    if of in {"provider", "stripe", "payments"}:
                        found[node.func.attr].add(str(path.relative_to(ROOT)))  # type: ignore[attr-defined]
    assert found == SENDING
    assert {"give_back", "send_payout"} <= OUTGOING
