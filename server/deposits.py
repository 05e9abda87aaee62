"""A handyman fills his wallet: by card at once, at OXXO or by SPEI when the money arrives."""

from datetime import timedelta
from uuid import UUID

from pydantic import model_validator
from quart import Blueprint, Response
from quart_schema import validate_request
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_fixed

from integrations import payments as stripe
from integrations.errors import RefusedError, UnavailableError
from models import fault
from models.people.tables import Role, User
from models.wallet.access import deposit_of, deposits_for, present_deposit
from models.wallet.await_deposit import give_up
from models.wallet.deposit import begin_deposit
from models.wallet.look_at_deposit import look_at_deposit
from models.wallet.settle_deposit import settle_session
from models.wallet.tables import Deposit, DepositMethod, DepositStatus
from server.edge import asked_page, asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Pesos
from server.limits import HOUR, limited
from settings import settings

blueprint = Blueprint("deposits", __name__, url_prefix="/api/wallet")

PAYABLE_FOR = timedelta(hours=23)


class NewDeposit(Body):
    amount: Pesos
    method: DepositMethod
    save_card: bool = False

    @model_validator(mode="after")
    def saves_only_cards(self) -> "NewDeposit":
        if self.save_card and self.method != DepositMethod.CARD:
            raise ValueError("save_card goes with card")
        return self


@blueprint.post("/deposit")
@signed_in(Role.WORKER)
@limited("wallet.deposit", 60, per=HOUR)
@validate_request(NewDeposit)
async def deposit(data: NewDeposit) -> tuple[Response, int]:
    """Intend, call, settle: `checkout_url` is where the handyman pays."""
    begun = await begin_deposit(by=asker().id, key=idempotency_key(), **data.model_dump())
    if begun.status == DepositStatus.CREATED and begun.checkout_url is None:
        await opened(begun, asker())
    return await shown(begun.id, 201)


@blueprint.get("/deposits")
@signed_in(Role.WORKER)
async def list_deposits() -> tuple[Response, int]:
    return listed(*await deposits_for(asker().id, **asked_page()))


@blueprint.get("/deposits/<deposit_id>")
@signed_in(Role.WORKER)
async def show_deposit(deposit_id: str) -> tuple[Response, int]:
    return await shown(key_of(deposit_id))


@blueprint.post("/deposits/<deposit_id>/settle")
@signed_in(Role.WORKER)
@limited("wallet.settle", 120, per=HOUR)
async def settle(deposit_id: str) -> tuple[Response, int]:
    """The handyman is back from Stripe's page: look what became of it, without waiting for the webhook."""
    begun = await deposit_of(asker().id, key_of(deposit_id))
    if begun.stripe_session_id is not None:
        session = await stripe.get_checkout(begun.stripe_session_id)
        await settle_session(session)
        if session.status == "complete" and session.payment_status == "unpaid" and session.payment_intent_id:
            await look_at_deposit(begun, session.payment_intent_id, stripe)
    return await shown(begun.id)


# Two taps at once are the same call twice: Stripe asks the second to come again (409).
@retry(
    retry=retry_if_exception_type(UnavailableError), stop=stop_after_attempt(3), wait=wait_fixed(0.3), reraise=True
)
async def opened(begun: Deposit, payer: User) -> None:
    """Ask for the session. All that is said follows from rows that don't change: a repeat is the same call."""
    home = settings().public_url
    fault.passes("after-intend", "deposit")
    try:
        session = await stripe.create_checkout(
            key=str(begun.id),
            amount=begun.amount,
            line_items=[("TrustMe: saldo", begun.amount)],
            success_url=f"{home}/payment/success?deposit={begun.id}",
            cancel_url=f"{home}/payment/cancel?deposit={begun.id}",
            metadata={"deposit_id": str(begun.id), "worker_id": str(begun.worker_id)},
            expires_at=begun.created_at + PAYABLE_FOR,
            methods=(begun.method.value,),
            customer_email=payer.email,
            save_card=begun.save_card,
        )
    except RefusedError:
        await give_up(begun.id)
        raise
    fault.passes("after-call", "deposit")
    await settle_session(session)


async def shown(deposit_id: UUID, status: int = 200) -> tuple[Response, int]:
    return ok(present_deposit(await deposit_of(asker().id, deposit_id)), status)
