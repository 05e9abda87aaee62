"""Stripe's events, brought to our webhook by hand: in any order, any number of times, or not at all."""

from typing import Any

from models.engine_tables import WebhookEvent
from tasks import outbox
from tests.api import Api
from tests.outside import Outside

STRIPE = "/api/webhooks/stripe"


async def tell(api: Api, event: dict[str, Any]) -> None:
    headers = {"Stripe-Signature": event["signature"], "Content-Type": "application/json"}
    answer = await api.ask("POST", STRIPE, headers=headers, data=event["body"])
    assert answer.status == 200, answer


async def hear(
    outside: Outside, api: Api, *about: str | None, order: int = 1, times: int = 1, without: tuple[str, ...] = ()
) -> list[str]:
    """All that Stripe has to say about these ids, applied as a worker does; the kinds of it, as they came."""
    for_us = [
        event
        for event in await outside.events()
        if any(each and each in event["body"] for each in about) and event["type"] not in without
    ][::order]
    for event in for_us:
        for _ in range(times):
            await tell(api, event)
        await outbox.drain()
    return [event["type"] for event in for_us]


async def flagged() -> list[str]:
    """What an operator is shown of the events that were applied."""
    rows = await WebhookEvent.filter(last_error__not_isnull=True).order_by("id")
    return [str(row.last_error) for row in rows]
