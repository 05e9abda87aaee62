"""What a handyman owes after a chargeback that his wallet couldn't bear: netted from what he earns next (R-15)."""

from decimal import Decimal
from uuid import UUID

from models.db import current
from models.payments.tables import Chargeback, ChargebackStatus
from models.wallet.accounts import Wallet, platform
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, TransferKind, WalletTransactionType
from models.wallet.transactions import write_down

ZERO = Decimal("0.00")
OWED_WHILE = [ChargebackStatus.OPEN, ChargebackStatus.LOST]


async def debt_of(worker_id: UUID) -> Decimal:
    """What is still to be netted; it changes under the lock of the handyman's accounts."""
    return sum((each.debt for each in (await debts_of(worker_id))[worker_id]), ZERO)


async def collect_debt(wallet: Wallet, escrow_id: UUID, debts: list[Chargeback] | None = None) -> None:
    """Net what he has just earned, oldest debt first; his accounts are held."""
    for debt in (await debts_of(wallet.owner_id))[wallet.owner_id] if debts is None else debts:
        part = min(debt.debt, wallet.earnings.balance or ZERO)
        if not part:
            continue
        debt.collected += part
        await current().change(debt, "collected")
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


async def debts_of(*worker_ids: UUID) -> dict[UUID, list[Chargeback]]:
    """Each one's, oldest first."""
    found: dict[UUID, list[Chargeback]] = {worker_id: [] for worker_id in worker_ids}
    rows = Chargeback.filter(worker_id__in=worker_ids, status__in=OWED_WHILE, owed__gt=0)
    for row in await rows.order_by("created_at", "id"):
        if row.worker_id and row.debt > 0:
            found[row.worker_id].append(row)
    return found
