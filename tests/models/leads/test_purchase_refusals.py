from collections.abc import Callable
from datetime import timedelta

import pytest

from models.errors import Refusal
from models.leads.buying import AccountPaused, LeadAlreadyPurchased, LeadClosed, LeadExpired
from models.leads.purchase import purchase
from models.leads.tables import Lead, LeadPurchase, LeadStatus
from models.people.sessions import AccountSuspended
from models.people.tables import User, UserStatus
from models.wallet.budget import WeeklyBudgetReached
from models.wallet.ledger import InsufficientBalance
from models.workers.approved import WorkerNotApproved
from models.workers.tables import ApprovalStatus, WorkerProfile
from tests import a

pytestmark = pytest.mark.usefixtures("database")


async def cancel_lead(lead: Lead, _: User) -> None:
    await Lead.filter(id=lead.id).update(status=LeadStatus.CANCELLED, cancelled_at=lead.created_at)


async def expire_lead(lead: Lead, _: User) -> None:
    await Lead.filter(id=lead.id).update(status=LeadStatus.EXPIRED)


async def outlive_lead(lead: Lead, _: User) -> None:
    await Lead.filter(id=lead.id).update(
        created_at=lead.created_at - timedelta(days=14), expires_at=lead.created_at
    )


async def suspend_client(lead: Lead, _: User) -> None:
    await User.filter(id=lead.client_id).update(status=UserStatus.SUSPENDED)


async def unapprove(_: Lead, worker: User) -> None:
    await WorkerProfile.filter(user_id=worker.id).update(approval_status=ApprovalStatus.CHANGES_REQUESTED)


async def suspend(_: Lead, worker: User) -> None:
    await User.filter(id=worker.id).update(status=UserStatus.SUSPENDED)


async def pause(_: Lead, worker: User) -> None:
    await WorkerProfile.filter(user_id=worker.id).update(is_paused=True)


async def buy_before(lead: Lead, worker: User) -> None:
    await a.funded(worker, 100)
    await purchase(lead.id, by=worker.id)


async def stay_poor(_: Lead, worker: User) -> None:
    """The wallet is empty as it is."""


async def exhaust_budget(_: Lead, worker: User) -> None:
    await a.funded(worker, 1_000)
    for _number in range(5):
        await a.purchase(worker)


REFUSED = [
    (cancel_lead, LeadClosed),
    (suspend_client, LeadClosed),
    (expire_lead, LeadExpired),
    (outlive_lead, LeadExpired),
    (unapprove, WorkerNotApproved),
    (suspend, AccountSuspended),
    (pause, AccountPaused),
    (buy_before, LeadAlreadyPurchased),
    (stay_poor, InsufficientBalance),
]


@pytest.mark.req("R-07", "LEAD-16", "BUD-10")
@pytest.mark.parametrize(("happen", "refusal"), [*REFUSED, (exhaust_budget, WeeklyBudgetReached)])
async def test_what_refuses_a_purchase(happen: Callable[..., None], refusal: type[Refusal]) -> None:
    worker = await a.worker()
    lead = await a.lead(worker)
    await happen(lead, worker)
    before = await LeadPurchase.filter(lead_id=lead.id).count()
    with pytest.raises(refusal):
        await purchase(lead.id, by=worker.id)
    assert await LeadPurchase.filter(lead_id=lead.id).count() == before


@pytest.mark.req("R-07")
async def test_refusals_come_in_their_order_when_everything_is_wrong_at_once() -> None:
    worker = await a.worker()
    lead = await a.lead(worker)
    await buy_before(lead, worker)
    for happen, refusal in reversed(REFUSED[:-1]):
        await happen(lead, worker) if happen is not buy_before else None
        with pytest.raises(refusal):
            await purchase(lead.id, by=worker.id)
