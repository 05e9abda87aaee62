from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field
from quart import Blueprint, Response
from quart_schema import validate_querystring, validate_request

from models.disputes.access import dispute_for, present, present_evidence
from models.disputes.add_evidence import add_evidence
from models.disputes.add_note import add_note
from models.disputes.answer import answer
from models.disputes.ask import Asked, For, Question, ask
from models.disputes.case import present_note
from models.disputes.escalate import escalate
from models.disputes.open import open_dispute
from models.disputes.queue import Filter, queue, statistics
from models.disputes.resolve import Decision, resolve
from models.disputes.tables import DisputePriority, DisputeStatus, DisputeType, ResolutionType
from models.disputes.take_on import take_on
from models.people.tables import Role
from models.uploads.tables import Upload
from server.edge import asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Page, Pesos, Text
from server.limits import HOUR, limited

blueprint = Blueprint("disputes", __name__, url_prefix="/api/disputes")


class Report(Body):
    payment_request_id: UUID
    dispute_type: DisputeType
    description: Annotated[Text, Field(min_length=1, max_length=5000)]
    desired_resolution: Annotated[Text, Field(min_length=1, max_length=2000)] | None = None


class Answer(Body):
    text: Annotated[Text, Field(min_length=1, max_length=5000)]


class Evidence(Body):
    """`upload_id` is an upload of the asker's, of purpose `evidence`."""

    upload_id: UUID
    description: Annotated[Text, Field(max_length=1000)] = ""


class Resolution(Body):
    resolution_type: ResolutionType
    resolution: Annotated[Text, Field(min_length=1, max_length=5000)]
    refund_amount: Pesos | None = None
    redo_due_at: AwareDatetime | None = None
    to_client: Annotated[Text, Field(min_length=1, max_length=2000)] | None = None
    to_worker: Annotated[Text, Field(min_length=1, max_length=2000)] | None = None


class Escalation(Body):
    summary: Annotated[Text, Field(min_length=1, max_length=5000)]


class Taking(Body):
    priority: DisputePriority | None = None


class Note(Body):
    body: Annotated[Text, Field(min_length=1, max_length=5000)]


class Asking(Body):
    of: Asked
    what: For
    text: Annotated[Text, Field(min_length=1, max_length=2000)]
    call_at: AwareDatetime | None = None


class Wanted(Page):
    status: DisputeStatus | None = None
    priority: DisputePriority | None = None
    dispute_type: DisputeType | None = None
    older_than_hours: Annotated[int, Field(ge=0, le=10_000)] | None = None
    younger_than_hours: Annotated[int, Field(ge=0, le=10_000)] | None = None


@blueprint.get("")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_querystring(Wanted)
async def waiting(query_args: Wanted) -> tuple[Response, int]:
    asked = query_args.model_dump(exclude={"limit", "cursor"})
    return listed(*await queue(Filter(**asked), limit=query_args.limit, cursor=query_args.cursor))


@blueprint.get("/stats")
@signed_in(Role.SUPPORT, Role.ADMIN)
async def stats() -> tuple[Response, int]:
    return ok(await statistics())


@blueprint.post("")
@signed_in()
@limited("disputes.open", 30, per=HOUR)
@validate_request(Report)
async def create(data: Report) -> tuple[Response, int]:
    dispute = await open_dispute(
        data.payment_request_id,
        by=asker(),
        key=idempotency_key(),
        **data.model_dump(exclude={"payment_request_id"}),
    )
    return ok(await present(dispute, asker()), 201)


@blueprint.get("/<dispute_id>")
@signed_in()
async def one(dispute_id: str) -> tuple[Response, int]:
    return ok(await present(await dispute_for(asker(), key_of(dispute_id)), asker()))


@blueprint.post("/<dispute_id>/answer")
@signed_in()
@validate_request(Answer)
async def answer_(dispute_id: str, data: Answer) -> tuple[Response, int]:
    answered = await answer(key_of(dispute_id), by=asker(), text=data.text, key=idempotency_key())
    return ok(await present(answered, asker()))


@blueprint.post("/<dispute_id>/evidence")
@signed_in()
@validate_request(Evidence)
async def evidence(dispute_id: str, data: Evidence) -> tuple[Response, int]:
    added = await add_evidence(key_of(dispute_id), by=asker(), key=idempotency_key(), **data.model_dump())
    return ok(present_evidence(added, await Upload.get(id=added.upload_id)), 201)


@blueprint.post("/<dispute_id>/escalate")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_request(Escalation)
async def escalate_(dispute_id: str, data: Escalation) -> tuple[Response, int]:
    escalated = await escalate(key_of(dispute_id), by=asker(), summary=data.summary, key=idempotency_key())
    return ok(await present(escalated, asker()))


@blueprint.post("/<dispute_id>/take")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_request(Taking)
async def take(dispute_id: str, data: Taking) -> tuple[Response, int]:
    taken = await take_on(key_of(dispute_id), by=asker(), priority=data.priority, key=idempotency_key())
    return ok(await present(taken, asker()))


@blueprint.post("/<dispute_id>/notes")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_request(Note)
async def note(dispute_id: str, data: Note) -> tuple[Response, int]:
    """For staff alone."""
    added = await add_note(key_of(dispute_id), by=asker(), key=idempotency_key(), body=data.body)
    return ok(present_note(added), 201)


@blueprint.post("/<dispute_id>/ask")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_request(Asking)
async def ask_(dispute_id: str, data: Asking) -> tuple[Response, int]:
    """For evidence, or for a call at a moment."""
    question = Question(data.of, data.what, data.text, data.call_at)
    return ok(await present(await ask(key_of(dispute_id), question, by=asker(), key=idempotency_key()), asker()))


@blueprint.patch("/<dispute_id>/resolve")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_request(Resolution)
async def resolve_(dispute_id: str, data: Resolution) -> tuple[Response, int]:
    decision = Decision(**data.model_dump())
    resolved = await resolve(key_of(dispute_id), decision, by=asker(), key=idempotency_key())
    return ok(await present(resolved, asker()))
