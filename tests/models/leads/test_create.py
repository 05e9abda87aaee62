import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from models import db
from models.clock import business_now
from models.contact_details import ContactBeforeReveal
from models.engine_tables import OutboxRow, Timer
from models.errors import IdempotencyKeyReused, NotFound
from models.leads.create import (
    BudgetUpsideDown,
    DeadlinePast,
    LeadSent,
    RecipientsOneToSix,
    RecipientUnavailable,
    TooManyOpenLeads,
    UnknownCategory,
    UnknownZone,
    ZipOutsideZone,
)
from models.leads.tables import Lead, LeadMedia, LeadRecipient
from models.notices.tables import Notice
from models.people.tables import UserStatus
from models.people.verified import EmailNotVerified, PhoneNotVerified
from models.uploads.attach import (
    UploadAlreadyAttached,
    UploadHasAnotherPurpose,
    UploadIsAnotherKind,
    UploadRefused,
)
from models.uploads.tables import MediaKind, Purpose, Upload, UploadState
from models.workers.tables import ApprovalStatus, WorkerProfile
from settings import settings
from tests import a

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def announced() -> Iterator[list[Any]]:
    facts: list[Any] = []

    async def listen(spread: list[Any]) -> None:
        facts.extend(spread)

    stop = db.spread_by(listen)
    yield facts
    stop()


@pytest.mark.req("LEAD-01", "LEAD-02", "LEAD-03", "LEAD-08", "C38")
async def test_a_lead_keeps_what_the_client_wrote_and_lives_fourteen_days() -> None:
    client, workers = await a.client(), [await a.worker() for _ in range(6)]
    lead = await a.lead(
        *workers,
        client=client,
        budget_min=500,
        budget_max=900,
        deadline=date(2099, 1, 1),
        availability={"sat": ["morning"]},
    )
    kept = await Lead.get(id=lead.id)
    assert {name: getattr(kept, name) for name in a.JOB} == a.JOB
    assert (kept.budget_min, kept.budget_max, kept.price) == (500, 900, 100)
    assert (kept.deadline, kept.availability) == (date(2099, 1, 1), {"sat": ["morning"]})
    assert kept.expires_at - kept.created_at == timedelta(days=14)
    assert [row.worker_id for row in await LeadRecipient.filter(lead_id=lead.id).order_by("position")] == [
        worker.id for worker in workers
    ]
    assert (await Timer.get(kind="lead.expire", subject_id=lead.id)).due_at == lead.expires_at


@pytest.mark.req("LEAD-07", "LEAD-10", "LEAD-11", "R-01")
async def test_handymen_who_are_not_paused_hear_it_at_once_as_tier_0_shows_it(announced: list[Any]) -> None:
    client, awake, paused = await a.client(), await a.worker(), await a.worker(paused=True)
    lead = await a.lead(awake, paused, client=client)
    [sent] = [fact for fact in announced if isinstance(fact, LeadSent)]
    assert sent.worker_id == awake.id
    assert sent.facts["tier"] == 0
    assert sent.facts["other_recipients"] == 1
    assert not {"client_id", "zip_code", "address"} & sent.facts.keys()
    [notice] = await Notice.all()
    assert (notice.user_id, notice.kind, notice.facts["lead_id"]) == (awake.id, "lead.new", str(lead.id))
    [event] = await OutboxRow.filter(event="lead.sent")
    assert event.facts == {"lead_id": str(lead.id), "worker_ids": [str(awake.id)]}


@pytest.mark.req("R-01", "ACC-03", "ACC-04")
async def test_only_a_client_with_verified_email_and_phone_sends_a_lead() -> None:
    worker = await a.worker()
    with pytest.raises(EmailNotVerified):
        await a.lead(worker, client=await a.client(email_verified=False))
    with pytest.raises(PhoneNotVerified):
        await a.lead(worker, client=await a.client(phone_verified=False))


@pytest.mark.req("LEAD-03")
async def test_one_to_six_different_handymen_get_a_lead() -> None:
    client, workers = await a.client(), [await a.worker() for _ in range(7)]
    for wrong in ([], workers, [workers[0], workers[0]]):
        with pytest.raises(RecipientsOneToSix):
            await a.lead(*wrong, client=client)
    assert await Lead.all().count() == 0


@pytest.mark.req("R-01")
async def test_a_lead_reaches_approved_handymen_in_good_standing_only() -> None:
    client, good = await a.client(), await a.worker()
    pending, suspended = await a.worker(), await a.worker(status=UserStatus.SUSPENDED)
    await WorkerProfile.filter(user_id=pending.id).update(approval_status=ApprovalStatus.PENDING)
    for wrong in (pending, suspended, await a.client()):
        with pytest.raises(RecipientUnavailable) as refused:
            await a.lead(good, wrong, client=client)
        assert refused.value.details == {"worker_ids": [str(wrong.id)]}
    assert (await Lead.all().count(), await Notice.all().count()) == (0, 0)


@pytest.mark.req("R-03")
@pytest.mark.parametrize("field", ["title", "description"])
async def test_contact_details_in_the_text_are_refused(field: str) -> None:
    with pytest.raises(ContactBeforeReveal) as refused:
        await a.lead(await a.worker(), **{field: "llámame al 55 1234 5678"})
    assert refused.value.details["field"] == field


@pytest.mark.req("LEAD-01")
@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"service_category": "Astrología"}, UnknownCategory),
        ({"service_subcategory": "Lectura de cartas"}, UnknownCategory),
        ({"location_zone": "Atlántida"}, UnknownZone),
        ({"location_zone": "Xochimilco"}, ZipOutsideZone),
        ({"budget_min": 900, "budget_max": 500}, BudgetUpsideDown),
        ({"deadline": date(2020, 1, 1)}, DeadlinePast),
    ],
)
async def test_what_does_not_fit_is_refused_and_leaves_nothing(words: dict[str, Any], refusal: Any) -> None:
    with pytest.raises(refusal):
        await a.lead(await a.worker(), **words)
    assert await Lead.all().count() + await Timer.all().count() + await OutboxRow.all().count() == 0


@pytest.mark.req("LEAD-01")
async def test_an_unknown_zip_code_passes_and_today_is_no_past_deadline() -> None:
    today = (await business_now()).astimezone().date()
    assert await a.lead(await a.worker(), zip_code="99999", deadline=today)


@pytest.mark.req("C38")
async def test_a_client_keeps_so_many_leads_open_and_no_more(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LEADS_OPEN", "3")
    settings.cache_clear()
    client, worker = await a.client(), await a.worker()
    for _ in range(3):
        await a.lead(worker, client=client)
    with pytest.raises(TooManyOpenLeads):
        await a.lead(worker, client=client)


@pytest.mark.req("R-24")
async def test_a_resend_is_the_first_lead_and_another_body_under_its_key_is_refused() -> None:
    client, worker = await a.client(), await a.worker()
    first = await a.lead(worker, client=client, key="k1")
    assert (await a.lead(worker, client=client, key="k1")).id == first.id
    with pytest.raises(IdempotencyKeyReused):
        await a.lead(worker, client=client, key="k1", title="Otra cosa")
    assert (await Lead.all().count(), await Notice.all().count()) == (1, 1)


@pytest.mark.req("R-24")
async def test_ten_twins_at_once_are_one_lead() -> None:
    client, worker = await a.client(), await a.worker()
    await a.catalogue()
    leads = await asyncio.gather(*[a.lead(worker, client=client, key="k1") for _ in range(10)])
    assert len({lead.id for lead in leads}) == await Lead.all().count() == 1


@pytest.mark.req("LEAD-22", "R-29")
async def test_photos_and_videos_keep_their_order() -> None:
    client = await a.client()
    uploads = [await a.upload(client, kind=kind) for kind in (MediaKind.VIDEO, MediaKind.IMAGE, MediaKind.IMAGE)]
    lead = await a.lead(await a.worker(), client=client, media=[upload.id for upload in uploads])
    rows = await LeadMedia.filter(lead_id=lead.id).order_by("sort_order")
    assert [(row.upload_id, row.media_type) for row in rows] == [(each.id, each.kind) for each in uploads]
    assert await Upload.filter(attached_at=lead.created_at).count() == 3


@pytest.mark.req("R-29")
async def test_an_upload_is_used_by_its_owner_for_its_purpose_if_it_is_sound() -> None:
    client, worker = await a.client(), await a.worker()
    used = await a.upload(client)
    await a.lead(worker, client=client, media=[used.id])
    for wrong, refusal in (
        (uuid4(), NotFound),
        ((await a.upload(await a.client())).id, NotFound),
        ((await a.upload(client, erased_at=await business_now())).id, NotFound),
        (used.id, UploadAlreadyAttached),
        ((await a.upload(client, state=UploadState.REFUSED)).id, UploadRefused),
        ((await a.upload(client, Purpose.MESSAGE)).id, UploadHasAnotherPurpose),
        ((await a.upload(client, kind=MediaKind.FILE)).id, UploadIsAnotherKind),
    ):
        with pytest.raises(refusal):
            await a.lead(worker, client=client, media=[wrong])
    assert await Lead.all().count() == 1


@pytest.mark.req("R-29")
async def test_of_two_leads_that_take_one_upload_at_once_one_wins() -> None:
    client, worker = await a.client(), await a.worker()
    await a.catalogue()
    upload = await a.upload(client)
    results = await asyncio.gather(
        *[a.lead(worker, client=client, media=[upload.id]) for _ in range(5)], return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Lead", *["UploadAlreadyAttached"] * 4]
    assert await Lead.all().count() == await LeadMedia.all().count() == 1
