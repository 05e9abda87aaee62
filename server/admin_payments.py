"""The admin's desk for money that waits for a decision: stopped by a suspension, or owed by a handyman."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_querystring, validate_request

from models.payments.decide import DecisionKind, StaffDecision, decide
from models.payments.staff_access import paused_payments, present_debts, present_for_staff, receivables
from models.payments.write_off import write_off
from models.payouts.access import present_return
from models.payouts.return_deposit import return_deposit
from models.people.tables import Role
from server.edge import asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Page, Pesos, Text

blueprint = Blueprint("admin_payments", __name__, url_prefix="/api/admin")

Words = Annotated[Text, Field(min_length=1, max_length=2000)]


class Verdict(Body):
    """`client_amount` of a split: what of the held amount goes back to the client."""

    decision: DecisionKind
    reason: Words
    client_amount: Pesos | None = None
    to_client: Words | None = None
    to_worker: Words | None = None


class Return(Body):
    amount: Pesos
    reason: Annotated[Text, Field(min_length=1, max_length=500)]
    bank_reference: Annotated[Text, Field(min_length=1, max_length=100)] | None = None


class Owing(Page):
    worker_id: UUID | None = None
    is_open: bool = True


class Loss(Body):
    reason: Annotated[Text, Field(min_length=1, max_length=500)]


@blueprint.get("/payments/paused")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_querystring(Page)
async def paused(query_args: Page) -> tuple[Response, int]:
    return listed(*await paused_payments(**query_args.model_dump()))


@blueprint.patch("/payments/<payment_id>/decide")
@signed_in(Role.ADMIN)
@validate_request(Verdict)
async def decide_(payment_id: str, data: Verdict) -> tuple[Response, int]:
    said = data.model_dump()
    decision = StaffDecision(kind=said.pop("decision"), **said)
    decided = await decide(key_of(payment_id), decision, by=asker(), key=idempotency_key())
    return ok((await present_for_staff(decided))[0])


@blueprint.post("/deposits/<deposit_id>/return")
@signed_in(Role.ADMIN)
@validate_request(Return)
async def return_(deposit_id: str, data: Return) -> tuple[Response, int]:
    """To the card that it came from; what came otherwise was paid back by hand, as `bank_reference` says."""
    given = await return_deposit(key_of(deposit_id), by=asker(), key=idempotency_key(), **data.model_dump())
    return ok(present_return(given), 201)


@blueprint.get("/receivables")
@signed_in(Role.SUPPORT, Role.ADMIN)
@validate_querystring(Owing)
async def owing(query_args: Owing) -> tuple[Response, int]:
    """Who owes after a chargeback, newest first."""
    return listed(*await receivables(**query_args.model_dump()))


@blueprint.patch("/receivables/<chargeback_id>/write-off")
@signed_in(Role.ADMIN)
@validate_request(Loss)
async def write_off_(chargeback_id: str, data: Loss) -> tuple[Response, int]:
    lost = await write_off(key_of(chargeback_id), data.reason, by=asker(), key=idempotency_key())
    return ok((await present_debts(lost))[0])
