"""What support does around a dispute: takes it on, writes for its own, asks for more."""

import asyncio
from datetime import timedelta

import pytest

from models.admin.tables import AuditEntry
from models.chat.tables import Message
from models.disputes.add_note import add_note
from models.disputes.ask import Asked, CallNotPlanned, For, Question, ask
from models.disputes.escalate import escalate
from models.disputes.hold_dispute import DisputeResolved
from models.disputes.resolve import Decision, resolve
from models.disputes.tables import Dispute, DisputeNote, DisputePriority, DisputeStatus, ResolutionType
from models.disputes.take_on import take_on
from models.engine_tables import Timer
from models.errors import Forbidden, IdempotencyKeyReused, NotFound
from models.notices.tables import Notice
from models.payments.tables import PaymentRequest
from models.people.tables import User, UserNote
from tests import a
from tests.build_payments import disputed
from tests.rows import events

pytestmark = pytest.mark.usefixtures("database")


async def reported() -> tuple[PaymentRequest, Dispute, User]:
    paid = await a.paid_request()
    return paid, await disputed(paid, (await a.sides(paid))[0]), await a.support()


@pytest.mark.req("DIS-02", "DIS-09", "C28")
async def test_who_takes_a_dispute_on_has_it_and_may_change_its_priority() -> None:
    _, dispute, agent = await reported()
    for _ in range(2):
        taken = await take_on(dispute.id, by=agent, priority=DisputePriority.HIGH, key="k")
    assert (taken.status, taken.assigned_to_id, taken.priority) == (
        DisputeStatus.IN_PROGRESS,
        agent.id,
        DisputePriority.HIGH,
    )
    assert (await Timer.get(kind="dispute.sla")).due_at == dispute.created_at + timedelta(hours=48)
    assert await AuditEntry.filter(action="dispute.taken_on", actor_id=agent.id).count() == 1
    with pytest.raises(IdempotencyKeyReused):
        await take_on(dispute.id, by=agent, key="k")
    other = await a.support()
    await take_on(dispute.id, by=other)
    assert (await Dispute.get(id=dispute.id)).assigned_to_id == other.id


@pytest.mark.req("DIS-02", "DIS-17")
async def test_what_was_escalated_is_an_admins_to_take() -> None:
    _, dispute, agent = await reported()
    await escalate(dispute.id, by=agent, summary="Que decida un admin")
    with pytest.raises(Forbidden):
        await take_on(dispute.id, by=agent)
    boss = await a.admin()
    assert (await take_on(dispute.id, by=boss)).status is DisputeStatus.ESCALATED


@pytest.mark.req("DIS-11")
async def test_notes_are_kept_in_order_also_when_all_is_decided() -> None:
    _, dispute, agent = await reported()
    for _ in range(2):
        await add_note(dispute.id, by=agent, body="Llamar mañana", key="k")
    with pytest.raises(IdempotencyKeyReused):
        await add_note(dispute.id, by=agent, body="Otra cosa", key="k")
    await resolve(dispute.id, Decision(ResolutionType.PAYMENT_TO_WORKER, "Visto"), by=agent)
    await add_note(dispute.id, by=await a.admin(), body="Bien resuelto")
    assert await DisputeNote.all().order_by("id").values_list("body", flat=True) == [
        "Llamar mañana",
        "Bien resuelto",
    ]
    with pytest.raises(NotFound):
        await add_note(agent.id, by=agent, body="De nada")


@pytest.mark.req("DIS-12")
async def test_more_evidence_is_asked_of_one_side_and_seen_by_both() -> None:
    paid, dispute, agent = await reported()
    client, worker = await a.sides(paid)
    question = Question(Asked.WORKER, For.EVIDENCE, "Una foto del contrato")
    for _ in range(2):
        await ask(dispute.id, question, by=agent, key="k")
    row = await Message.filter(conversation_id=paid.conversation_id).order_by("-seq").first()
    assert row is not None
    assert row.event is not None
    assert (row.event["kind"], row.event["of"]) == ("dispute.evidence_asked", "worker")
    assert "contrato" not in str(row.event)
    notice = await Notice.get(kind="dispute.evidence_asked")
    assert (notice.user_id, notice.facts["message"]) == (worker.id, "Una foto del contrato")
    [said] = await events("dispute.evidence_asked")
    assert said[f"message_{worker.id}"] == "Una foto del contrato"
    assert f"message_{client.id}" not in said
    assert await AuditEntry.filter(action="dispute.evidence_asked", subject_id=dispute.id).count() == 1


@pytest.mark.req("DIS-12")
async def test_a_call_is_proposed_for_a_moment_that_is_still_to_come() -> None:
    _, dispute, agent = await reported()
    at = dispute.created_at + timedelta(days=1)
    await ask(dispute.id, Question(Asked.BOTH, For.CALL, "¿Hablamos?", at), by=agent)
    assert await Notice.filter(kind="dispute.call_proposed").count() == 2
    for wrong in (
        Question(Asked.BOTH, For.CALL, "¿Hablamos?"),
        Question(Asked.BOTH, For.CALL, "¿Hablamos?", dispute.created_at - timedelta(days=1)),
        Question(Asked.BOTH, For.EVIDENCE, "Fotos", at),
    ):
        with pytest.raises(CallNotPlanned):
            await ask(dispute.id, wrong, by=agent)


@pytest.mark.req("DIS-11", "DIS-12")
async def test_the_desk_is_for_staff_and_for_what_is_open() -> None:
    paid, dispute, agent = await reported()
    question = Question(Asked.BOTH, For.EVIDENCE, "Fotos")
    for person in await a.sides(paid):
        with pytest.raises(Forbidden):
            await take_on(dispute.id, by=person)
        with pytest.raises(Forbidden):
            await add_note(dispute.id, by=person, body="x")
        with pytest.raises(Forbidden):
            await ask(dispute.id, question, by=person)
    await resolve(dispute.id, Decision(ResolutionType.PAYMENT_TO_WORKER, "Visto"), by=agent)
    with pytest.raises(DisputeResolved):
        await take_on(dispute.id, by=agent)
    with pytest.raises(DisputeResolved):
        await ask(dispute.id, question, by=agent)


@pytest.mark.req("DIS-13")
async def test_a_full_refund_stands_on_the_handymans_record() -> None:
    paid, dispute, agent = await reported()
    await resolve(dispute.id, Decision(ResolutionType.FULL_REFUND, "No llegó"), by=agent)
    note = await UserNote.get()
    assert (note.user_id, note.author_id) == (paid.worker_id, agent.id)
    assert dispute.reference_number in note.body


@pytest.mark.req("DIS-02")
async def test_of_two_agents_who_take_it_at_once_the_last_has_it() -> None:
    _, dispute, agent = await reported()
    other = await a.support()
    await asyncio.gather(*(take_on(dispute.id, by=who) for who in (agent, other)))
    taken = await Dispute.get(id=dispute.id)
    assert taken.assigned_to_id in {agent.id, other.id}
    assert taken.status is DisputeStatus.IN_PROGRESS
