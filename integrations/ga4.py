"""Google Analytics 4, told by us over its Measurement Protocol: no browser of ours ever speaks to Google."""

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

from integrations.errors import UnavailableError
from integrations.lifecycle import Shared
from settings import settings

if TYPE_CHECKING:
    import httpx

GOOGLE = "https://www.google-analytics.com"
TIMEOUT_SECONDS = 10
SERVER_ERROR = 500


async def _open() -> "AsyncIterator[httpx.AsyncClient]":
    import httpx

    async with httpx.AsyncClient(base_url=settings().ga4_api_url or GOOGLE, timeout=TIMEOUT_SECONDS) as client:
        yield client


ga4_client = Shared(_open)


async def collect(
    visit: str, events: Sequence[dict[str, Any]], *, person: str | None = None, role: str | None = None
) -> None:
    """Tell Google of one visit's steps. Its answers say nothing: what it can't read it drops silently."""
    import httpx

    body: dict[str, Any] = {
        "client_id": visit,
        "non_personalized_ads": True,
        "events": [{**event, "params": {**event["params"], "engagement_time_msec": 1}} for event in events],
    }
    if person is not None:
        body |= {"user_id": person, "user_properties": {"role": {"value": role}}}
    query = {
        "measurement_id": settings().ga4_measurement_id,
        "api_secret": settings().ga4_api_secret.get_secret_value(),
    }
    client = await ga4_client()
    try:
        response = await client.post("/mp/collect", params=query, json=body)
    except httpx.HTTPError as error:
        raise UnavailableError("ga4", type(error).__name__, "no answer") from error
    if response.status_code >= SERVER_ERROR:
        raise UnavailableError("ga4", str(response.status_code), "broken")
