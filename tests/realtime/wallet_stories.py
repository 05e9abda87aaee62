"""What a handyman is told about his wallet; kept with the other stories."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from models.wallet.await_deposit import note_voucher
from models.wallet.decline_reload import decline_reload
from models.wallet.deposit import begin_deposit
from models.wallet.new_week import EVERYBODY, tell_new_week
from models.wallet.set_auto_reload import set_auto_reload
from models.wallet.settle_deposit import settle_deposit, settle_session
from models.wallet.tables import AutoReload, DepositMethod
from tests import a
from tests.build_reloads import reloads, saved_card
from tests.models.wallet.test_await_deposit import Slip
from tests.models.wallet.test_deposit import about
from tests.models.wallet.test_new_week import MONDAY
from tests.moment import stand_still_at
from tests.realtime.stories import tells
from tests.realtime.verify import Check

LINE = Decimal(9_000)
"""So high that each change of the switch begins a reload."""


@tells("deposit.pending", "deposit.failed")
async def a_voucher_that_nobody_pays(check: Check) -> None:
    worker = await a.worker()
    begun = await begin_deposit(by=worker.id, amount=Decimal("500.00"), method=DepositMethod.OXXO)
    await settle_session(about(begun, payment_status="unpaid"))
    slip = Slip(expires_at=datetime(2030, 1, 1, tzinfo=UTC))
    await check.person(worker, lambda: note_voucher(begun.id, slip))
    await check.person(worker, lambda: settle_session(about(begun, payment_status="unpaid"), failed=True))


@tells(
    "auto_reload.completed",
    "auto_reload.confirmation_needed",
    "auto_reload.declined",
    "auto_reload.disabled",
    "wallet.low",
)
async def a_wallet_that_fills_itself_until_the_bank_says_no(check: Check) -> None:
    worker = await a.funded(await a.worker(), 250)
    await check.person(worker, lambda: a.purchase(worker))
    await saved_card(worker)
    for outcome in ("", "authentication_required", "generic_decline", "generic_decline"):

        async def told(outcome: str = outcome) -> None:
            await set_auto_reload(
                by=worker.id, enabled=await AutoReload.all().count() == 0 or None, threshold=LINE
            )
            reload = (await reloads(worker))[-1]
            if outcome:
                await decline_reload(reload.id, outcome)
            else:
                await settle_deposit(reload.id, "pi_1", reload.amount, "mxn", paid=True)

        await check.person(worker, told)


@tells("budget.reset")
async def a_new_week(check: Check) -> None:
    await stand_still_at(MONDAY - timedelta(days=1))
    worker = await a.funded(await a.worker())
    await a.purchase(worker)

    async def passes() -> None:
        await stand_still_at(MONDAY)
        await tell_new_week(EVERYBODY, at=MONDAY)

    await check.person(worker, passes)
