"""A deposit goes back to where it came from: its card, or by hand what came through OXXO or SPEI (R-10)."""

from decimal import Decimal
from uuid import UUID

from models import outbox
from models.admin.audit_entry import audit
from models.columns import new_id
from models.db import current, find, hold_one, transaction
from models.errors import Conflict, Forbidden, Refused
from models.idempotency import claim
from models.notices.tell import tell
from models.outgoing.gate import refuse_frozen
from models.payments.receivables import debt_of
from models.payments.refusals import ChargebackOpen
from models.payments.tables import Chargeback, ChargebackStatus, ProviderRefund
from models.payouts.hindrances import WorkerOwesMoney
from models.payouts.tables import DepositReturn
from models.people.tables import Role, User
from models.wallet import ledger
from models.wallet.accounts import ZERO, Wallet, platform, wallet_of
from models.wallet.low_balance import has_fallen, tell_low
from models.wallet.tables import (
    AccountKind,
    Deposit,
    DepositMethod,
    DepositStatus,
    TransferKind,
    WalletTransactionType,
)
from models.wallet.transactions import write_down


class DepositNotCompleted(Conflict):
    """There is nothing to give back."""


class ReturnTooLarge(Refused):
    """What is left of the deposit, and of deposits in the wallet, is less; `most` says how much."""


class ReturnIncomplete(Refused):
    """What came in cash or by transfer is paid by hand, with the bank's reference; a card's has none."""


async def return_deposit(
    deposit_id: UUID,
    amount: Decimal,
    reason: str,
    *,
    by: User,
    bank_reference: str | None = None,
    key: str | None = None,
) -> DepositReturn:
    """Raises Forbidden, NotFound, DepositNotCompleted, ChargebackOpen, WorkerOwesMoney, ReturnTooLarge, …"""
    if by.role != Role.ADMIN:
        raise Forbidden
    seen = await find(Deposit, id=deposit_id)
    async with transaction() as tx:
        body = [deposit_id, amount, reason, bank_reference]
        claimed = await claim(by.id, "deposits.return", key, body)
        if claimed.is_replay:
            return await find(DepositReturn, id=claimed.result_id)
        deposit = await hold_one(Deposit, deposit_id)
        wallet = await wallet_of(seen.worker_id)
        await refuse(deposit, wallet, amount, bank_reference)
        given = DepositReturn(
            id=new_id(),
            deposit_id=deposit.id,
            amount=amount,
            reason=reason,
            bank_reference=bank_reference,
            returned_by_id=by.id,
            created_at=await tx.now(),
        )
        if bank_reference is None:
            given.provider_refund_id = await intend_refund(deposit, amount)
        else:
            await refuse_frozen()
        await given.save()
        await book(given, wallet)
        await audit(by.id, "deposit.returned", deposit.id, amount=str(amount), reason=reason)
        await claimed.remember(given.id)
        await say(deposit, given, wallet)
    return given


async def refuse(deposit: Deposit, wallet: Wallet, amount: Decimal, bank_reference: str | None) -> None:
    if deposit.status != DepositStatus.COMPLETED:
        raise DepositNotCompleted(status=deposit.status)
    if (deposit.method == DepositMethod.CARD) != (bank_reference is None):
        raise ReturnIncomplete(field="bank_reference")
    claims = Chargeback.filter(stripe_payment_intent_id=deposit.stripe_payment_intent_id)
    if await claims.exclude(status=ChargebackStatus.WON).exists():
        raise ChargebackOpen
    if debt := await debt_of(deposit.worker_id):
        raise WorkerOwesMoney(debt=debt)
    given = sum((row.amount for row in await DepositReturn.filter(deposit_id=deposit.id)), ZERO)
    most = min(deposit.amount - given, wallet.deposits.balance or ZERO)
    if not 0 < amount <= most:
        raise ReturnTooLarge(field="amount", most=most)


async def intend_refund(deposit: Deposit, amount: Decimal) -> UUID:
    owed = await ProviderRefund.create(
        id=new_id(),
        stripe_payment_intent_id=deposit.stripe_payment_intent_id,
        amount=amount,
        reason="returned_deposit",
        created_at=await current().now(),
    )
    await outbox.record("refund.intended", provider_refund_id=str(owed.id))
    return owed.id


async def book(given: DepositReturn, wallet: Wallet) -> None:
    """Out of the deposits alone: what was earned is withdrawn."""
    to = AccountKind.UNAPPLIED if given.bank_reference is None else AccountKind.BANK
    transfer = await ledger.post(
        TransferKind.DEPOSIT_RETURNED,
        f"deposit_returned:{given.id}",
        [(wallet.deposits, -given.amount), (await platform(to), given.amount)],
    )
    await write_down(
        wallet,
        WalletTransactionType.ADJUSTMENT,
        -given.amount,
        transfer=transfer,
        reference_id=given.deposit_id,
        description="deposit.returned",
    )


async def say(deposit: Deposit, given: DepositReturn, wallet: Wallet) -> None:
    facts = {"deposit_id": str(deposit.id), "amount": str(given.amount), "method": deposit.method.value}
    await outbox.record("deposit.given_back", worker_id=str(deposit.worker_id), **facts)
    await tell(deposit.worker_id, "deposit.given_back", **facts)
    if has_fallen(wallet, given.amount):
        await tell_low(wallet)
