"""All that was made at Stripe in a stretch of time, page by page, as it tells it in webhooks too."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from integrations.payments.client import ask, stripe_client

if TYPE_CHECKING:
    from stripe import StripeClient

Listed = Literal["events", "checkout_sessions", "payment_intents", "refunds", "disputes", "transfers"]
PAGE = 100


async def list_page(
    kind: Listed,
    *,
    since: datetime,
    until: datetime,
    after: str | None = None,
    types: Sequence[str] = (),
) -> tuple[list[dict[str, Any]], bool]:
    """The newest first, older than `after`; and whether there are more. `types` picks events."""
    client = await stripe_client()
    page: dict[str, Any] = {
        "created": {"gte": int(since.timestamp()), "lt": int(until.timestamp())},
        "limit": PAGE,
        **({"starting_after": after} if after else {}),
        **({"types": list(types)} if types else {}),
    }
    answer = await ask(f"{kind}.list", _service(client, kind).list_async(page))
    return answer["data"], answer["has_more"]


def _service(client: "StripeClient", kind: Listed) -> Any:
    return client.v1.checkout.sessions if kind == "checkout_sessions" else getattr(client.v1, kind)
