"""What a handyman sees of his money; the same over HTTP and in frames."""

from typing import Any
from uuid import UUID

from models.clock import business_now, week_ends_at
from models.errors import NotFound
from models.listing import page
from models.plain import pesos, stamp
from models.wallet.accounts import balance_of, earnings_of
from models.wallet.budget import budget_of
from models.wallet.tables import AutoReload, Deposit, SavedCard, WalletTransaction
from models.workers.tables import WorkerProfile

CURRENCY = "MXN"


async def balance_for(worker_id: UUID) -> dict[str, Any]:
    """The one figure, and what limits spending it this week."""
    profile = await WorkerProfile.get_or_none(user_id=worker_id)
    week = await budget_of(worker_id, await business_now())
    return {
        "balance": pesos(await balance_of(worker_id)),
        "currency": CURRENCY,
        "withdrawable": pesos(await earnings_of(worker_id)),
        "budget_limit": pesos(week.budget_limit),
        "budget_spent": pesos(week.spent_amount),
        "next_budget_limit": pesos(week.next_limit),
        "week_resets_at": stamp(week_ends_at(week.week_start_date)),
        "free_until": stamp(profile.free_until) if profile else None,
        "is_paused": profile.is_paused if profile else False,
    }


async def transactions_for(
    worker_id: UUID, *, limit: int = 20, cursor: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    rows, following = await page(WalletTransaction.filter(worker_id=worker_id), limit=limit, cursor=cursor)
    return [_transaction(row) for row in rows], following


async def deposit_of(worker_id: UUID, deposit_id: UUID) -> Deposit:
    deposit = await Deposit.get_or_none(id=deposit_id, worker_id=worker_id)
    if deposit is None:
        raise NotFound
    return deposit


async def deposits_for(
    worker_id: UUID, *, limit: int = 20, cursor: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    rows, following = await page(Deposit.filter(worker_id=worker_id), limit=limit, cursor=cursor)
    return [present_deposit(row) for row in rows], following


def present_deposit(deposit: Deposit) -> dict[str, Any]:
    return {
        "id": str(deposit.id),
        "amount": pesos(deposit.amount),
        "currency": CURRENCY,
        "method": deposit.method.value,
        "status": deposit.status.value,
        "is_automatic": deposit.is_automatic,
        "checkout_url": deposit.checkout_url,
        "voucher_url": deposit.voucher_url,
        "instructions": deposit.instructions,
        "expires_at": stamp(deposit.expires_at),
        "created_at": stamp(deposit.created_at),
        "completed_at": stamp(deposit.completed_at),
    }


async def cards_for(worker_id: UUID) -> list[dict[str, Any]]:
    """His saved cards, newest first."""
    cards = await SavedCard.filter(worker_id=worker_id, removed_at=None).order_by("-created_at", "-id")
    return [present_card(card) for card in cards]


def present_card(card: SavedCard) -> dict[str, Any]:
    return {
        "id": str(card.id),
        "brand": card.brand,
        "last4": card.last4,
        "exp_month": card.exp_month,
        "exp_year": card.exp_year,
        "created_at": stamp(card.created_at),
    }


async def auto_reload_for(worker_id: UUID) -> dict[str, Any]:
    """How his wallet fills itself; `failures` is how often in a row the bank said no."""
    setting = await AutoReload.get_or_none(worker_id=worker_id) or AutoReload(worker_id=worker_id)
    card = await SavedCard.get_or_none(id=setting.card_id)
    return {
        "enabled": setting.is_enabled,
        "threshold": pesos(setting.threshold),
        "amount": pesos(setting.amount),
        "currency": CURRENCY,
        "card": card and present_card(card),
        "failures": setting.failures,
    }


def _transaction(row: WalletTransaction) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "transaction_type": row.transaction_type.value,
        "amount": pesos(row.amount),
        "balance_after": pesos(row.balance_after),
        "currency": CURRENCY,
        "reference_id": row.reference_id and str(row.reference_id),
        "description": row.description,
        "status": row.status.value,
        "created_at": stamp(row.created_at),
    }
