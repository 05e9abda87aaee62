"""Pass on what people agreed to have measured."""

from integrations import ga4
from settings import settings
from tasks.event import Event


async def tell_google(event: Event) -> None:
    """Nothing once measuring was switched off: what waits is dropped."""
    if settings().is_measuring:
        facts = event.facts
        await ga4.collect(facts["visit"], facts["events"], person=facts["person"], role=facts["role"])
