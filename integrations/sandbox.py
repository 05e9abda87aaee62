"""The emulators' own door: in a sandbox the outside world follows our movable clock (R-18)."""

from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from integrations.errors import UnavailableError
from settings import settings


async def move_clock(ahead_by: timedelta) -> None:
    """Set how far the emulators' business time stands ahead of real time. Nothing to do without emulators.

    Checkout sessions and vouchers that run out on the way do so before this returns; their webhooks follow.
    """
    import httpx

    config = settings()
    if not (config.trustme_sandbox and config.stripe_api_url):
        return
    url = urlunsplit(urlsplit(config.stripe_api_url)._replace(path="/outside/clock"))
    async with httpx.AsyncClient() as client:
        try:
            response = await client.post(url, json={"offset_seconds": ahead_by.total_seconds()})
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise UnavailableError("emulators", type(error).__name__, "the clock was not moved") from error
