from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from models.audit import audit
from models.db import transaction
from models.engine_tables import Timer
from models.errors import NotFound
from models.payouts.batch import mark_sent
from models.payouts.cancel import cancel_withdrawal, expire_withdrawal
from models.payouts.confirm import confirm_withdrawal, look_at
from models.payouts.holding import WithdrawalMovedOn
from models.payouts.tables import Withdrawal, WithdrawalStatus
from models.people.email_tokens import TokenExpired
from models.people.leave import AccountHoldsMoney, leave
from models.people.tables import User
from models.wallet.accounts import balance_of, wallet_of
from tests import a, build_payouts
from tests.build_payouts import movements
from tests.moment import stand_still_at
from tests.rows import events

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("WAL-15")
async def test_its_owner_confirms_by_mail_once_or_again() -> None:
    asked = await build_payouts.withdrawal()
    token = await build_payouts.token_of(asked)
    first, again = await confirm_withdrawal(token), await confirm_withdrawal(token)
    assert first.confirmed_at == again.confirmed_at is not None
    assert not await Timer.filter(subject_id=asked.id).exists()


@pytest.mark.req("WAL-15")
async def test_a_forged_link_and_one_to_an_old_address_confirm_nothing() -> None:
    asked, other = await build_payouts.withdrawal(), await build_payouts.withdrawal()
    token = await build_payouts.token_of(asked)
    signed = token.partition(".")[2]
    for forged in ("", ".", "x.y", token[:-1], f"{token}A", f"{other.id.hex}.{signed}", f"{asked.id.hex}.ñ"):
        with pytest.raises(NotFound):
            await look_at(forged)
        with pytest.raises(NotFound):
            await confirm_withdrawal(forged)
    await User.filter(id=asked.worker_id).update(email="otra@example.com")
    with pytest.raises(NotFound):
        await confirm_withdrawal(token)


@pytest.mark.req("WAL-15", "R-19")
async def test_unconfirmed_for_a_day_the_money_goes_back_too_early_nothing_happens() -> None:
    worker = await build_payouts.earner()
    asked = await build_payouts.withdrawal(worker)
    token = await build_payouts.token_of(asked)
    due_at = (await Timer.get(subject_id=asked.id)).due_at
    assert due_at - asked.created_at == timedelta(hours=24)
    await expire_withdrawal(asked.id, at=due_at - timedelta(seconds=1))
    assert await balance_of(worker.id) == 300
    await stand_still_at(due_at)
    with pytest.raises(TokenExpired):
        await confirm_withdrawal(token)
    for _ in range(2):
        await expire_withdrawal(asked.id, at=due_at)
    with pytest.raises(WithdrawalMovedOn):
        await confirm_withdrawal_a_minute_earlier(token, due_at)
    assert await balance_of(worker.id) == 500
    assert len(await events("withdrawal.expired")) == 1
    assert await audit() == []


async def confirm_withdrawal_a_minute_earlier(token: str, due_at: datetime) -> None:
    await stand_still_at(due_at - timedelta(minutes=1))
    await confirm_withdrawal(token)


@pytest.mark.req("R-19")
async def test_a_confirmed_withdrawal_does_not_run_out() -> None:
    asked = await build_payouts.confirmed()
    await expire_withdrawal(asked.id, at=asked.created_at + timedelta(hours=48))
    assert (await Withdrawal.get(id=asked.id)).status == WithdrawalStatus.REQUESTED


@pytest.mark.req("WAL-15", "WAL-13")
async def test_its_owner_cancels_until_it_is_approved_and_each_peso_is_earned_money_again() -> None:
    worker = await build_payouts.earner(500)
    asked = await build_payouts.withdrawal(worker, 200)
    with pytest.raises(NotFound):
        await cancel_withdrawal(asked.id, by=(await build_payouts.earner()).id)
    await cancel_withdrawal(asked.id, by=worker.id, key="no")
    await cancel_withdrawal(asked.id, by=worker.id, key="no")
    with pytest.raises(WithdrawalMovedOn):
        await cancel_withdrawal(asked.id, by=worker.id)
    async with transaction():
        assert (await wallet_of(worker.id)).earnings.balance == 500
    assert await movements(worker) == [
        ("withdrawal.requested", Decimal(-200), "failed"),
        ("withdrawal.returned", Decimal(200), "completed"),
    ]
    approved = await build_payouts.approved(worker)
    with pytest.raises(WithdrawalMovedOn) as refused:
        await cancel_withdrawal(approved.id, by=worker.id)
    assert refused.value.details == {"status": "approved"}
    assert await audit() == []


@pytest.mark.req("R-30")
async def test_nobody_leaves_while_money_is_on_its_way_and_then_the_account_number_is_erased() -> None:
    worker = await build_payouts.earner(200)
    asked = await build_payouts.withdrawal(worker, 200)
    with pytest.raises(AccountHoldsMoney) as refused:
        await leave(worker.id)
    assert refused.value.details == {"what": "withdrawal"}
    await Withdrawal.filter(id=asked.id).delete()
    other = await build_payouts.sending(await build_payouts.earner(200), 200)
    await mark_sent(other.id, by=(await a.admin()).id)
    await leave(other.worker_id)
    erased = await Withdrawal.get(id=other.id)
    assert (erased.clabe, erased.account_holder) == ("0" * 18, "—")
