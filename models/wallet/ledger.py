"""The only way a balance changes: transfers whose entries sum to zero, each for one cause, never updated (R-09).

An amount is positive where somebody is owed more: a handyman's deposits rise, the card processor's clearing
account, which owes us, falls.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from models.db import LockOrderBroken, current
from models.errors import Conflict, NotFound, Refused
from models.sql import fetch
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
    transfer = Transfer(kind=kind, cause=cause, reverses_id=reverses and reverses.id)
    transfer.occurred_at = await current().now()
    await (_write(transfer, moves, personal) if current().pending is None else _gather(transfer, moves, personal))
    for account, amount in personal:
        account.balance = _balance(account) + amount
    return transfer


@dataclass(frozen=True, slots=True)
class Posted:
    """A transfer as it was booked."""

    transfer: Transfer
    entries: list[Entry]

    def undone(self, *held: Account) -> list[Move]:
        """The moves that undo it, so that each peso goes back to where it came from (R-10)."""
        own = {account.id: account for account in held}
        return [(own.get(entry.account_id, entry.account), -entry.amount) for entry in self.entries]


async def posted(*causes: str) -> dict[str, Posted]:
    """What these causes moved. Raises NotFound when one moved nothing."""
    transfers = {transfer.cause: transfer for transfer in await Transfer.filter(cause__in=causes)}
    if transfers.keys() != set(causes):
        raise NotFound
    entries: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in await Entry.filter(transfer_id__in=[each.id for each in transfers.values()]).select_related(
        "account"
    ):
        entries[entry.transfer_id].append(entry)
    return {cause: Posted(transfer, entries[transfer.id]) for cause, transfer in transfers.items()}


async def reversal(transfer: Transfer, *held: Account) -> list[Move]:
    """The moves that undo `transfer`, so that each peso goes back to where it came from (R-10)."""
    return (await posted(transfer.cause))[transfer.cause].undone(*held)


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


async def _write(transfer: Transfer, moves: Sequence[Move], personal: Sequence[Move]) -> None:
    """In one trip; a twin with the same cause waits here for the first to commit."""
    named = transfer.id, transfer.kind, transfer.cause, transfer.reverses_id, transfer.occurred_at
    if not await fetch("post_transfer", *named, *_columns(moves), *_columns(personal)):
        raise AlreadyPosted(cause=transfer.cause)
    transfer._saved_in_db = True


async def _gather(transfer: Transfer, moves: Sequence[Move], personal: Sequence[Move]) -> None:
    """With all others that share the commit: a cause that counted before stops all of them."""
    entries = [Entry(transfer_id=transfer.id, account_id=account.id, amount=amount) for account, amount in moves]
    await current().create(transfer)
    await current().create(*entries)
    for account, _ in personal:
        await current().change(account, "balance")


def _columns(moves: Sequence[Move]) -> tuple[list[UUID], list[Decimal]]:
    return [account.id for account, _ in moves], [amount for _, amount in moves]


def _balance(account: Account) -> Decimal:
    if account.balance is None:
        raise ValueError("only personal accounts carry a balance")
    return account.balance
