"""What a page has asked for its screen, the screen doesn't ask again."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from server.early import questions_at
from tests.journeys.browser import a_browser
from tests.journeys.spoken import expect
from tests.journeys.talk import a_talk, look_in
from tests.stack import Stack

PATIENCE = 40_000

pytestmark = [pytest.mark.processes, pytest.mark.browser]

ASKED = """(address) => performance.getEntriesByType("resource")
    .filter(({ name }) => name === location.origin + address)
    .map(({ initiatorType }) => initiatorType)"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as opened:
        yield opened


@pytest.mark.req("CHAT-01")
async def test_what_the_page_asked_is_not_asked_again(stack: Stack, browser: Browser) -> None:
    async with a_talk(stack) as talk:
        juan = await look_in(browser, stack, "juan-first-look", talk.worker, talk)
        stands = {
            talk.path: juan.page.get_by_test_id("event").first,
            "/inbox": juan.page.get_by_test_id("conversation-row").first,
            # the list of leads is asked for once more when the socket stands
            "/leads": juan.page.get_by_role("heading", level=2).first,
        }
        for path, first in stands.items():
            await juan.opens(path)
            await expect(first).to_be_visible(timeout=PATIENCE)
            asked = {address: await juan.page.evaluate(ASKED, address) for address in questions_at(path)}
            assert {address: kinds[0] for address, kinds in asked.items()} == dict.fromkeys(asked, "link")
            assert path == "/leads" or all(len(kinds) == 1 for kinds in asked.values()), asked
            assert len(asked) > 1
        await juan.leaves()
