"""The emulators' own door: in a sandbox the outside world follows our movable clock (R-18)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from integrations.errors import UnavailableError
from integrations.lifecycle import Shared
from settings import settings

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 20


async def move_clock(ahead_by: timedelta) -> None:
    """Set how far the emulators' business time stands ahead of real time. Nothing to do without emulators.

    Checkout sessions and vouchers that run out on the way do so, and our webhook hears of it, before this returns.
    """
    import httpx

    config = settings()
    if not (config.trustme_sandbox and config.stripe_api_url):
        return
    client = await emulators_client()
    try:
        response = await client.post("/outside/clock", json={"offset_seconds": ahead_by.total_seconds()})
        response.raise_for_status()
    except httpx.HTTPError as error:
        raise UnavailableError("emulators", type(error).__name__, "the clock was not moved") from error


async def _open() -> "AsyncIterator[httpx.AsyncClient]":
    import httpx

    url = urlsplit(settings().stripe_api_url or "")
    async with httpx.AsyncClient(base_url=f"{url.scheme}://{url.netloc}", timeout=TIMEOUT_SECONDS) as client:
        yield client


emulators_client = Shared(_open)
