"""Ask for pushes in the running transaction: one order for each browser, tried and parked by itself."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from models import outbox
from models.push.tables import PushSubscription


class About(StrEnum):
    LEAD = "lead"
    CONVERSATION = "conversation"


async def want(browsers: Iterable[PushSubscription], about: About, subject_id: UUID) -> None:
    """Ids only: what a browser shows is written when it is sent, as its person may see it then."""
    for browser in browsers:
        await outbox.record(
            "push.wanted", subscription_id=str(browser.id), about=about.value, subject_id=str(subject_id)
        )
