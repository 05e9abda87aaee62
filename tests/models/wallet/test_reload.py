"""A wallet that fills itself: when it begins, what the bank may say, and never twice at once."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from models.audit import audit
from models.db import transaction
from models.engine_tables import OutboxRow, Timer
from models.leads.purchase import purchase
from models.notices.tables import Notice
from models.people.leave import AccountHoldsMoney, leave
from models.people.tables import User, UserStatus
from models.wallet import accounts, ledger
from models.wallet.accounts import balance_of
from models.wallet.await_deposit import give_up
from models.wallet.decline_reload import decline_reload
from models.wallet.ledger import InsufficientBalance
from models.wallet.reload import retry_reload
from models.wallet.remove_card import remove_card
from models.wallet.set_auto_reload import set_auto_reload
from models.wallet.settle_deposit import settle_deposit
from models.wallet.tables import AccountKind, AutoReload, Deposit, DepositStatus, TransferKind, WalletTransaction
from tests import a
from tests.build_reloads import reloading, reloads, saved_card

pytestmark = pytest.mark.usefixtures("database")


async def told(worker: User) -> list[str]:
    kinds = await Notice.filter(user_id=worker.id).order_by("seq").values_list("kind", flat=True)
    return [str(kind) for kind in kinds if str(kind).startswith(("auto_reload.", "wallet.low"))]


async def pays(deposit: Deposit) -> None:
    await settle_deposit(deposit.id, f"pi_{deposit.id}", deposit.amount, "mxn", paid=True)


async def setting_of(worker: User) -> AutoReload:
    return await AutoReload.get(worker_id=worker.id)


@pytest.mark.req("WAL-08", "TIM-18")
async def test_a_purchase_that_leaves_less_than_the_line_begins_a_reload() -> None:
    worker = await reloading(await a.worker(), 350)
    await a.purchase(worker)
    assert await reloads(worker) == []
    await a.purchase(worker)
    [reload] = await reloads(worker)
    assert (reload.status, reload.amount) == (DepositStatus.CREATED, 500)
    [order] = await OutboxRow.filter(event="auto_reload.intended")
    assert order.facts == {"deposit_id": str(reload.id)}
    await asyncio.gather(*(pays(reload) for _ in range(5)))
    assert await balance_of(worker.id) == 650
    assert await told(worker) == ["auto_reload.completed"]
    assert await OutboxRow.filter(event="auto_reload.completed").count() == 1
    movement = await WalletTransaction.get(worker_id=worker.id, description="deposit.automatic")
    assert movement.amount == 500
    assert await audit() == []


@pytest.mark.req("WAL-08", "R-10")
async def test_what_is_withdrawn_or_merely_moved_begins_no_reload() -> None:
    worker = await reloading(await a.worker(), 250)
    async with transaction():
        wallet = await accounts.wallet_of(worker.id)
        clearing = await accounts.platform(AccountKind.CLEARING)
        moves = [(wallet.deposits, Decimal(-200)), (clearing, Decimal(200))]
        await ledger.post(TransferKind.WITHDRAWAL, "withdrawal:1", moves)
    assert await reloads(worker) == []


@pytest.mark.req("WAL-08", "BUD-04")
@pytest.mark.parametrize("balance", [250, 300, 450])
async def test_purchases_at_once_begin_one_reload(balance: int) -> None:
    worker = await reloading(await a.worker(), balance)
    leads = [await a.lead(worker) for _ in range(4)]
    bought = await asyncio.gather(*(purchase(lead.id, by=worker.id) for lead in leads), return_exceptions=True)
    refused = [one for one in bought if isinstance(one, BaseException)]
    assert all(isinstance(one, InsufficientBalance) for one in refused)
    assert await balance_of(worker.id) == balance - 100 * (4 - len(refused)) >= 0
    assert len(await reloads(worker)) == 1


@pytest.mark.req("WAL-08", "WAL-11")
async def test_a_reload_that_arrives_while_purchases_go_on_adds_up() -> None:
    worker = await reloading(await a.worker(), 250)
    await a.purchase(worker)
    [reload] = await reloads(worker)
    leads = [await a.lead(worker) for _ in range(3)]
    await asyncio.gather(
        pays(reload), *(purchase(lead.id, by=worker.id) for lead in leads), pays(reload), return_exceptions=True
    )
    bought = await WalletTransaction.filter(worker_id=worker.id, transaction_type="lead_purchase").count()
    assert await balance_of(worker.id) == 250 + 500 - 100 * bought
    waiting = await Deposit.filter(worker_id=worker.id, is_automatic=True, status=DepositStatus.CREATED).count()
    assert waiting <= 1
    assert await audit() == []


@pytest.mark.req("WAL-08")
async def test_three_refusals_in_a_row_switch_it_off_and_each_is_told_once() -> None:
    worker = await reloading(await a.worker(), 250)
    await a.purchase(worker)
    for number in range(1, 4):
        reload = (await reloads(worker))[-1]
        await asyncio.gather(*(decline_reload(reload.id, "insufficient_funds") for _ in range(4)))
        assert (await setting_of(worker)).failures == number
        retry = await Timer.get_or_none(kind="auto_reload.retry", subject_id=worker.id)
        if number < 3:
            assert retry
            await retry_reload(worker.id, at=retry.due_at)
            await retry_reload(worker.id, at=retry.due_at)
    assert len(await reloads(worker)) == 3
    assert not (await setting_of(worker)).is_enabled
    assert await told(worker) == ["auto_reload.declined", "auto_reload.declined", "auto_reload.disabled"]
    await retry_reload(worker.id, at=(await setting_of(worker)).updated_at + timedelta(days=1))
    assert len(await reloads(worker)) == 3
    assert await balance_of(worker.id) == 150


@pytest.mark.req("WAL-08")
async def test_a_reload_that_works_forgets_the_refusals_before_it() -> None:
    worker = await reloading(await a.worker(), 250)
    await a.purchase(worker)
    await decline_reload((await reloads(worker))[0].id, "generic_decline")
    await retry_reload(worker.id, at=(await setting_of(worker)).updated_at + timedelta(days=1))
    await pays((await reloads(worker))[1])
    assert ((await setting_of(worker)).failures, await balance_of(worker.id)) == (0, 650)
    assert not await Timer.filter(kind="auto_reload.retry").exists()


@pytest.mark.req("WAL-08")
async def test_a_bank_that_wants_the_holder_is_told_and_not_tried_again_tomorrow() -> None:
    worker = await reloading(await a.worker(), 250)
    await a.purchase(worker)
    await decline_reload((await reloads(worker))[0].id, "authentication_required")
    assert await told(worker) == ["auto_reload.confirmation_needed"]
    assert not await Timer.filter(kind="auto_reload.retry").exists()
    assert (await setting_of(worker)).is_enabled


@pytest.mark.req("WAL-08", "R-12")
async def test_a_success_told_after_a_refusal_still_counts() -> None:
    worker = await reloading(await a.worker(), 250)
    await a.purchase(worker)
    [reload] = await reloads(worker)
    await asyncio.gather(decline_reload(reload.id, "generic_decline"), pays(reload))
    [reload] = await reloads(worker)
    assert (reload.status, reload.failure) == (DepositStatus.COMPLETED, None)
    assert await balance_of(worker.id) == 650
    assert await audit() == []


@pytest.mark.req("WAL-08")
async def test_switched_on_below_its_line_it_reloads_at_once_and_once() -> None:
    worker = await reloading(await a.worker(), 150)
    await asyncio.gather(*(set_auto_reload(by=worker.id, enabled=True) for _ in range(5)))
    assert len(await reloads(worker)) == 1


@pytest.mark.req("WAL-08", "R-16")
async def test_nobody_who_is_suspended_is_charged_again() -> None:
    worker = await reloading(await a.worker(), 250)
    await a.purchase(worker)
    await decline_reload((await reloads(worker))[0].id, "generic_decline")
    await User.filter(id=worker.id).update(status=UserStatus.SUSPENDED)
    await retry_reload(worker.id, at=(await setting_of(worker)).updated_at + timedelta(days=1))
    assert len(await reloads(worker)) == 1


@pytest.mark.req("WAL-08")
async def test_a_card_that_is_removed_switches_it_off_and_says_nothing_of_refusals() -> None:
    worker = await reloading(await a.worker(), 250)
    await a.purchase(worker)
    [reload] = await reloads(worker)
    assert reload.card_id
    await asyncio.gather(remove_card(reload.card_id, by=worker.id), decline_reload(reload.id, "generic_decline"))
    setting = await setting_of(worker)
    assert (setting.is_enabled, setting.card_id) == (False, None)
    assert await OutboxRow.filter(event="card.unwanted").count() == 1
    other = await saved_card(worker)
    await set_auto_reload(by=worker.id, enabled=True)
    assert (await setting_of(worker)).card_id == other.id


@pytest.mark.req("WAL-09", "WAL-08")
async def test_who_is_being_reloaded_is_not_told_to_pay_in() -> None:
    worker = await reloading(await a.worker(), 250)
    await a.purchase(worker)
    assert await told(worker) == []


@pytest.mark.req("WAL-09")
async def test_a_free_contact_falls_nowhere() -> None:
    worker = await a.worker(free=True)
    await a.purchase(worker)
    assert await told(worker) == []


@pytest.mark.req("R-30", "WAL-08")
async def test_who_leaves_takes_his_cards_along_and_not_while_he_is_charged() -> None:
    worker = await a.worker()
    await saved_card(worker)
    await set_auto_reload(by=worker.id, enabled=True)
    with pytest.raises(AccountHoldsMoney) as refused:
        await leave(worker.id)
    assert refused.value.details == {"what": "deposit"}
    await give_up((await reloads(worker))[0].id)
    await leave(worker.id)
    assert await OutboxRow.filter(event="card.unwanted").count() == 1
    setting = await setting_of(worker)
    assert (setting.is_enabled, setting.card_id) == (False, None)
