"""Builders of browsers that want to be pushed."""

from typing import Any

from integrations.vapid import public_key
from models.db import transaction
from models.people.sessions import open_session
from models.people.tables import Session, User
from models.push.subscribe import Browser, subscribe
from tests.outside import Outside


async def session_of(person: User) -> Session:
    async with transaction():
        return (await open_session(person))[0]


async def browser(person: User, outside: Outside, *, session: Session | None = None) -> dict[str, Any]:
    """A browser of this person's that asked us to push it."""
    made = await outside.browser(public_key())
    kept = Browser(made["endpoint"], made["keys"]["p256dh"], made["keys"]["auth"])
    made["id"] = str(await subscribe(kept, by=person, session=session or await session_of(person)))
    return made
