"""Lists that are longer than a page: the server's own pages, one row at a time, so that three rows are many."""

import re

import pytest
from playwright.async_api import Browser, Locator, Route

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD, Person
from tests.journeys.spoken import expect
from tests.stack import Stack

pytestmark = [pytest.mark.processes, pytest.mark.browser]

EARLIER = "Ver anteriores"


async def one_by_one(route: Route) -> None:
    await route.continue_(url=re.sub(r"limit=\d+", "limit=1", route.request.url))


async def sit_down(browser: Browser, stack: Stack, name: str, person: Person, path: str) -> Reader:
    reader = await Reader.sit_down(browser, stack, name)
    await reader.context.route(re.compile(r"/api/.*[?&]limit=\d+"), one_by_one)
    await sign_in(reader, person.email, PASSWORD)
    await reader.opens(path)
    return reader


async def goes_to_the_end(reader: Reader, rows: Locator, many: int) -> None:
    earlier = reader.page.get_by_role("button", name=EARLIER)
    for shown in range(1, many):
        await expect(rows).to_have_count(shown)
        await earlier.click()
    await expect(rows).to_have_count(many)
    await expect(earlier).to_have_count(0)


@pytest.mark.req("WAL-13", "LEAD-06", "LEAD-21")
async def test_a_long_list_is_read_to_its_end(stack: Stack, browser: Browser) -> None:
    admin, client, worker = await story.everybody(stack)
    await story.pass_the_free_week(admin)
    await story.fill_the_wallet(worker)
    leads = [await story.a_lead(client, worker, photos=0, key=f"lead-{number}") for number in range(4)]
    for lead in leads[:2]:
        await worker.post(f"/api/leads/{lead['id']}/purchase", key=lead["id"])
    movements = (await worker.get("/api/wallet/transactions"))["items"]

    juan = await sit_down(browser, stack, "juan-pages", worker, "/wallet")
    rows = juan.page.locator(".movements__one")
    await expect(rows).to_have_count(1)
    await juan.context.set_offline(True)
    await juan.taps(EARLIER)
    await expect(juan.page.get_by_role("alert").filter(has_text="No hay conexión")).to_be_visible()
    await expect(rows).to_have_count(1)
    await juan.context.set_offline(False)
    await goes_to_the_end(juan, rows, len(movements))
    await juan.shows("movements")
    await juan.opens("/leads")
    await expect(juan.page.get_by_test_id("lead-card")).to_have_count(2)
    await juan.leaves()

    maria = await sit_down(browser, stack, "maria-pages", client, "/requests")
    requests = maria.page.get_by_test_id("request-row")
    await goes_to_the_end(maria, requests, len(leads))
    await requests.last.click()
    await expect(maria.page.get_by_role("heading", name="Quién la recibió")).to_be_visible()
    await maria.page.go_back()
    await expect(requests).to_have_count(len(leads))
    await maria.leaves()
    for person in (admin, client, worker):
        await person.leave()
