"""A handyman's wallet: what is in it, what moved, and what he lets himself spend."""

from pydantic import model_validator
from quart import Blueprint, Response
from quart_schema import validate_request

from models.people.tables import Role
from models.wallet.access import balance_for, transactions_for
from models.wallet.set_budget import set_budget
from server.edge import asked_page, asker, idempotency_key, listed, ok, signed_in
from server.fields import Body, Pesos

blueprint = Blueprint("wallet", __name__, url_prefix="/api/wallet")


class Budget(Body):
    budget_limit: Pesos | None = None
    is_paused: bool | None = None

    @model_validator(mode="after")
    def changes_something(self) -> "Budget":
        if self.budget_limit is None and self.is_paused is None:
            raise ValueError("budget_limit or is_paused")
        return self


@blueprint.get("/balance")
@signed_in(Role.WORKER)
async def show_balance() -> tuple[Response, int]:
    return ok(await balance_for(asker().id))


@blueprint.get("/transactions")
@signed_in(Role.WORKER)
async def list_transactions() -> tuple[Response, int]:
    return listed(*await transactions_for(asker().id, **asked_page()))


@blueprint.patch("/budget")
@signed_in(Role.WORKER)
@validate_request(Budget)
async def change_budget(data: Budget) -> tuple[Response, int]:
    await set_budget(by=asker().id, key=idempotency_key(), **data.model_dump())
    return ok(await balance_for(asker().id))
