"""The handyman's readable view of the ledger (WAL-13), and the word that his wallet changed."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from models.db import current
from models.wallet.accounts import Wallet
from models.wallet.tables import TransactionStatus, Transfer, WalletTransaction, WalletTransactionType


@dataclass(frozen=True)
class WalletChanged:
    """Announced after a commit that moved a handyman's money, budget or pause."""

    worker_id: UUID


async def write_down(
    wallet: Wallet,
    transaction_type: WalletTransactionType,
    amount: Decimal,
    *,
    transfer: Transfer,
    reference_id: UUID,
    description: str,
    status: TransactionStatus = TransactionStatus.COMPLETED,
) -> WalletTransaction:
    """Write what `transfer` did to this wallet, as it stands now.

    `description` is a key of the clients' words (`refund.unresponsive_client`), `reference_id` the purchase,
    deposit or escrow behind it.
    """
    transaction = current()
    row = WalletTransaction(
        worker_id=wallet.owner_id,
        transaction_type=transaction_type,
        amount=amount,
        balance_after=wallet.balance,
        reference_id=reference_id,
        description=description,
        status=status,
        transfer_id=transfer.id,
        created_at=await transaction.now(),
    )
    await transaction.create(row)
    transaction.announce(WalletChanged(row.worker_id))
    return row
