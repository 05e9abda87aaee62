"""What doesn't agree is reported and nothing is booked; runs are bounded, go on, and are kept."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from integrations import payments as stripe
from models.clock import business_now
from models.payments.tables import ProviderRefund, RequestStatus
from models.people.tables import User
from models.reconciling.findings import open_findings
from models.reconciling.tables import ReconciliationCursor, ReconciliationFinding, ReconciliationRun
from models.wallet.tables import Transfer
from tasks.reconciling.run import Hourly, reconcile
from tests import a
from tests.api import Api
from tests.outside import Outside
from tests.tasks.reconciled import later, look, paid_at_stripe, problems, status_of

pytestmark = pytest.mark.usefixtures("database", "own_outside")


async def test_what_stripe_has_and_we_know_nothing_of_is_reported_and_never_booked(own_outside: Outside) -> None:
    asked = await a.payment_request()
    intent = await paid_at_stripe(own_outside, asked)
    await look()
    by_hand = await stripe.refund(key="by hand", payment_intent=intent, amount=Decimal(5), metadata={})
    strays = {by_hand.id, (await stray_session()).id, (await stray_transfer()).id}
    booked = await Transfer.all().count()
    for _ in range(2):
        await look()
    assert {about for problem, about in await problems() if problem == "UNKNOWN_TO_US"} == strays
    assert len(await problems()) == 3
    assert await Transfer.all().count() == booked


async def stray_session() -> stripe.CheckoutSession:
    """Of another machine's database, or of a row that was lost."""
    return await stripe.create_checkout(
        key=str(uuid4()),
        amount=Decimal(50),
        line_items=[("Algo", Decimal(50))],
        success_url="https://trustme.example/s",
        cancel_url="https://trustme.example/c",
        metadata={"payment_request_id": str(uuid4())},
    )


async def stray_transfer() -> stripe.Transfer:
    return await stripe.create_transfer(
        key=str(uuid4()), amount=Decimal(7), destination="acct_x", metadata={}, group="by hand"
    )


@pytest.mark.req("R-11")
@pytest.mark.parametrize("but", [{"amount": Decimal(1000)}, {"currency": "usd"}])
async def test_another_amount_or_currency_is_reported_and_never_booked_as_paid(
    own_outside: Outside, but: dict[str, object]
) -> None:
    asked = await a.payment_request()
    amount = but.get("amount", asked.total)
    session = await stripe.create_checkout(
        **{  # type: ignore[arg-type]
            "key": str(uuid4()),
            "amount": amount,
            "line_items": [("Algo", amount)],
            "success_url": "https://trustme.example/s",
            "cancel_url": "https://trustme.example/c",
            "metadata": {"payment_request_id": str(asked.id)},
        }
        | but
    )
    intent = (await own_outside.pay(str(session.url)))["payment_intent"]
    for _ in range(2):
        await look()
    assert await status_of(asked) is RequestStatus.PENDING
    found = {about: problem for problem, about in await problems()}
    wrong = "AMOUNT_MISMATCH" if "amount" in but else "FOREIGN_CURRENCY"
    assert found.pop(session.id) == wrong
    assert found in ({}, {intent: wrong})
    owed = await ProviderRefund.filter(stripe_payment_intent_id=intent)
    assert [row.amount for row in owed] == ([amount] if "amount" in but else [])


async def test_what_we_booked_and_stripe_does_not_know_is_reported(own_outside: Outside) -> None:
    paid = await a.paid_request()
    await look()
    assert await problems() == [("UNKNOWN_TO_STRIPE", paid.stripe_payment_intent_id)]
    [found] = await open_findings()
    assert found.facts == {"kind": "captures"}


@pytest.mark.req("R-26")
async def test_while_stripe_is_away_the_run_breaks_off_and_the_next_goes_on(own_outside: Outside) -> None:
    asked = await a.payment_request()
    await paid_at_stripe(own_outside, asked)
    await later()
    await own_outside.break_down("stripe", times=1)
    broken = await reconcile()
    assert broken is not None
    assert (broken.findings, bool(broken.error)) == (None, True)
    await look()
    assert await status_of(asked) is RequestStatus.PAID


async def test_pages_are_walked_one_after_the_other_whatever_the_time_allows(
    own_outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of these runs has time for nothing but one page at most; in the end all is seen, once."""
    monkeypatch.setattr("integrations.payments.lists.PAGE", 2)
    strays = {(await stray_transfer()).id for _ in range(5)}
    await later()
    looked = []
    for patience in (0.0, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 5.0):
        run = await reconcile(patience)
        assert run is not None
        looked.append(run.is_complete)
    assert (looked[0], looked[-1]) == (False, True)
    assert {about for _, about in await problems()} == strays
    assert await ReconciliationFinding.all().count() == 5
    assert not await ReconciliationCursor.exclude(until=None).exists()


async def test_two_that_reconcile_at_once_are_one_and_the_hour_is_kept(own_outside: Outside) -> None:
    runs = await asyncio.gather(*(reconcile() for _ in range(4)))
    assert 1 <= sum(run is not None for run in runs) <= 4
    before = await ReconciliationRun.all().count()
    for _ in range(2):
        await Hourly()()
    assert await ReconciliationRun.all().count() == before
    await ReconciliationRun.all().update(began_at=await business_now() - timedelta(hours=1, minutes=1))
    for _ in range(2):
        await Hourly()()
    assert await ReconciliationRun.all().count() == before + 1


@pytest.mark.req("API-08")
async def test_the_outcome_is_shown_without_anybodys_name(own_outside: Outside, api: Api) -> None:
    worker: User = await a.worker()
    await a.funded(worker)
    await stray_transfer()
    await look()
    shown = (await api.get("/readyz")).data["reconciliation"]
    assert (shown["findings"], shown["error"]) == (await ReconciliationFinding.all().count(), None)
    metrics = await (await api.client.get("/metrics")).get_data(as_text=True)
    assert f"trustme_reconciliation_findings {float(shown['findings'])}" in metrics
    for found in await open_findings():
        assert set(found.facts) <= {"kind", "status", "amount", "currency", "said"}
