"""A withdrawal's money: out of the earnings when asked for, then away or back, each once."""

from models.db import current, find
from models.payouts.tables import PayoutDriver, Withdrawal
from models.wallet import ledger
from models.wallet.accounts import Wallet, platform
from models.wallet.tables import (
    Account,
    AccountKind,
    TransactionStatus,
    Transfer,
    TransferKind,
    WalletTransaction,
    WalletTransactionType,
)
from models.wallet.transactions import WalletChanged, write_down

FROM = {PayoutDriver.BATCH: AccountKind.BANK, PayoutDriver.STRIPE: AccountKind.CLEARING}


async def hold_back(withdrawal: Withdrawal, wallet: Wallet) -> None:
    """Only earnings (R-10); the handyman reads of it at once, as pending."""
    payouts = await platform(AccountKind.PAYOUTS)
    transfer = await ledger.post(
        TransferKind.WITHDRAWAL,
        f"withdrawal:{withdrawal.id}",
        [(wallet.earnings, -withdrawal.amount), (payouts, withdrawal.amount)],
    )
    await write_down(
        wallet,
        WalletTransactionType.WITHDRAWAL,
        -withdrawal.amount,
        transfer=transfer,
        reference_id=withdrawal.id,
        description="withdrawal.requested",
        status=TransactionStatus.PENDING,
    )


async def send_away(withdrawal: Withdrawal) -> None:
    """It has left us. A platform's accounts alone: no wallet is held, its figure stays."""
    payouts, source = await platform(AccountKind.PAYOUTS), await _source(withdrawal)
    await ledger.post(
        TransferKind.WITHDRAWAL_SENT,
        f"withdrawal_sent:{withdrawal.id}",
        [(payouts, -withdrawal.amount), (source, withdrawal.amount)],
    )
    await _mark(withdrawal, TransactionStatus.COMPLETED)


async def take_back(withdrawal: Withdrawal, wallet: Wallet, *, was_sent: bool) -> None:
    """Back into the earnings that it came from; first back to us, if it had left."""
    if was_sent:
        sent = await find(Transfer, cause=f"withdrawal_sent:{withdrawal.id}")
        await ledger.post(
            TransferKind.WITHDRAWAL_BOUNCED,
            f"withdrawal_bounced:{withdrawal.id}",
            await ledger.reversal(sent),
            reverses=sent,
        )
    held = await find(Transfer, cause=f"withdrawal:{withdrawal.id}")
    transfer = await ledger.post(
        TransferKind.WITHDRAWAL_RETURNED,
        f"withdrawal_returned:{withdrawal.id}",
        await ledger.reversal(held, wallet.earnings),
        reverses=held,
    )
    await write_down(
        wallet,
        WalletTransactionType.WITHDRAWAL,
        withdrawal.amount,
        transfer=transfer,
        reference_id=withdrawal.id,
        description="withdrawal.returned",
    )
    await _mark(withdrawal, TransactionStatus.FAILED)


async def _source(withdrawal: Withdrawal) -> Account:
    return await platform(FROM[PayoutDriver(str(withdrawal.driver))])


async def _mark(withdrawal: Withdrawal, status: TransactionStatus) -> None:
    held = await find(Transfer, cause=f"withdrawal:{withdrawal.id}")
    await WalletTransaction.filter(worker_id=withdrawal.worker_id, transfer_id=held.id).update(status=status)
    current().announce(WalletChanged(withdrawal.worker_id))
