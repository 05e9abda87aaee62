import asyncio
from decimal import Decimal

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError

from models.db import LockOrderBroken, transaction
from models.people.tables import User
from models.wallet.accounts import balance_of, platform, wallet_of
from models.wallet.ledger import AlreadyPosted, InsufficientBalance, post
from models.wallet.tables import Account, AccountKind, Entry, Transfer, TransferKind
from tests import a

pytestmark = pytest.mark.usefixtures("database")


COPIED = (
    "INSERT INTO entries (transfer_id, account_id, amount)"
    " SELECT t.id, a.id, {} FROM transfers t, accounts a LIMIT 1"
)
FORBIDDEN = [
    ("UPDATE accounts SET balance = -0.01 WHERE kind = 'deposits'", "accounts_never_negative"),
    ("UPDATE accounts SET balance = 0 WHERE kind = 'revenue'", "accounts_personal_have_owner_and_balance"),
    (
        "INSERT INTO accounts SELECT gen_random_uuid(), kind, balance, created_at, owner_id FROM accounts LIMIT 1",
        "one",
    ),
    ("UPDATE entries SET amount = amount + 1", "entries_immutable"),
    ("DELETE FROM entries", "entries_immutable"),
    (COPIED.format(1), "entries_sum_to_zero"),
    (COPIED.format(0), "entries_move_something"),
    ("UPDATE transfers SET cause = 'other'", "transfers_immutable"),
    ("DELETE FROM transfers", "transfers_immutable"),
    ("INSERT INTO transfers VALUES (gen_random_uuid(), 'adjustment', 'empty', now())", "transfers_move_something"),
    ("INSERT INTO transfers SELECT gen_random_uuid(), kind, cause, occurred_at FROM transfers LIMIT 1", "cause"),
]


async def pay_in(worker: User, amount: str, cause: str) -> Transfer:
    async with transaction():
        wallet = await wallet_of(worker.id)
        clearing = await platform(AccountKind.CLEARING)
        return await post(
            TransferKind.DEPOSIT, cause, [(wallet.deposits, Decimal(amount)), (clearing, -Decimal(amount))]
        )


async def spend(worker: User, amount: str, cause: str) -> Transfer:
    async with transaction():
        wallet = await wallet_of(worker.id)
        revenue = await platform(AccountKind.REVENUE)
        moves = [*wallet.spending(Decimal(amount)), (revenue, Decimal(amount))]
        return await post(TransferKind.LEAD_PURCHASE, cause, moves)


@pytest.mark.req("R-09", "WAL-13")
async def test_a_transfer_moves_both_accounts_and_its_entries_sum_to_zero() -> None:
    worker = await a.worker()
    transfer = await pay_in(worker, "300.50", "deposit:1")
    entries = await Entry.filter(transfer_id=transfer.id)
    assert sum(entry.amount for entry in entries) == 0
    assert await balance_of(worker.id) == Decimal("300.50")


@pytest.mark.req("R-09")
async def test_a_cause_counts_once_even_when_fifty_say_it_at_once() -> None:
    worker = await a.worker()
    outcomes = await asyncio.gather(
        *(pay_in(worker, "300", "deposit:1") for _ in range(50)), return_exceptions=True
    )
    assert sum(isinstance(outcome, Transfer) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyPosted) for outcome in outcomes) == 49
    assert await balance_of(worker.id) == 300


@pytest.mark.req("R-10", "WAL-11")
async def test_spending_takes_deposits_first_then_earnings_and_never_more_than_both() -> None:
    worker = await a.earning(await a.funded(await a.worker(), 60), 100)
    await spend(worker, "100", "buy:1")
    async with transaction():
        wallet = await wallet_of(worker.id)
    assert (wallet.deposits.balance, wallet.earnings.balance) == (0, 60)
    with pytest.raises(InsufficientBalance):
        await spend(worker, "60.01", "buy:2")
    assert await Transfer.filter(cause="buy:2").count() == 0
    await spend(worker, "60", "buy:3")
    assert await balance_of(worker.id) == 0


@pytest.mark.req("WAL-11")
async def test_twenty_at_once_can_not_spend_more_than_there_is() -> None:
    worker = await a.funded(await a.worker(), 500)
    outcomes = await asyncio.gather(
        *(spend(worker, "100", f"buy:{number}") for number in range(20)), return_exceptions=True
    )
    assert sum(isinstance(outcome, Transfer) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, InsufficientBalance) for outcome in outcomes) == 15
    assert await balance_of(worker.id) == 0


async def test_moving_money_of_an_account_that_is_not_held_is_a_defect() -> None:
    worker = await a.funded(await a.worker())
    account = await Account.get(owner_id=worker.id, kind=AccountKind.DEPOSITS)
    async with transaction():
        revenue = await platform(AccountKind.REVENUE)
        with pytest.raises(LockOrderBroken):
            await post(TransferKind.ADJUSTMENT, "x", [(account, Decimal(-1)), (revenue, Decimal(1))])


@pytest.mark.parametrize("amounts", [("1", "-2"), ("0", "0"), ()])
async def test_entries_that_do_not_sum_to_zero_are_a_defect(amounts: tuple[str, ...]) -> None:
    worker = await a.worker()
    async with transaction():
        wallet = await wallet_of(worker.id)
        accounts = (wallet.deposits, await platform(AccountKind.REVENUE))
        moves = [(account, Decimal(amount)) for account, amount in zip(accounts, amounts, strict=False)]
        with pytest.raises(ValueError, match="sum to zero"):
            await post(TransferKind.ADJUSTMENT, "x", moves)


@pytest.mark.req("R-09", "WAL-11")
@pytest.mark.parametrize(("statement", "rule"), FORBIDDEN)
async def test_the_database_itself_refuses_to_break_the_ledger(statement: str, rule: str) -> None:
    await a.funded(await a.worker())
    # A deferred rule speaks at the commit, where tortoise doesn't translate.
    with pytest.raises((IntegrityError, asyncpg.IntegrityConstraintViolationError)) as refused:
        await run(statement)
    said = refused.value.args[0] if isinstance(refused.value, IntegrityError) else refused.value
    assert rule in said.constraint_name


async def run(statement: str) -> None:
    async with transaction() as verb:
        await verb.connection.execute_script(statement)
