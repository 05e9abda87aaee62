"""A handyman asks for his earnings; they leave his wallet at once, so that they can't be spent twice."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from models import idempotency, timers
from models.db import find, hold_one, transaction
from models.errors import Refused
from models.outbox import record
from models.payouts.clabe import bank_of
from models.payouts.held_money import hold_back
from models.payouts.hindrances import refuse_hindered
from models.payouts.holding import facts_of
from models.payouts.tables import Withdrawal
from models.people.tables import User
from models.wallet.accounts import ZERO, wallet_of
from models.wallet.low_balance import has_fallen, tell_low

LOWEST = Decimal(100)
CONFIRM_WITHIN = timedelta(hours=24)
HOLDER = re.compile(r"[^\W\d_][^\W_]*([ .'&-]+[^\W_]+)*\.?")


class WithdrawalTooSmall(Refused):
    """At least 100 pesos (WAL-15)."""


class HolderInvalid(Refused):
    """A name as banks write it: it stands in a file that a spreadsheet may open."""


class EarningsTooLow(Refused):
    """Only earnings are withdrawn; deposits go back to where they came from (R-10)."""


async def request_withdrawal(
    *,
    by: UUID,
    amount: Decimal,
    clabe: str,
    account_holder: str,
    bank_name: str | None = None,
    key: str | None = None,
) -> Withdrawal:
    """Raises WithdrawalTooSmall, ClabeInvalid, BankUnknown, HolderInvalid, AccountSuspended, …"""
    if amount < LOWEST:
        raise WithdrawalTooSmall(field="amount", minimum=LOWEST)
    bank = bank_of(clabe, bank_name)
    if not HOLDER.fullmatch(account_holder):
        raise HolderInvalid(field="account_holder")
    body = {"amount": amount, "clabe": clabe, "account_holder": account_holder, "bank_name": bank_name}
    async with transaction() as tx:
        claim = await idempotency.claim(by, "wallet.withdraw", key, body)
        if claim.result_id is not None:
            return await find(Withdrawal, id=claim.result_id)
        worker = await hold_one(User, by)
        wallet = await wallet_of(by)
        now = await tx.now()
        await refuse_hindered(worker)
        if (wallet.earnings.balance or ZERO) < amount:
            raise EarningsTooLow(field="amount", withdrawable=wallet.earnings.balance)
        withdrawal = await Withdrawal.create(
            worker_id=by, amount=amount, clabe=clabe, account_holder=account_holder, bank_name=bank, created_at=now
        )
        await hold_back(withdrawal, wallet)
        await timers.schedule("withdrawal.expire", withdrawal.id, now + CONFIRM_WITHIN)
        await record("withdrawal.requested", worker_id=str(by), **facts_of(withdrawal))
        if has_fallen(wallet, amount):
            await tell_low(wallet)
        await claim.remember(withdrawal.id)
        return withdrawal
