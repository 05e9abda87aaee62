"""The desk for withdrawals: support approves or refuses, an admin pays."""

from typing import Annotated

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_querystring, validate_request

from models.db import find
from models.payouts.access import present_account, present_batch, present_to_staff, withdrawals_for_staff
from models.payouts.approve import approve_withdrawal
from models.payouts.batch import begin_batch, mark_failed, mark_sent, write_file
from models.payouts.link import link_payout_account
from models.payouts.refuse import refuse_withdrawal
from models.payouts.tables import PayoutBatch, PayoutDriver, WithdrawalStatus
from models.people.tables import Role
from server.edge import asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Page, Text

blueprint = Blueprint("admin_withdrawals", __name__, url_prefix="/api/admin")

STAFF = (Role.SUPPORT, Role.ADMIN)


class Wanted(Page):
    status: WithdrawalStatus | None = None


class Approval(Body):
    driver: PayoutDriver = PayoutDriver.BATCH


class Reason(Body):
    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class Account(Body):
    stripe_account_id: Annotated[Text, Field(pattern=r"^acct_[A-Za-z0-9]{1,200}$")]


@blueprint.patch("/workers/<worker_id>/payout-account")
@signed_in(Role.ADMIN)
@validate_request(Account)
async def link(worker_id: str, data: Account) -> tuple[Response, int]:
    return ok(present_account(await link_payout_account(key_of(worker_id), data.stripe_account_id, by=asker().id)))


@blueprint.get("/withdrawals")
@signed_in(*STAFF)
@validate_querystring(Wanted)
async def queue(query_args: Wanted) -> tuple[Response, int]:
    return listed(*await withdrawals_for_staff(**query_args.model_dump()))


@blueprint.patch("/withdrawals/<withdrawal_id>/approve")
@signed_in(*STAFF)
@validate_request(Approval)
async def approve(withdrawal_id: str, data: Approval) -> tuple[Response, int]:
    key = idempotency_key()
    return ok(
        await present_to_staff(
            await approve_withdrawal(key_of(withdrawal_id), by=asker().id, driver=data.driver, key=key)
        )
    )


@blueprint.patch("/withdrawals/<withdrawal_id>/reject")
@signed_in(*STAFF)
@validate_request(Reason)
async def reject(withdrawal_id: str, data: Reason) -> tuple[Response, int]:
    key = idempotency_key()
    return ok(
        await present_to_staff(await refuse_withdrawal(key_of(withdrawal_id), data.reason, by=asker().id, key=key))
    )


@blueprint.patch("/withdrawals/<withdrawal_id>/sent")
@signed_in(Role.ADMIN)
async def sent(withdrawal_id: str) -> tuple[Response, int]:
    return ok(await present_to_staff(await mark_sent(key_of(withdrawal_id), by=asker().id, key=idempotency_key())))


@blueprint.patch("/withdrawals/<withdrawal_id>/failed")
@signed_in(Role.ADMIN)
@validate_request(Reason)
async def failed(withdrawal_id: str, data: Reason) -> tuple[Response, int]:
    key = idempotency_key()
    return ok(
        await present_to_staff(await mark_failed(key_of(withdrawal_id), data.reason, by=asker().id, key=key))
    )


@blueprint.post("/payout-batches")
@signed_in(Role.ADMIN)
async def make_batch() -> tuple[Response, int]:
    return ok(await present_batch(await begin_batch(by=asker().id, key=idempotency_key())), 201)


@blueprint.get("/payout-batches/<batch_id>")
@signed_in(Role.ADMIN)
async def show_batch(batch_id: str) -> tuple[Response, int]:
    return ok(await present_batch(await find(PayoutBatch, id=key_of(batch_id))))


@blueprint.get("/payout-batches/<batch_id>/file")
@signed_in(Role.ADMIN)
async def download(batch_id: str) -> Response:
    """The file for the bank, of those not yet marked."""
    body = await write_file(key_of(batch_id), by=asker().id)
    response = Response(body, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="trustme-{key_of(batch_id).hex}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
