"""Builders of money, by the ledger as everything else."""

import itertools
from decimal import Decimal

from models.db import transaction
from models.people.tables import User
from models.wallet import accounts, ledger, transactions
from models.wallet.tables import AccountKind, TransferKind, WalletTransactionType

_numbers = itertools.count(1)


async def funded(worker: User, amount: int | str | Decimal = 500) -> User:
    """Put deposited money into the handyman's wallet."""
    return await _credited(worker, Decimal(amount), AccountKind.DEPOSITS)


async def earning(worker: User, amount: int | str | Decimal = 500) -> User:
    """Put earned money into the handyman's wallet."""
    return await _credited(worker, Decimal(amount), AccountKind.EARNINGS)


async def _credited(worker: User, amount: Decimal, kind: AccountKind) -> User:
    async with transaction():
        wallet = await accounts.wallet_of(worker.id)
        revenue = await accounts.platform(AccountKind.REVENUE)
        account = wallet.deposits if kind == AccountKind.DEPOSITS else wallet.earnings
        transfer = await ledger.post(
            TransferKind.ADJUSTMENT, f"test:{worker.id}:{next(_numbers)}", [(account, amount), (revenue, -amount)]
        )
        await transactions.write_down(
            wallet,
            WalletTransactionType.ADJUSTMENT,
            amount,
            transfer=transfer,
            reference_id=transfer.id,
            description="adjustment.test",
        )
    return worker
