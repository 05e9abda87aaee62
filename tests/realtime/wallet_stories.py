"""What a handyman is told about his wallet; kept with the other stories."""

from datetime import UTC, datetime
from decimal import Decimal

from models.wallet.await_deposit import note_voucher
from models.wallet.deposit import begin_deposit
from models.wallet.settle_deposit import settle_session
from models.wallet.tables import DepositMethod
from tests import a
from tests.models.wallet.test_await_deposit import Slip
from tests.models.wallet.test_deposit import about
from tests.realtime.stories import tells
from tests.realtime.verify import Check


@tells("deposit.pending", "deposit.failed")
async def a_voucher_that_nobody_pays(check: Check) -> None:
    worker = await a.worker()
    begun = await begin_deposit(by=worker.id, amount=Decimal("500.00"), method=DepositMethod.OXXO)
    await settle_session(about(begun, payment_status="unpaid"))
    slip = Slip(expires_at=datetime(2030, 1, 1, tzinfo=UTC))
    await check.person(worker, lambda: note_voucher(begun.id, slip))
    await check.person(worker, lambda: settle_session(about(begun, payment_status="unpaid"), failed=True))
