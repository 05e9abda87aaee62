"""A bank takes a payment back: what is held is frozen, what was paid out is asked of the handyman (R-15)."""

from decimal import Decimal

from models.columns import new_id
from models.db import current
from models.payments.clocks import PAUSED
from models.payments.happened import Happening, all_happened, both
from models.payments.hold_payment import HeldPayment
from models.payments.receivables import ZERO
from models.payments.tables import Chargeback, EscrowStatus
from models.timers import cancel
from models.wallet.accounts import Wallet, platform
from models.wallet.ledger import Move, post
from models.wallet.low_balance import has_fallen, tell_low
from models.wallet.tables import AccountKind, TransferKind, WalletTransactionType
from models.wallet.transactions import write_down


def cause_of(chargeback: Chargeback) -> str:
    return f"chargeback:{chargeback.stripe_dispute_id}"


async def freeze_or_debit(held: HeldPayment, chargeback: Chargeback) -> None:
    """Of a request's payment; all of it is held."""
    escrow, request = held.escrow, held.request
    if escrow.status is EscrowStatus.HELD:
        escrow.chargeback_id = chargeback.id
        await escrow.save(update_fields=["chargeback_id"])
        await cancel(escrow.id, *PAUSED)
        await book_opened(chargeback, None, ZERO)
    else:
        chargeback.worker_id = request.worker_id
        await book_opened(chargeback, held.wallet, escrow.amount - escrow.refunded_amount)
    facts = {"chargeback_id": str(chargeback.id), "disputed_amount": str(chargeback.amount)}
    opened = Happening("chargeback.opened", both(request), more=facts)
    await all_happened(request, held.conversation, opened)
    await tell_if_low(chargeback, held.wallet)


async def tell_if_low(chargeback: Chargeback, wallet: Wallet) -> None:
    taken = chargeback.debited_earnings + chargeback.debited_deposits
    if taken and has_fallen(wallet, taken):
        await tell_low(wallet)


async def book_opened(chargeback: Chargeback, wallet: Wallet | None, worker_part: Decimal) -> None:
    """The bank has the money; `worker_part` of it the handyman has, down to what his wallet holds."""
    his = min(worker_part, chargeback.amount) if wallet else ZERO
    moves: list[Move] = [(await platform(AccountKind.CLEARING), chargeback.amount)]
    if wallet is not None and his:
        chargeback.debited_earnings = min(his, wallet.earnings.balance or ZERO)
        chargeback.debited_deposits = min(his - chargeback.debited_earnings, wallet.deposits.balance or ZERO)
        chargeback.owed = his - chargeback.debited_earnings - chargeback.debited_deposits
        moves += [
            (wallet.earnings, -chargeback.debited_earnings),
            (wallet.deposits, -chargeback.debited_deposits),
            (await platform(AccountKind.RECEIVABLES), -chargeback.owed),
        ]
    moves.append((await platform(AccountKind.CHARGEBACKS), his - chargeback.amount))
    transfer = await post(TransferKind.CHARGEBACK_OPENED, cause_of(chargeback), moves)
    await chargeback.save()
    taken = chargeback.debited_earnings + chargeback.debited_deposits
    if wallet is not None and taken:
        await write_down(
            wallet,
            WalletTransactionType.ADJUSTMENT,
            -taken,
            transfer=transfer,
            reference_id=chargeback.id,
            description="chargeback.opened",
        )


async def new_chargeback(dispute_id: str, intent_id: str, amount: Decimal, reason: str) -> Chargeback:
    """Unsaved: it is written with what was booked of it."""
    return Chargeback(
        id=new_id(),
        stripe_dispute_id=dispute_id,
        stripe_payment_intent_id=intent_id,
        amount=amount,
        reason=reason[:60],
        debited_earnings=ZERO,
        debited_deposits=ZERO,
        owed=ZERO,
        collected=ZERO,
        created_at=await current().now(),
    )
