"""The only way payments reach an edge: found for one reader, and as that reader may see them."""

from typing import Any
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.admin.audit_entry import audit_reading
from models.chat.tables import Conversation
from models.db import find
from models.errors import NotFound
from models.listing import page
from models.payments.completion_photos import photos_shown
from models.payments.tables import (
    CheckoutSession,
    CompletionPhoto,
    EscrowPayment,
    EscrowStatus,
    PaymentRequest,
    RequestStatus,
)
from models.people.tables import User
from models.reviews.tables import Review


async def payment_for(reader: User, request_id: UUID) -> PaymentRequest:
    request = await find(PaymentRequest, id=request_id)
    if reader.id not in (request.client_id, request.worker_id):
        if not reader.is_staff:
            raise NotFound
        await audit_reading(reader.id, "payment.read", request.id)
    return request


async def escrow_for(reader: User, escrow_id: UUID) -> EscrowPayment:
    escrow = await find(EscrowPayment, id=escrow_id)
    await payment_for(reader, escrow.payment_request_id)
    return escrow


async def payments_of(
    reader: User, conversation_id: UUID | None, *, limit: int = 20, cursor: str | None = None
) -> tuple[list[PaymentRequest], str | None]:
    """The payments of a conversation, or the reader's own, newest first; that staff looked is on record."""
    if conversation_id is None:
        own = Q(client_id=reader.id) | Q(worker_id=reader.id)
        return await page(PaymentRequest.filter(own), limit=limit, cursor=cursor)
    conversation = await find(Conversation, id=conversation_id)
    is_party = reader.id in (conversation.client_id, conversation.worker_id)
    if not (is_party or reader.is_staff) or conversation.deleted_at is not None:
        raise NotFound
    if not is_party:
        await audit_reading(reader.id, "payments.read", conversation.id)
    requests: QuerySet[PaymentRequest] = PaymentRequest.filter(conversation_id=conversation_id)
    return await page(requests, limit=limit, cursor=cursor)


async def payer_of(reader: User, stripe_session_id: str) -> PaymentRequest:
    """The request that a Checkout session was opened for, if the reader is who pays it."""
    session = await find(CheckoutSession, stripe_session_id=stripe_session_id)
    request = await find(PaymentRequest, id=session.payment_request_id)
    if request.client_id != reader.id:
        raise NotFound
    return request


async def present(*requests: PaymentRequest) -> list[dict[str, Any]]:
    """JSON-ready, each with its escrow; without the card processor's names for things."""
    escrows = {
        escrow.payment_request_id: escrow
        for escrow in await EscrowPayment.filter(payment_request_id__in=[request.id for request in requests])
    }
    shown = dict(
        zip(escrows, await present_escrows(*escrows.values()), strict=True),
    )
    left = Review.filter(payment_request_id__in=[request.id for request in requests])
    reviews = {
        request_id: str(review_id) for request_id, review_id in await left.values_list("payment_request_id", "id")
    }
    return [
        {
            "id": str(request.id),
            "conversation_id": str(request.conversation_id),
            "worker_id": str(request.worker_id),
            "client_id": str(request.client_id),
            "amount": request.amount,
            "fee": request.fee,
            "total": request.total,
            "currency": "MXN",
            "description": request.description,
            "expected_service_date": request.expected_service_date,
            "status": request.status,
            "closing_as": request.closing_as,
            "stage": stage_of(request, escrows.get(request.id)),
            "created_at": request.created_at,
            "expires_at": request.expires_at,
            "settled_at": request.settled_at,
            "escrow": shown.get(request.id),
            "review_id": reviews.get(request.id),
        }
        for request in requests
    ]


async def present_escrows(*escrows: EscrowPayment) -> list[dict[str, Any]]:
    photos = await CompletionPhoto.filter(escrow_id__in=[escrow.id for escrow in escrows]).order_by("sort_order")
    return [
        {
            "id": str(escrow.id),
            "payment_request_id": str(escrow.payment_request_id),
            "amount": escrow.amount,
            "currency": "MXN",
            "status": escrow.status,
            "completion_confirmed_by_worker": escrow.completion_confirmed_by_worker,
            "worker_confirmed_at": escrow.worker_confirmed_at,
            "completion_confirmed_by_client": escrow.completion_confirmed_by_client,
            "is_presumed": escrow.is_presumed,
            "completion_confirmed_at": escrow.completion_confirmed_at,
            "release_at": escrow.release_at,
            "released_at": escrow.released_at,
            "refunded_at": escrow.refunded_at,
            "refunded_amount": escrow.refunded_amount,
            "ended_by": escrow.ended_by,
            "redo_due_at": escrow.redo_due_at,
            "dispute_id": str(escrow.dispute_id) if escrow.dispute_id else None,
            "paused_at": escrow.paused_at,
            "photos": photos_shown([photo.upload_id for photo in photos if photo.escrow_id == escrow.id]),
            "created_at": escrow.created_at,
        }
        for escrow in escrows
    ]


def stage_of(request: PaymentRequest, escrow: EscrowPayment | None) -> str:
    """Where it stands, in one word for people: what ESC-05, ESC-07 and ESC-08 want to be read (C34)."""
    if request.closing_as is not None:
        return request.closing_as
    if escrow is None or request.status is not RequestStatus.PAID:
        return request.status
    if escrow.status is not EscrowStatus.HELD:
        is_split = escrow.status is EscrowStatus.RELEASED and escrow.refunded_amount
        return "split" if is_split else escrow.status
    return stage_of_hold(escrow)


def stage_of_hold(escrow: EscrowPayment) -> str:
    if escrow.dispute_id is not None or escrow.chargeback_id is not None:
        return "disputed"
    if escrow.paused_at is not None:
        return "paused"
    if escrow.completion_confirmed_at is not None:
        return "on_hold"
    return "awaiting_confirmation" if escrow.completion_confirmed_by_worker else "in_escrow"
