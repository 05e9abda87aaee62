"""Asking for money in a conversation, paying, and saying that the work is done."""

import re
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, ValidationError
from quart import Blueprint, Response, request
from quart_schema import (
    RequestSchemaValidationError,
    document_request,
    validate_querystring,
    validate_request,
)
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_fixed

from integrations import payments as stripe
from integrations.errors import ProviderError, UnavailableError
from models.errors import NotFound
from models.payments.access import escrow_for, payer_of, payment_for, payments_of, present, present_escrows
from models.payments.cancel import cancel
from models.payments.close_checkout import close_live_checkout
from models.payments.confirm_complete import confirm_complete
from models.payments.decline import decline
from models.payments.pay import pay
from models.payments.request import request as ask_for_payment
from models.payments.settle import settle_session
from models.payments.tables import CheckoutSession, PaymentRequest
from models.people.tables import Role
from server.edge import asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Pesos, Text
from server.limits import HOUR, limited

blueprint = Blueprint("payments", __name__, url_prefix="/api/payments")

SESSION_ID = re.compile(r"[A-Za-z0-9_]{1,255}")


class PaymentAsked(Body):
    conversation_id: UUID
    amount: Pesos
    description: Annotated[Text, Field(min_length=1, max_length=500)]
    expected_service_date: date | None = None


class Paging(Body):
    """Without a conversation: all of the asker's own."""

    conversation_id: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[Text, Field(max_length=60)] | None = None


class Completion(Body):
    """`photos` are uploads of the handyman's, of purpose `completion`."""

    photos: Annotated[list[UUID], Field(max_length=10)] = []


@blueprint.post("/request")
@signed_in(Role.WORKER)
@limited("payments.request", 60, per=HOUR)
@validate_request(PaymentAsked)
async def create(data: PaymentAsked) -> tuple[Response, int]:
    asked = await ask_for_payment(by=asker(), key=idempotency_key(), **data.model_dump())
    return await shown(asked, 201)


@blueprint.get("")
@signed_in()
@validate_querystring(Paging)
async def of_conversation(query_args: Paging) -> tuple[Response, int]:
    """Newest first."""
    found, following = await payments_of(asker(), **query_args.model_dump())
    return listed(await present(*found), following)


@blueprint.get("/<payment_id>")
@signed_in()
async def one(payment_id: str) -> tuple[Response, int]:
    return await shown(await payment_for(asker(), key_of(payment_id)))


@blueprint.get("/escrow/<escrow_id>")
@signed_in()
async def escrow(escrow_id: str) -> tuple[Response, int]:
    return ok((await present_escrows(await escrow_for(asker(), key_of(escrow_id))))[0])


@blueprint.post("/<payment_id>/pay")
@signed_in(Role.CLIENT)
@limited("payments.pay", 120, per=HOUR)
async def pay_(payment_id: str) -> tuple[Response, int]:
    session = await opened(key_of(payment_id))
    return ok({"checkout_url": session.url, "expires_at": session.expires_at})


# Two taps at once are the same call twice: Stripe asks the second to come again (409).
@retry(
    retry=retry_if_exception_type(UnavailableError), stop=stop_after_attempt(3), wait=wait_fixed(0.3), reraise=True
)
async def opened(payment_id: UUID) -> CheckoutSession:
    return await pay(payment_id, by=asker(), provider=stripe, key=idempotency_key())


@blueprint.post("/<payment_id>/decline")
@signed_in(Role.CLIENT)
async def decline_(payment_id: str) -> tuple[Response, int]:
    return await closed(await decline(key_of(payment_id), by=asker(), key=idempotency_key()))


@blueprint.post("/<payment_id>/cancel")
@signed_in(Role.WORKER)
async def cancel_(payment_id: str) -> tuple[Response, int]:
    return await closed(await cancel(key_of(payment_id), by=asker(), key=idempotency_key()))


@blueprint.post("/<payment_id>/confirm-complete")
@signed_in()
@document_request(Completion)
async def confirm(payment_id: str) -> tuple[Response, int]:
    """A body is for photos alone: without any, none is needed."""
    given = await completion()
    done = await confirm_complete(key_of(payment_id), by=asker(), photos=given.photos, key=idempotency_key())
    return await shown(done)


async def completion() -> Completion:
    try:
        return Completion.model_validate_json(await request.get_data() or b"{}")
    except ValidationError as error:
        raise RequestSchemaValidationError(error) from error


@blueprint.post("/sessions/<session_id>/settle")
@signed_in(Role.CLIENT)
@limited("payments.settle", 120, per=HOUR)
async def settle(session_id: str) -> tuple[Response, int]:
    """The payer is back from Stripe's page: look what became of it, without waiting for the webhook."""
    if not SESSION_ID.fullmatch(session_id):
        raise NotFound
    paid_for = await payer_of(asker(), session_id)
    await settle_session(await stripe.get_checkout(session_id))
    return await shown(await payment_for(asker(), paid_for.id))


async def closed(payment: PaymentRequest) -> tuple[Response, int]:
    """Close its live session now, since somebody waits; the worker does it if Stripe is away (R-12)."""
    try:
        await close_live_checkout(payment.id, stripe)
    except ProviderError:
        return await shown(payment, 202)
    return await shown(await payment_for(asker(), payment.id))


async def shown(payment: PaymentRequest, status: int = 200) -> tuple[Response, int]:
    return ok((await present(payment))[0], status)
