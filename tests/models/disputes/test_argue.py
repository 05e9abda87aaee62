"""Both sides say and show what happened; support hands it on."""

import asyncio

import pytest

from models.admin.tables import AuditEntry
from models.disputes.add_evidence import MOST_EACH, TooMuchEvidence, add_evidence
from models.disputes.answer import AlreadyAnswered, AnswerNotYours, answer
from models.disputes.escalate import escalate
from models.disputes.hold_dispute import DisputeResolved
from models.disputes.resolve import Decision, resolve
from models.disputes.sla import WITHIN, say_overdue
from models.disputes.tables import (
    Dispute,
    DisputeEvidence,
    DisputePriority,
    DisputeStatus,
    DisputeType,
    ResolutionType,
)
from models.engine_tables import OutboxRow, Timer
from models.errors import Forbidden, IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.payments.tables import PaymentRequest
from models.people.tables import Role, User, UserStatus
from models.uploads.attach import UploadAlreadyAttached, UploadHasAnotherPurpose, UploadIsAnotherKind
from models.uploads.tables import MediaKind, Purpose
from tests import a
from tests.build_payments import disputed

pytestmark = pytest.mark.usefixtures("database")


async def reported() -> tuple[PaymentRequest, Dispute]:
    paid = await a.paid_request()
    return paid, await disputed(paid, (await a.sides(paid))[0])


@pytest.mark.req("DIS-05", "R-24")
async def test_the_other_side_answers_once() -> None:
    paid, dispute = await reported()
    client, worker = await a.sides(paid)
    with pytest.raises(AnswerNotYours):
        await answer(dispute.id, by=client, text="Insisto")
    outcomes = await asyncio.gather(
        *(answer(dispute.id, by=worker, text="Quedó bien") for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(each, AlreadyAnswered) for each in outcomes) == 2
    assert (await Dispute.get(id=dispute.id)).answer == "Quedó bien"
    assert [row.user_id for row in await Notice.filter(kind="dispute.answered")] == [client.id]


@pytest.mark.req("DIS-05", "R-24")
async def test_an_answer_resent_is_the_first_one_and_its_key_keeps_its_words() -> None:
    paid, dispute = await reported()
    worker = (await a.sides(paid))[1]
    for _ in range(2):
        await answer(dispute.id, by=worker, text="Quedó bien", key="k")
    with pytest.raises(IdempotencyKeyReused):
        await answer(dispute.id, by=worker, text="No", key="k")


@pytest.mark.req("DIS-03", "R-29")
async def test_both_show_what_happened() -> None:
    paid, dispute = await reported()
    for person in await a.sides(paid):
        photo = await a.upload(person, Purpose.EVIDENCE)
        for _ in range(2):
            await add_evidence(dispute.id, by=person, upload_id=photo.id, description="Mire", key="k")
        with pytest.raises(UploadAlreadyAttached):
            await add_evidence(dispute.id, by=person, upload_id=photo.id)
    assert await DisputeEvidence.all().count() == 2
    told = [row.user_id for row in await Notice.filter(kind="dispute.evidence_added")]
    assert sorted(told) == sorted([paid.client_id, paid.worker_id])


@pytest.mark.req("DIS-03", "R-29")
async def test_what_is_no_evidence_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    paid, dispute = await reported()
    client, worker = await a.sides(paid)
    for upload, refusal in (
        (await a.upload(worker, Purpose.EVIDENCE), NotFound),
        (await a.upload(client, Purpose.MESSAGE), UploadHasAnotherPurpose),
        (await a.upload(client, Purpose.EVIDENCE, kind=MediaKind.VOICE), UploadIsAnotherKind),
    ):
        with pytest.raises(refusal):
            await add_evidence(dispute.id, by=client, upload_id=upload.id)
    assert not await DisputeEvidence.exists()
    monkeypatch.setattr("models.disputes.add_evidence.MOST_EACH", 1)
    await add_evidence(dispute.id, by=client, upload_id=(await a.upload(client, Purpose.EVIDENCE)).id)
    with pytest.raises(TooMuchEvidence):
        await add_evidence(dispute.id, by=client, upload_id=(await a.upload(client, Purpose.EVIDENCE)).id)
    assert MOST_EACH > 1


@pytest.mark.req("SEC-04", "DIS-03", "DIS-05")
async def test_strangers_find_nothing_and_what_is_resolved_is_over() -> None:
    paid, dispute = await reported()
    stranger = await a.worker()
    photo = await a.upload(stranger, Purpose.EVIDENCE)
    with pytest.raises(NotFound):
        await answer(dispute.id, by=stranger, text="Yo digo")
    with pytest.raises(NotFound):
        await add_evidence(dispute.id, by=stranger, upload_id=photo.id)
    for person in await a.sides(paid):
        with pytest.raises(Forbidden):
            await escalate(dispute.id, by=person, summary="Quiero otro juez")
    agent = await a.support()
    with pytest.raises(Forbidden):
        await answer(dispute.id, by=agent, text="Digo yo")
    await resolve(dispute.id, Decision(ResolutionType.FULL_REFUND, "Listo"), by=agent)
    with pytest.raises(DisputeResolved):
        await answer(dispute.id, by=(await a.sides(paid))[1], text="Tarde")


@pytest.mark.req("DIS-17", "DIS-11")
async def test_support_hands_it_to_an_admin_with_what_it_recommends() -> None:
    paid, dispute = await reported()
    await User.filter(role=Role.ADMIN).update(status=UserStatus.SUSPENDED)
    agent, boss = await a.support(), await a.admin()
    for _ in range(2):
        await escalate(dispute.id, by=agent, summary="Recomiendo repartir")
    await dispute.refresh_from_db()
    assert (dispute.status, dispute.summary) == (DisputeStatus.ESCALATED, "Recomiendo repartir")
    assert await Notice.filter(kind="dispute.escalated").count() == 2
    assert await Notice.filter(kind="desk.dispute_escalated").values_list("user_id", flat=True) == [boss.id]
    written = await OutboxRow.filter(event="desk.dispute_escalated", reaction=None)
    assert [row.facts["admin_id"] for row in written] == [str(boss.id)]
    assert await AuditEntry.filter(action="dispute.escalated", actor_id=agent.id).count() == 2
    assert (await a.escrow_of(paid)).dispute_id == dispute.id


@pytest.mark.req("C28", "DIS-09", "TIM-08")
async def test_an_undecided_dispute_is_alarmed_when_its_time_is_over() -> None:
    paid = await a.paid_request()
    dispute = await disputed(paid, (await a.sides(paid))[0], DisputeType.NO_SHOW)
    assert dispute.priority is DisputePriority.HIGH
    due_at = dispute.created_at + WITHIN[DisputePriority.HIGH]
    assert (await Timer.get(kind="dispute.sla")).due_at == due_at
    agent = await a.support()
    for _ in range(2):
        await say_overdue(dispute.id, at=due_at)
    assert await OutboxRow.filter(event="dispute.overdue").count() == 1
    assert await Notice.filter(kind="desk.dispute_overdue", user_id=agent.id).count() == 1
    await resolve(dispute.id, Decision(ResolutionType.FULL_REFUND, "Listo"), by=await a.support())
    await say_overdue(dispute.id, at=due_at)
    assert await OutboxRow.filter(event="dispute.overdue").count() == 1
