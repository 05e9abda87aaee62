"""Whoever comes back to a long list stands where they left it; whoever goes on begins at the top."""

import pytest
from playwright.async_api import Browser

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD
from tests.journeys.spoken import expect
from tests.stack import Stack

pytestmark = [pytest.mark.processes, pytest.mark.browser]

MANY = 14


async def height(reader: Reader) -> float:
    return float(await reader.page.evaluate("Math.round(scrollY)"))


@pytest.mark.req("CHAT-02")
async def test_a_conversation_opened_far_down_the_list_stays_in_sight(stack: Stack, browser: Browser) -> None:
    admin, client, worker = await story.everybody(stack)
    for number in range(MANY):
        lead = await story.a_lead(client, worker, photos=0, key=f"lead-{number}")
        await worker.post(f"/api/leads/{lead['id']}/purchase", key=lead["id"])
    juan = await Reader.sit_down(browser, stack, "juan-column", "desktop")
    await sign_in(juan, worker.email, PASSWORD)
    await juan.opens("/inbox")
    last = juan.page.get_by_test_id("conversation-row").last
    await last.click()
    await expect(last).to_have_attribute("aria-current", "page")
    await expect(last).to_be_in_viewport()
    await juan.leaves()
    for person in (admin, client, worker):
        await person.leave()


@pytest.mark.req("CHAT-02")
async def test_a_long_list_is_where_it_was(stack: Stack, browser: Browser, way: str) -> None:
    admin, client, worker = await story.everybody(stack)
    for number in range(MANY):
        await story.a_lead(client, worker, photos=0, key=f"lead-{number}")
    maria = await Reader.sit_down(browser, stack, "maria-back")
    await sign_in(maria, client.email, PASSWORD)
    await maria.opens("/requests")
    last = maria.page.get_by_test_id("request-row").last
    await last.scroll_into_view_if_needed()
    left = await height(maria)
    assert left > 0
    await last.click()
    await expect(maria.page.get_by_role("heading", name="Quién la recibió")).to_be_visible()
    assert await height(maria) == 0
    await maria.page.go_back()
    await expect(last).to_be_in_viewport()
    assert await height(maria) == left
    await maria.page.reload()
    await expect(last).to_be_in_viewport()
    await maria.page.go_forward()
    await expect(maria.page.get_by_role("heading", name="Quién la recibió")).to_be_visible()
    await maria.page.go_back()
    await expect(last).to_be_in_viewport()
    await maria.leaves()
    for person in (admin, client, worker):
        await person.leave()
