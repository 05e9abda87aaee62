"""A split of held money that both sides agree on in the conversation."""

from quart import Blueprint, Response
from quart_schema import validate_request

from models.payments.accept_settlement import accept_settlement
from models.payments.decline_settlement import decline_settlement
from models.payments.propose_settlement import propose_settlement
from models.payments.settlement_access import present, settlement_for, settlements_of
from server.edge import asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Pesos
from server.limits import HOUR, limited

blueprint = Blueprint("settlements", __name__, url_prefix="/api")


class Split(Body):
    """What of the held amount goes back to the client; the rest is the handyman's."""

    client_amount: Pesos


@blueprint.post("/payments/<payment_id>/settlements")
@signed_in()
@limited("settlements.propose", 30, per=HOUR)
@validate_request(Split)
async def propose(payment_id: str, data: Split) -> tuple[Response, int]:
    proposed = await propose_settlement(
        key_of(payment_id), by=asker(), client_amount=data.client_amount, key=idempotency_key()
    )
    return ok(present(proposed), 201)


@blueprint.get("/payments/<payment_id>/settlements")
@signed_in()
async def of_payment(payment_id: str) -> tuple[Response, int]:
    found = await settlements_of(asker(), key_of(payment_id))
    return listed([present(each) for each in found], None)


@blueprint.get("/settlements/<settlement_id>")
@signed_in()
async def one(settlement_id: str) -> tuple[Response, int]:
    return ok(present(await settlement_for(asker(), key_of(settlement_id))))


@blueprint.post("/settlements/<settlement_id>/accept")
@signed_in()
async def accept(settlement_id: str) -> tuple[Response, int]:
    return ok(present(await accept_settlement(key_of(settlement_id), by=asker(), key=idempotency_key())))


@blueprint.post("/settlements/<settlement_id>/decline")
@signed_in()
async def decline(settlement_id: str) -> tuple[Response, int]:
    return ok(present(await decline_settlement(key_of(settlement_id), by=asker(), key=idempotency_key())))
