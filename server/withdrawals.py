"""A handyman withdraws what he earned, and looks what became of it."""

from typing import Annotated

from pydantic import Field
from quart import Blueprint, Response
from quart_schema import validate_request

from models.payouts.access import present, withdrawal_of, withdrawals_of
from models.payouts.cancel import cancel_withdrawal
from models.payouts.request import request_withdrawal
from models.people.tables import Role
from server.edge import asked_page, asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Pesos, Text
from server.limits import HOUR, limited

blueprint = Blueprint("withdrawals", __name__, url_prefix="/api/wallet")


class NewWithdrawal(Body):
    amount: Pesos
    clabe: Annotated[Text, Field(min_length=1, max_length=40)]
    account_holder: Annotated[Text, Field(min_length=1, max_length=200)]
    bank_name: Annotated[Text, Field(min_length=1, max_length=100)] | None = None


@blueprint.post("/withdraw")
@signed_in(Role.WORKER)
@limited("wallet.withdraw", 20, per=HOUR)
@validate_request(NewWithdrawal)
async def withdraw(data: NewWithdrawal) -> tuple[Response, int]:
    asked = await request_withdrawal(by=asker().id, key=idempotency_key(), **data.model_dump())
    return ok(present(asked), 201)


@blueprint.get("/withdrawals")
@signed_in(Role.WORKER)
async def own() -> tuple[Response, int]:
    return listed(*await withdrawals_of(asker().id, **asked_page()))


@blueprint.get("/withdrawals/<withdrawal_id>")
@signed_in(Role.WORKER)
async def one(withdrawal_id: str) -> tuple[Response, int]:
    return ok(present(await withdrawal_of(asker().id, key_of(withdrawal_id))))


@blueprint.post("/withdrawals/<withdrawal_id>/cancel")
@signed_in(Role.WORKER)
async def cancel(withdrawal_id: str) -> tuple[Response, int]:
    return ok(present(await cancel_withdrawal(key_of(withdrawal_id), by=asker().id, key=idempotency_key())))
