"""A handyman's saved cards, and the wallet that fills itself from one."""

from uuid import UUID

from pydantic import model_validator
from quart import Blueprint, Response
from quart_schema import validate_request

from models.people.tables import Role
from models.wallet.access import auto_reload_for, cards_for
from models.wallet.remove_card import remove_card
from models.wallet.set_auto_reload import set_auto_reload
from server.edge import asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Pesos
from server.limits import HOUR, limited

blueprint = Blueprint("cards", __name__, url_prefix="/api/wallet")


class Reloading(Body):
    enabled: bool | None = None
    threshold: Pesos | None = None
    amount: Pesos | None = None
    card_id: UUID | None = None

    @model_validator(mode="after")
    def changes_something(self) -> "Reloading":
        if all(value is None for value in (self.enabled, self.threshold, self.amount, self.card_id)):
            raise ValueError("enabled, threshold, amount or card_id")
        return self


@blueprint.get("/cards")
@signed_in(Role.WORKER)
async def list_cards() -> tuple[Response, int]:
    return listed(await cards_for(asker().id), None)


@blueprint.delete("/cards/<card_id>")
@signed_in(Role.WORKER)
async def delete_card(card_id: str) -> tuple[Response, int]:
    await remove_card(key_of(card_id), by=asker().id, key=idempotency_key())
    return ok({"id": card_id})


@blueprint.get("/auto-reload")
@signed_in(Role.WORKER)
async def show_auto_reload() -> tuple[Response, int]:
    return ok(await auto_reload_for(asker().id))


@blueprint.patch("/auto-reload")
@signed_in(Role.WORKER)
@limited("wallet.auto_reload", 60, per=HOUR)
@validate_request(Reloading)
async def change_auto_reload(data: Reloading) -> tuple[Response, int]:
    await set_auto_reload(by=asker().id, key=idempotency_key(), **data.model_dump())
    return ok(await auto_reload_for(asker().id))
