import asyncio
import csv
import io
from decimal import Decimal

import pytest

from models.admin.tables import AuditEntry
from models.audit import audit
from models.db import transaction
from models.errors import IdempotencyKeyReused, NotFound
from models.payouts.approve import NoPayoutAccount, WithdrawalNotConfirmed, approve_withdrawal
from models.payouts.batch import NothingToPay, begin_batch, mark_failed, mark_sent, write_file
from models.payouts.cancel import cancel_withdrawal
from models.payouts.holding import WithdrawalMovedOn
from models.payouts.refuse import refuse_withdrawal
from models.payouts.tables import PayoutBatch, PayoutDriver, Withdrawal, WithdrawalStatus
from models.people.sessions import AccountSuspended
from models.people.suspend import suspend
from models.wallet.accounts import balance_of, platform
from models.wallet.tables import AccountKind, Entry, WalletTransaction
from tests import a, build_payouts
from tests.rows import events

pytestmark = pytest.mark.usefixtures("database")


async def total_of(kind: AccountKind) -> Decimal:
    account = await platform(kind)
    amounts = await Entry.filter(account_id=account.id).values_list("amount", flat=True)
    return sum((Decimal(str(each)) for each in amounts), Decimal(0))


async def status_of(asked: Withdrawal) -> str:
    return (await Withdrawal.get(id=asked.id)).status.value


@pytest.mark.req("R-10", "C17", "WAL-12", "WAL-13", "WAL-15")
async def test_from_the_request_to_the_bank() -> None:
    worker, boss = await build_payouts.earner(500), await a.admin()
    asked = await build_payouts.confirmed(worker, 200)
    agent = await a.support()
    await approve_withdrawal(asked.id, by=agent.id)
    assert await total_of(AccountKind.PAYOUTS) == 200
    batch = await begin_batch(by=boss.id)
    [line] = list(csv.DictReader(io.StringIO(await write_file(batch.id, by=boss.id))))
    assert line == {
        "reference": str(asked.id),
        "clabe": build_payouts.CLABE,
        "account_holder": "María Hernández Ruiz",
        "bank_name": "BBVA México",
        "amount": "200.00",
        "currency": "MXN",
        "concept": "TrustMe retiro",
    }
    sent = await mark_sent(asked.id, by=boss.id)
    assert (sent.status, sent.closed_by_id, sent.approved_by_id) == (WithdrawalStatus.SENT, boss.id, agent.id)
    assert await balance_of(worker.id) == 300
    assert (await total_of(AccountKind.PAYOUTS), await total_of(AccountKind.BANK)) == (0, 200)
    [movement] = await WalletTransaction.filter(worker_id=worker.id, transaction_type="withdrawal")
    assert movement.status == "completed"
    assert len(await events("withdrawal.sent")) == 1
    actions = await AuditEntry.all().order_by("id").values_list("action", flat=True)
    assert actions == ["withdrawal.approved", "payout_batch.made", "payout_batch.downloaded", "withdrawal.sent"]
    assert await audit() == []


@pytest.mark.req("WAL-15")
async def test_what_its_owner_has_not_confirmed_is_not_approved() -> None:
    asked = await build_payouts.withdrawal()
    with pytest.raises(WithdrawalNotConfirmed):
        await approve_withdrawal(asked.id, by=(await a.support()).id)


@pytest.mark.req("R-16")
async def test_a_suspension_between_request_and_bank_stops_it_where_it_stands() -> None:
    boss = await a.admin()
    asked, waiting = await build_payouts.confirmed(), await build_payouts.approved()
    for each in (asked, waiting):
        await suspend(each.worker_id, "Investigación", by=boss.id)
    with pytest.raises(AccountSuspended):
        await approve_withdrawal(asked.id, by=boss.id)
    with pytest.raises(NothingToPay):
        await begin_batch(by=boss.id)
    await refuse_withdrawal(waiting.id, "Cuenta suspendida", by=boss.id)
    assert await balance_of(waiting.worker_id) == 500
    assert await audit() == []


@pytest.mark.req("R-10")
async def test_a_refusal_says_why_and_gives_the_money_back_once() -> None:
    worker, agent = await build_payouts.earner(500), await a.support()
    asked = await build_payouts.confirmed(worker, 200)
    for _ in range(2):
        await refuse_withdrawal(asked.id, "La CLABE es de otra persona", by=agent.id, key="no")
    with pytest.raises(IdempotencyKeyReused):
        await refuse_withdrawal(asked.id, "Otra razón", by=agent.id, key="no")
    with pytest.raises(WithdrawalMovedOn):
        await refuse_withdrawal(asked.id, "La CLABE es de otra persona", by=agent.id)
    assert await balance_of(worker.id) == 500
    [told] = await events("withdrawal.refused")
    assert told["reason"] == "La CLABE es de otra persona"
    assert await audit() == []


@pytest.mark.req("R-09")
async def test_two_approvers_at_once_approve_once() -> None:
    asked = await build_payouts.confirmed()
    agents = [await a.support() for _ in range(2)]
    outcomes = await asyncio.gather(
        *(approve_withdrawal(asked.id, by=agent.id) for agent in agents), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["Withdrawal", "WithdrawalMovedOn"]
    assert await AuditEntry.filter(action="withdrawal.approved").count() == 1


@pytest.mark.req("R-09", "R-10")
@pytest.mark.parametrize("turn", range(4))
async def test_approved_against_cancelled_only_one_happens(turn: int) -> None:
    worker, agent = await build_payouts.earner(500), await a.support()
    asked = await build_payouts.confirmed(worker, 200)
    deeds = [approve_withdrawal(asked.id, by=agent.id), cancel_withdrawal(asked.id, by=worker.id)]
    outcomes = await asyncio.gather(*deeds[:: 1 if turn % 2 else -1], return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["Withdrawal", "WithdrawalMovedOn"]
    is_cancelled = await status_of(asked) == "cancelled"
    assert await balance_of(worker.id) == (500 if is_cancelled else 300)
    assert await audit() == []


@pytest.mark.req("R-09")
async def test_two_files_made_at_once_pay_nobody_twice() -> None:
    waiting = [await build_payouts.approved() for _ in range(4)]
    bosses = [await a.admin() for _ in range(3)]
    await asyncio.gather(*(begin_batch(by=boss.id) for boss in bosses), return_exceptions=True)
    rows = await Withdrawal.filter(id__in=[each.id for each in waiting])
    assert {row.status for row in rows} == {WithdrawalStatus.SENDING}
    batch_of = {row.id: row.batch_id for row in rows}
    files = {batch.id: await write_file(batch.id, by=bosses[0].id) for batch in await PayoutBatch.all()}
    for key, batch_id in batch_of.items():
        assert [name for name, file in files.items() if str(key) in file] == [batch_id]


@pytest.mark.req("R-24")
async def test_a_file_asked_for_again_is_the_same_one() -> None:
    await build_payouts.approved()
    boss = await a.admin()
    first = await begin_batch(by=boss.id, key="monday")
    await build_payouts.approved()
    assert (await begin_batch(by=boss.id, key="monday")).id == first.id


async def test_what_is_in_a_file_is_neither_cancelled_nor_refused() -> None:
    asked = await build_payouts.sending()
    with pytest.raises(WithdrawalMovedOn):
        await cancel_withdrawal(asked.id, by=asked.worker_id)
    with pytest.raises(WithdrawalMovedOn):
        await refuse_withdrawal(asked.id, "Tarde", by=(await a.admin()).id)


@pytest.mark.req("R-10", "WAL-13")
@pytest.mark.parametrize("was_sent", [False, True])
async def test_what_the_bank_sends_back_is_earned_money_again_once(was_sent: bool) -> None:
    worker, boss = await build_payouts.earner(500), await a.admin()
    asked = await build_payouts.sending(worker, 200)
    if was_sent:
        await mark_sent(asked.id, by=boss.id)
    outcomes = await asyncio.gather(
        *(mark_failed(asked.id, "Cuenta cerrada", by=boss.id) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(each, Withdrawal) for each in outcomes) == 1
    assert await balance_of(worker.id) == 500
    assert (await total_of(AccountKind.PAYOUTS), await total_of(AccountKind.BANK)) == (0, 0)
    with pytest.raises(WithdrawalMovedOn):
        await mark_sent(asked.id, by=boss.id)
    assert len(await events("withdrawal.failed")) == 1
    assert await audit() == []


@pytest.mark.req("R-09")
async def test_sent_against_failed_only_one_happens() -> None:
    boss, asked = await a.admin(), await build_payouts.sending()
    await asyncio.gather(
        mark_sent(asked.id, by=boss.id), mark_failed(asked.id, "No", by=boss.id), return_exceptions=True
    )
    assert await audit() == []
    assert await status_of(asked) in {"sent", "failed"}


@pytest.mark.req("C17")
async def test_stripe_needs_an_account_to_send_to() -> None:
    asked = await build_payouts.confirmed()
    with pytest.raises(NoPayoutAccount):
        await approve_withdrawal(asked.id, by=(await a.support()).id, driver=PayoutDriver.STRIPE)


async def test_what_is_not_there_is_not_decided() -> None:
    boss = await a.admin()
    for deed in (
        approve_withdrawal(boss.id, by=boss.id),
        refuse_withdrawal(boss.id, "x", by=boss.id),
        mark_sent(boss.id, by=boss.id),
        mark_failed(boss.id, "x", by=boss.id),
        write_file(boss.id, by=boss.id),
    ):
        with pytest.raises(NotFound):
            await deed


@pytest.mark.req("R-09")
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE withdrawals SET amount = amount + 1", "a withdrawal whose money was never held"),
        ("DELETE FROM withdrawals", "money held for no withdrawal"),
        (
            "UPDATE withdrawals SET status = 'cancelled', closed_at = now()",
            "ended without its money coming back",
        ),
        (
            "UPDATE withdrawals SET status = 'sent', closed_at = now(), sent_at = now()",
            "sent without being booked",
        ),
        ("UPDATE wallet_transactions SET status = 'completed'", "a movement that says something else"),
        ("UPDATE withdrawals SET amount = amount + 1", "the payouts account is not what is being withdrawn"),
    ],
)
async def test_the_audit_finds_withdrawals_that_were_tampered_with(statement: str, fault: str) -> None:
    await build_payouts.sending()
    assert await audit() == []
    async with transaction() as verb:
        await verb.connection.execute_script(statement)
    assert any(fault in line for line in await audit()), await audit()
