"""The bank has decided: won, the money comes back to where it was taken from; lost, it is gone (R-15)."""

from models.db import current
from models.disputes.close import close_dispute
from models.disputes.resume import resume
from models.disputes.tables import ResolutionType
from models.payments.end_hold import end_hold
from models.payments.given_by_bank import given_by_bank
from models.payments.happened import Happening, all_happened, both
from models.payments.hold_payment import HeldPayment
from models.payments.limits import start_limits
from models.payments.open_chargeback import cause_of
from models.payments.tables import Chargeback, ChargebackStatus, EndedBy
from models.wallet.accounts import Wallet, platform
from models.wallet.ledger import Move, post
from models.wallet.tables import AccountKind, TransferKind, WalletTransactionType
from models.wallet.transactions import write_down


async def close_held(held: HeldPayment, chargeback: Chargeback, outcome: ChargebackStatus) -> None:
    """Of a request's payment; all of it is held."""
    await finish(chargeback, outcome)
    told: list[Happening] = []
    if held.escrow.chargeback_id != chargeback.id:
        await book_closed(chargeback, held.wallet)
    elif outcome is ChargebackStatus.WON:
        await book_closed(chargeback, None)
        await go_on(held)
    else:
        told = await lose(held, chargeback)
    facts = {"chargeback_id": str(chargeback.id), "outcome": outcome.value}
    closed = Happening("chargeback.closed", both(held.request), more=facts)
    await all_happened(held.request, held.conversation, closed, *told)


async def finish(chargeback: Chargeback, outcome: ChargebackStatus) -> None:
    chargeback.status, chargeback.closed_at = outcome, await current().now()
    await chargeback.save(update_fields=["status", "closed_at"])


async def go_on(held: HeldPayment) -> None:
    """The rest of the hold resumes; a support dispute that was open stays so."""
    escrow = held.escrow
    escrow.chargeback_id = None
    await escrow.save(update_fields=["chargeback_id"])
    await start_limits(escrow)
    if held.dispute is None:
        await resume(escrow, await current().now())


async def lose(held: HeldPayment, chargeback: Chargeback) -> list[Happening]:
    """The hold ends without a second refund: the bank has the client's part, and the fee when it took all."""
    escrow, request = held.escrow, held.request
    part = min(chargeback.amount, escrow.amount)
    await post(
        TransferKind.CHARGEBACK_CLOSED,
        f"escrow_refunded:{escrow.id}",
        [
            (await platform(AccountKind.ESCROW), -part),
            (await platform(AccountKind.REVENUE), part - chargeback.amount),
            (await platform(AccountKind.CHARGEBACKS), chargeback.amount),
        ],
    )
    escrow.chargeback_id = None
    await escrow.save(update_fields=["chargeback_id"])
    if held.dispute is not None:
        kind = ResolutionType.FULL_REFUND if part == escrow.amount else ResolutionType.PARTIAL_REFUND
        await close_dispute(held.dispute, kind, resolution="chargeback", refund_amount=part)
    return await end_hold(request, escrow, held.wallet, client_part=part, by=EndedBy.CHARGEBACK)


async def book_closed(chargeback: Chargeback, wallet: Wallet | None) -> None:
    """Undo what was booked, or make it final; the row says already how it ended."""
    his = chargeback.debited_earnings + chargeback.debited_deposits + chargeback.owed
    ours = chargeback.amount - his
    moves: list[Move]
    if chargeback.status is ChargebackStatus.LOST:
        owed = await given_by_bank(chargeback, ours)
        moves = [
            (await platform(AccountKind.CHARGEBACKS), ours),
            (await platform(AccountKind.UNAPPLIED), -owed),
            (await platform(AccountKind.REVENUE), owed - ours),
        ]
    else:
        moves = [
            (await platform(AccountKind.CLEARING), -chargeback.amount),
            (await platform(AccountKind.CHARGEBACKS), ours),
            (await platform(AccountKind.RECEIVABLES), chargeback.debt),
        ]
        if wallet is not None:
            back = chargeback.debited_earnings + chargeback.collected
            moves += [(wallet.earnings, back), (wallet.deposits, chargeback.debited_deposits)]
    if not any(amount for _, amount in moves):
        return
    transfer = await post(TransferKind.CHARGEBACK_CLOSED, f"{cause_of(chargeback)}:closed", moves)
    returned = chargeback.debited_earnings + chargeback.debited_deposits + chargeback.collected
    if wallet is not None and chargeback.status is ChargebackStatus.WON and returned:
        await write_down(
            wallet,
            WalletTransactionType.ADJUSTMENT,
            returned,
            transfer=transfer,
            reference_id=chargeback.id,
            description="chargeback.won",
        )
