"""The one connection to Stripe, and what its refusals mean to us."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from integrations.errors import (
    CardDeclinedError,
    KeyReusedError,
    NotFoundError,
    ProviderError,
    RefusedError,
    UnavailableError,
)
from integrations.lifecycle import Shared
from settings import settings

if TYPE_CHECKING:
    from stripe import StripeClient, StripeError

log = structlog.get_logger("integrations.payments")

TIMEOUT_SECONDS = 20
KEY_IN_USE = "idempotency_key_in_use"
TWIN_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds. Longer than Stripe takes to make a page; whoever taps twice waits no longer than that."""
CONFLICT, NOT_FOUND, SERVER_ERROR = 409, 404, 500


class Answer(Protocol):
    def to_dict(self) -> dict[str, Any]: ...


async def _open() -> "AsyncIterator[StripeClient]":
    import stripe

    config = settings()
    http = stripe.HTTPXClient(timeout=TIMEOUT_SECONDS)
    try:
        yield stripe.StripeClient(
            config.stripe_api_key.get_secret_value(),
            base_addresses={"api": config.stripe_api_url} if config.stripe_api_url else None,
            http_client=http,
            max_network_retries=0,  # the row that intends the call is what retries it
        )
    finally:
        await http.close_async()  # type: ignore[no-untyped-call]


stripe_client = Shared(_open)


async def ask(what: str, call: Awaitable[Answer], **facts: object) -> dict[str, Any]:
    """Await a call of the SDK; every interaction is logged, by id and outcome, never with its contents."""
    import stripe

    try:
        answer = (await call).to_dict()
    except stripe.StripeError as error:
        ours = translate(error)
        log.warning(what, outcome=ours.kind, code=ours.code, request_id=error.request_id, **facts)
        raise ours from error
    log.info(what, outcome="answered", id=answer.get("id"), **facts)
    return answer


async def ask_beside_twins(what: str, call: Callable[[], Awaitable[Answer]], **facts: object) -> dict[str, Any]:
    """As `ask`, where somebody's two taps call at once under one key: the later gets the answer of the earlier."""
    for pause in TWIN_PAUSES:
        try:
            return await ask(what, call(), **facts)
        except UnavailableError as error:
            if error.code != KEY_IN_USE:
                raise
        await asyncio.sleep(pause)
    return await ask(what, call(), **facts)


def translate(error: "StripeError") -> ProviderError:
    import stripe

    message = error.user_message or "no message"
    # the SDK leaves the code of a 409 in the body
    said = error.error
    code = error.code or (said and (said.code or said.type)) or type(error).__name__
    status = error.http_status or 0
    # 409: a call with the same key is still under way; its answer is not known yet.
    if isinstance(error, stripe.APIConnectionError | stripe.RateLimitError) or status == CONFLICT:
        return UnavailableError("stripe", code, message)
    if isinstance(error, stripe.CardError):
        decline_code = error.error.decline_code if error.error else None
        return CardDeclinedError("stripe", code, message, decline_code=decline_code)
    if isinstance(error, stripe.IdempotencyError):
        return KeyReusedError("stripe", code, message)
    if status == NOT_FOUND:
        return NotFoundError("stripe", code, message)
    if status >= SERVER_ERROR or isinstance(error, stripe.APIError):
        return UnavailableError("stripe", code, message)
    return RefusedError("stripe", code, message)
