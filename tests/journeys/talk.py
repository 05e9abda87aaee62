"""A conversation that has just begun, and its two people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD, Person
from tests.stack import Stack


@dataclass(frozen=True)
class Talk:
    """A contact that was just bought, and its two people."""

    client: Person
    worker: Person
    id: str

    @property
    def path(self) -> str:
        return f"/conversations/{self.id}"


@asynccontextmanager
async def a_talk(stack: Stack) -> AsyncIterator[Talk]:
    admin, client, worker = await story.everybody(stack)
    lead = await story.a_lead(client, worker, photos=0)
    purchase = await worker.post(f"/api/leads/{lead['id']}/purchase", key="buy")
    yield Talk(client, worker, purchase["conversation"]["id"])
    for person in (admin, client, worker):
        await person.leave()


async def look_in(browser: Browser, stack: Stack, name: str, person: Person, talk: Talk) -> Reader:
    """On a phone, signed in, with the conversation open."""
    reader = await Reader.sit_down(browser, stack, name)
    await sign_in(reader, person.email, PASSWORD)
    await reader.opens(talk.path)
    return reader
