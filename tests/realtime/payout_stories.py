"""Stories of earnings that are withdrawn."""

from models.payouts.batch import mark_failed, mark_sent
from models.payouts.cancel import expire_withdrawal
from models.payouts.refuse import refuse_withdrawal
from models.payouts.request import CONFIRM_WITHIN
from models.payouts.tables import Withdrawal
from tests import a, build_payouts
from tests.moment import stand_still_at
from tests.realtime.stories import tells
from tests.realtime.verify import Check


@tells("withdrawal.approved", "withdrawal.sent", "withdrawal.failed", "withdrawal.refused", "withdrawal.expired")
async def earnings_that_leave_or_come_back(check: Check) -> None:
    worker, boss = await build_payouts.earner(500), await a.admin()

    async def pay() -> None:
        sent = await build_payouts.sending(worker, 100)
        await mark_sent(sent.id, by=boss.id)

    await check.person(worker, pay)
    [sent] = await Withdrawal.filter(worker_id=worker.id)
    await check.person(worker, lambda: mark_failed(sent.id, "Cuenta cerrada", by=boss.id))
    asked = await build_payouts.confirmed(worker, 100)
    await check.person(worker, lambda: refuse_withdrawal(asked.id, "CLABE ajena", by=boss.id))
    last = await build_payouts.withdrawal(worker, 100)
    at = last.created_at + CONFIRM_WITHIN
    await stand_still_at(at)
    await check.person(worker, lambda: expire_withdrawal(last.id, at=at))
