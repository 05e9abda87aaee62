"""Builders of withdrawals at any stage, by the verbs that people set off."""

from decimal import Decimal
from typing import Any

from models.payouts.approve import approve_withdrawal
from models.payouts.batch import begin_batch
from models.payouts.confirm import confirm_withdrawal, confirmation_token
from models.payouts.request import request_withdrawal
from models.payouts.tables import PayoutAccount, PayoutDriver, Withdrawal
from models.people.tables import User
from models.wallet.tables import WalletTransaction
from tests import a

CLABE = "012180001234567899"
ACCOUNT = {"clabe": CLABE, "account_holder": "María Hernández Ruiz"}


async def earner(amount: int = 500) -> User:
    return await a.earning(await a.worker(), amount)


async def withdrawal(worker: User | None = None, amount: int = 200, **but: Any) -> Withdrawal:
    worker = worker or await earner()
    given: dict[str, Any] = ACCOUNT | {"amount": Decimal(amount)} | but
    return await request_withdrawal(by=worker.id, **given)


async def token_of(asked: Withdrawal) -> str:
    return confirmation_token(asked, await User.get(id=asked.worker_id))


async def confirmed(worker: User | None = None, amount: int = 200) -> Withdrawal:
    return await confirm_withdrawal(await token_of(await withdrawal(worker, amount)))


async def approved(
    worker: User | None = None, amount: int = 200, driver: PayoutDriver = PayoutDriver.BATCH
) -> Withdrawal:
    asked = await confirmed(worker, amount)
    return await approve_withdrawal(asked.id, by=(await a.support()).id, driver=driver)


async def sending(worker: User | None = None, amount: int = 200) -> Withdrawal:
    """In a file for the bank."""
    waiting = await approved(worker, amount)
    await begin_batch(by=(await a.admin()).id)
    return await Withdrawal.get(id=waiting.id)


async def linked(worker: User, account: str = "acct_1") -> PayoutAccount:
    return await PayoutAccount.create(
        worker_id=worker.id,
        stripe_account_id=account,
        linked_by_id=(await a.admin()).id,
        linked_at=worker.created_at,
    )


async def movements(worker: User) -> list[tuple[str, Decimal, str]]:
    rows = await WalletTransaction.filter(worker_id=worker.id, transaction_type="withdrawal").order_by("id")
    return [(row.description, row.amount, row.status.value) for row in rows]
