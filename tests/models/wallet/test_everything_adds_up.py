"""Whatever people do, in any order: the wallet is what a child would reckon, and the audit finds nothing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from models.audit import audit
from models.db import transaction
from models.errors import Refusal
from models.leads.purchase import Purchased, purchase
from models.leads.refund import Outcome, hold_purchases, lock_sale, refund_abandoned, refund_due
from models.leads.tables import Lead
from models.people.tables import User
from models.wallet import audit as money
from models.wallet.accounts import wallet_of
from models.wallet.budget import budget_of
from tests import a
from tests.moment import stand_still_at

WEDNESDAY = datetime(2026, 11, 18, 18, tzinfo=UTC)
PRICE = Decimal(100)

amounts = st.decimals("0.01", "400", places=2)
which = st.integers(0, 1)
deeds = st.one_of(
    st.tuples(st.sampled_from(["fund", "earn"]), amounts),
    st.tuples(st.sampled_from(["buy", "buy", "write", "answer", "fall_due", "leave"]), which),
)


@dataclass
class Sale:
    """What a child knows of a lead that was bought."""

    from_deposits: Decimal
    wrote: bool = False
    answered: bool = False
    refunded: bool = False
    was_refunded: bool = False


@dataclass
class Child:
    deposits: Decimal = Decimal(0)
    earnings: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    sales: dict[int, Sale] = field(default_factory=dict)

    def fund(self, amount: Decimal) -> None:
        self.deposits += amount

    def earn(self, amount: Decimal) -> None:
        self.earnings += amount

    def buy(self, number: int) -> str | None:
        sale = self.sales.get(number)
        if sale and not sale.refunded:
            return "LEAD_ALREADY_PURCHASED"
        if self.deposits + self.earnings < PRICE:
            return "INSUFFICIENT_BALANCE"
        if self.spent + PRICE > 500:
            return "WEEKLY_BUDGET_REACHED"
        taken = min(PRICE, self.deposits)
        self.deposits -= taken
        self.earnings -= PRICE - taken
        self.spent += PRICE
        self.sales[number] = Sale(
            taken, wrote=bool(sale and sale.wrote), was_refunded=bool(sale and sale.was_refunded)
        )
        return None

    def write(self, number: int) -> None:
        if number in self.sales:
            self.sales[number].wrote = True

    def answer(self, number: int) -> None:
        if (sale := self.sales.get(number)) and not sale.refunded:
            sale.answered = True

    def fall_due(self, number: int) -> None:
        if (sale := self.sales.get(number)) and sale.wrote:
            self.leave(number)

    def leave(self, number: int) -> None:
        sale = self.sales.get(number)
        if sale and not (sale.answered or sale.refunded or sale.was_refunded):
            sale.refunded = sale.was_refunded = True
            self.deposits += sale.from_deposits
            self.earnings += PRICE - sale.from_deposits
            self.spent -= PRICE


class World:
    def __init__(self, worker: User, leads: list[Lead]) -> None:
        self.worker = worker
        self.leads = leads
        self.bought: dict[int, Purchased] = {}

    async def fund(self, amount: Decimal) -> None:
        await a.funded(self.worker, amount)

    async def earn(self, amount: Decimal) -> None:
        await a.earning(self.worker, amount)

    async def buy(self, number: int) -> str | None:
        try:
            self.bought[number] = await purchase(self.leads[number].id, by=self.worker.id)
        except Refusal as refusal:
            return refusal.code
        return None

    async def write(self, number: int) -> None:
        if number in self.bought:
            await a.words_of_worker(self.bought[number])

    async def answer(self, number: int) -> None:
        if number in self.bought:
            async with transaction():
                [held] = await hold_purchases(self.bought[number].purchase.id)
                await lock_sale(held)

    async def fall_due(self, number: int) -> None:
        if number in self.bought:
            row = self.bought[number].purchase
            await refund_due(row.id, at=row.refund_eligible_until)

    async def leave(self, number: int) -> None:
        if number in self.bought:
            async with transaction():
                [held] = await hold_purchases(self.bought[number].purchase.id)
                await refund_abandoned(held, Outcome.CANCELLED)


@pytest.mark.req("R-09", "R-10", "WAL-11", "C10", "C13", "R-04", "R-05")
@given(story=st.lists(deeds, min_size=4, max_size=14))
@example(story=[("fund", PRICE * 3), *((deed, 0) for deed in ("buy", "write", "fall_due") * 2), ("leave", 0)])
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # shrinking lives every story hundreds of times
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_the_wallet_is_what_a_child_would_reckon(
    database: str, story: list[tuple[str, Decimal | int]]
) -> None:
    await stand_still_at(WEDNESDAY)
    worker = await a.worker()
    world, child = World(worker, [await a.lead(worker) for _ in range(2)]), Child()
    for deed, about in story:
        assert await getattr(world, deed)(about) == getattr(child, deed)(about), (deed, about)
    async with transaction():
        wallet = await wallet_of(worker.id)
        week = await budget_of(worker.id, WEDNESDAY)
    assert (wallet.deposits.balance, wallet.earnings.balance) == (child.deposits, child.earnings)
    assert week.spent_amount == child.spent
    assert await money.audit() == []


@pytest.mark.req("R-09", "WAL-13")
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE accounts SET balance = balance + 1 WHERE balance > 0", "an account whose balance"),
        ("UPDATE wallet_transactions SET amount = amount - 1", "a movement in the wallet that isn't the ledger's"),
        ("DELETE FROM wallet_transactions", "a transfer that its handyman can't read of"),
        ("UPDATE lead_purchases SET purchase_count = 2", "a purchase that wasn't paid"),
        ("UPDATE lead_purchases SET purchase_amount = 0, is_free = true", "a free purchase that was paid"),
        (
            "UPDATE lead_purchases SET status = 'refunded', refunded_at = purchased_at",
            "a refunded purchase whose money didn't come back",
        ),
        ("UPDATE weekly_budgets SET spent_amount = 0", "a week whose spending isn't what was bought in it"),
        ("DELETE FROM weekly_budgets", "a purchase that no week counts"),
        ("UPDATE conversations SET last_seq = 2", "a timeline with a gap"),
        ("DELETE FROM conversation_participants", "a conversation without its two people"),
    ],
)
async def test_the_audit_finds_what_was_tampered_with(database: str, statement: str, fault: str) -> None:
    await a.purchase()
    assert await audit() == []
    async with transaction() as verb:
        await verb.connection.execute_script(statement)
    assert any(fault in line for line in await audit()), await audit()
