"""What a handyman owes after a chargeback that his wallet couldn't bear: netted from what he earns next (R-15)."""

from decimal import Decimal
from uuid import UUID

from models.payments.tables import Chargeback, ChargebackStatus
from models.wallet.accounts import Wallet, platform
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, TransferKind, WalletTransactionType
from models.wallet.transactions import write_down

ZERO = Decimal("0.00")
OWED_WHILE = [ChargebackStatus.OPEN, ChargebackStatus.LOST]


async def debt_of(worker_id: UUID) -> Decimal:
    """What is still to be netted; it changes under the lock of the handyman's accounts."""
    return sum((each.debt for each in await _debts(worker_id)), ZERO)


async def collect_debt(wallet: Wallet, escrow_id: UUID) -> None:
    """Net what he has just earned, oldest debt first; his accounts are held."""
    for debt in await _debts(wallet.owner_id):
        part = min(debt.debt, wallet.earnings.balance or ZERO)
        if not part:
            return
        debt.collected += part
        await debt.save(update_fields=["collected"])
        transfer = await post(
            TransferKind.RECEIVABLE_COLLECTED,
            f"receivable:{debt.id}:{escrow_id}",
            [(wallet.earnings, -part), (await platform(AccountKind.RECEIVABLES), part)],
        )
        await write_down(
            wallet,
            WalletTransactionType.ADJUSTMENT,
            -part,
            transfer=transfer,
            reference_id=debt.id,
            description="chargeback.netted",
        )


async def _debts(worker_id: UUID) -> list[Chargeback]:
    rows = await Chargeback.filter(worker_id=worker_id, status__in=OWED_WHILE, owed__gt=0).order_by(
        "created_at", "id"
    )
    return [row for row in rows if row.debt > 0]
