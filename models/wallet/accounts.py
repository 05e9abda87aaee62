"""Whose money: a handyman's two accounts behind one figure (R-10), and the platform's."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from models.columns import new_id
from models.db import current, in_transaction_now
from models.sql import fetch
from models.wallet.tables import PERSONAL, Account, AccountKind

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Wallet:
    """A handyman's accounts, held by the running verb. Holding them guards the weekly budgets too."""

    owner_id: UUID
    deposits: Account
    earnings: Account

    @property
    def balance(self) -> Decimal:
        return (self.deposits.balance or ZERO) + (self.earnings.balance or ZERO)

    def spending(self, amount: Decimal) -> list[tuple[Account, Decimal]]:
        """The moves that take `amount` out, deposits first (R-10)."""
        from_deposits = min(amount, self.deposits.balance or ZERO)
        return [(self.deposits, -from_deposits), (self.earnings, from_deposits - amount)]


async def wallet_of(worker_id: UUID) -> Wallet:
    """Lock a handyman's accounts, made when first touched."""
    return (await wallets_of(worker_id))[0]


async def wallets_of(*worker_ids: UUID) -> list[Wallet]:
    """Lock the accounts of several handymen, ids ascending as R-21 wants; in the order of `worker_ids`."""
    held = await _hold_wallets(worker_ids)
    if len(held) < len(set(worker_ids)) * len(PERSONAL):
        await _open_missing(worker_ids)
        held = await _hold_wallets(worker_ids)
    return [
        Wallet(worker_id, held[worker_id, AccountKind.DEPOSITS], held[worker_id, AccountKind.EARNINGS])
        for worker_id in worker_ids
    ]


async def platform(kind: AccountKind) -> Account:
    """One of the platform's accounts: never locked, without a balance of its own (R-09)."""
    known: dict[AccountKind, Account] = current().known if in_transaction_now() else {}
    if kind not in known:
        [row] = await fetch("platform_account", kind)
        known[kind] = Account._init_from_db(**row)
    return known[kind]


async def balance_of(worker_id: UUID) -> Decimal:
    """The one figure that the handyman sees, read without a lock."""
    balances = await Account.filter(owner_id=worker_id).values_list("balance", flat=True)
    return sum((Decimal(str(balance)) for balance in balances), ZERO)


async def earnings_of(worker_id: UUID) -> Decimal:
    """What of it can be withdrawn (R-10), read without a lock."""
    account = await Account.get_or_none(owner_id=worker_id, kind=AccountKind.EARNINGS)
    return (account and account.balance) or ZERO


async def _hold_wallets(worker_ids: tuple[UUID, ...]) -> dict[tuple[UUID | None, AccountKind], Account]:
    """As `hold`, in one trip: the locks that everything about money waits for. One object per account."""
    held: dict[tuple[UUID | None, AccountKind], Account] = current().known.setdefault(Wallet, {})
    if missing := {each for each in worker_ids if (each, AccountKind.EARNINGS) not in held}:
        current().may_hold(Account)
        rows = [Account._init_from_db(**row) for row in await fetch("hold_wallets", list(missing))]
        current().will_hold(Account, [row.id for row in rows])
        held |= {(row.owner_id, row.kind): row for row in rows}
    return {(owner, kind): row for (owner, kind), row in held.items() if owner in worker_ids}


async def _open_missing(worker_ids: tuple[UUID, ...]) -> None:
    # One order, so that two verbs that open the same accounts can't wait for each other.
    for worker_id, kind in sorted((worker_id, kind) for worker_id in set(worker_ids) for kind in PERSONAL):
        await current().connection.execute_query(
            "INSERT INTO accounts (id, kind, owner_id, balance, created_at)"
            " VALUES ($1, $2, $3, 0, business_now()) ON CONFLICT (kind, owner_id) DO NOTHING",
            [new_id(), kind, worker_id],
        )
