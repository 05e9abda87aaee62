"""A balance that falls below 200 pesos is told once; again only when it has been above meanwhile (WAL-09)."""

from decimal import Decimal

from models import outbox
from models.notices.tell import tell
from models.wallet.accounts import Wallet

LOW = Decimal(200)


def has_fallen(wallet: Wallet, by: Decimal) -> bool:
    """Whether taking `by` out took it across the line: who is below already has been told.

    No memory is needed, since every movement happens under the lock of the accounts.
    """
    return wallet.balance < LOW <= wallet.balance + by


async def tell_low(wallet: Wallet) -> None:
    """The last lock a verb takes, as every notice."""
    facts = {"balance": str(wallet.balance)}
    await outbox.record("wallet.low", worker_id=str(wallet.owner_id), **facts)
    await tell(wallet.owner_id, "wallet.low", **facts)
