"""The only way a balance changes: transfers whose entries sum to zero, each for one cause, never updated (R-09).

An amount is positive where somebody is owed more: a handyman's deposits rise, the card processor's clearing
account, which owes us, falls.
"""

from collections.abc import Sequence
from decimal import Decimal

from models.columns import new_id
from models.db import LockOrderBroken, current
from models.errors import Conflict, Refused
from models.wallet.tables import PERSONAL, Account, Entry, Transfer, TransferKind

Move = tuple[Account, Decimal]


class InsufficientBalance(Refused):
    """A wallet can't go below zero (WAL-11)."""


class AlreadyPosted(Conflict):
    """This cause has moved its money before: each fact counts once."""


async def post(
    kind: TransferKind, cause: str, moves: Sequence[Move], *, reverses: Transfer | None = None
) -> Transfer:
    """Move money between held personal accounts and the platform's; moves of nothing are left out.

    Raises AlreadyPosted for a cause that counted before, InsufficientBalance before anything is written.
    """
    moves = [(account, amount) for account, amount in moves if amount]
    refuse_unbalanced(moves)
    personal = [(account, amount) for account, amount in moves if account.kind in PERSONAL]
    for account, amount in personal:
        refuse_overdraft(account, amount)
    transfer = await _begin(kind, cause, reverses)
    await Entry.bulk_create(
        [Entry(transfer_id=transfer.id, account_id=account.id, amount=amount) for account, amount in moves]
    )
    for account, amount in personal:
        account.balance = _balance(account) + amount
        await account.save(update_fields=["balance"])
    return transfer


async def reversal(transfer: Transfer, *held: Account) -> list[Move]:
    """The moves that undo `transfer`, so that each peso goes back to where it came from (R-10)."""
    own = {account.id: account for account in held}
    entries = await Entry.filter(transfer_id=transfer.id).select_related("account")
    return [(own.get(entry.account_id, entry.account), -entry.amount) for entry in entries]


def refuse_unbalanced(moves: Sequence[Move]) -> None:
    if not moves or sum(amount for _, amount in moves) != 0:
        raise ValueError("the entries of a transfer move something and sum to zero")
    if len({account.id for account, _ in moves}) != len(moves):
        raise ValueError("an account stands once in a transfer")


def refuse_overdraft(account: Account, amount: Decimal) -> None:
    if not current().holds(Account, account.id):
        raise LockOrderBroken("hold a personal account before moving its money")
    if _balance(account) + amount < 0:
        raise InsufficientBalance


async def _begin(kind: TransferKind, cause: str, reverses: Transfer | None) -> Transfer:
    """The transfer's row; a twin with the same cause waits here for the first to commit."""
    transaction = current()
    now = await transaction.now()
    transfer = Transfer(id=new_id(), kind=kind, cause=cause, reverses_id=reverses and reverses.id, occurred_at=now)
    inserted = await transaction.connection.execute_query_dict(
        "INSERT INTO transfers (id, kind, cause, reverses_id, occurred_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (cause) DO NOTHING RETURNING id",
        [transfer.id, kind, cause, transfer.reverses_id, now],
    )
    if not inserted:
        raise AlreadyPosted(cause=cause)
    transfer._saved_in_db = True
    return transfer


def _balance(account: Account) -> Decimal:
    if account.balance is None:
        raise ValueError("only personal accounts carry a balance")
    return account.balance
