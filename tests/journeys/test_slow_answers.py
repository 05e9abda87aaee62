"""Answers that take their time: they move nothing that is read, and lead nobody away from where they have gone."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Route

from tests.gallery.jobs import start
from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD
from tests.journeys.slow import BadNetwork
from tests.journeys.small import paid_job
from tests.journeys.spoken import expect
from tests.journeys.talk import Talk, look_in
from tests.journeys.test_reading import place
from tests.stack import Stack

PATIENCE = 40_000

pytestmark = [pytest.mark.processes, pytest.mark.browser]

FETCHED = """(name) => {
    const [version] = document.querySelector('link[href*="/v/"]').href.match(/.*\\/v\\/[^/]+/);
    return import(`${version}/app/screens/conversation/${name}`).then(() => null);
}"""
TWO_FRAMES = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"


class Held:
    """Answers to some question, kept back until `free` is set."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.asked = asyncio.Event()

    async def hold(self, route: Route) -> None:
        self.asked.set()
        answer = await route.fetch()
        await self.free.wait()
        await route.fulfill(response=answer)

    async def keep(self, reader: Reader, questions: str) -> None:
        await reader.page.route(re.compile(questions), self.hold)


@pytest.mark.req("CHAT-15", "CHAT-14")
async def test_cards_that_grow_above_the_unread_line_leave_it_where_it_is(stack: Stack, browser: Browser) -> None:
    people = await story.everybody(stack)
    _, client, worker = people
    talk, _ = await paid_job(stack, client, worker)
    seq = (await client.get(f"/api/conversations/{talk}"))["last_seq"]
    await client.post(f"/api/conversations/{talk}/read", {"seq": seq})
    for number in range(20):
        await worker.says(talk, f"Mensaje {number}: con más palabras")
    maria = await Reader.sit_down(browser, stack, "maria-cold")
    network = await BadNetwork.around(maria)
    await sign_in(maria, client.email, PASSWORD)
    await network.comes_back()
    rest = Held()
    await rest.keep(maria, "/happened.js$")
    await maria.opens(f"/conversations/{talk}")
    line = maria.page.locator(".timeline__unread")
    await expect(line).to_be_in_viewport(timeout=PATIENCE)
    before = await place(line)
    rest.free.set()
    await expect(maria.page.locator(".event__why").first).to_be_attached(timeout=PATIENCE)
    await expect(maria.page.get_by_role("button", name="Más acciones")).to_be_visible()
    await maria.page.evaluate(TWO_FRAMES)
    await maria.shows("line")
    assert abs(await place(line) - before) <= 1
    await maria.leaves()
    for person in people:
        await person.leave()


@pytest.mark.req("LEAD-13", "R-24")
async def test_who_has_left_is_told_what_was_bought_and_led_nowhere(stack: Stack, browser: Browser) -> None:
    people = await story.everybody(stack)
    _, client, worker = people
    await story.a_lead(client, worker, photos=0)
    juan = await Reader.sit_down(browser, stack, "juan-left")
    await sign_in(juan, worker.email, PASSWORD)
    await juan.page.get_by_test_id("tab-leads").click()
    purchase = Held()
    await purchase.keep(juan, "/purchase$")
    await juan.taps("Comprar contacto · Gratis")
    await purchase.asked.wait()
    await juan.page.get_by_test_id("tab-wallet").click()
    await expect(juan.page.get_by_test_id("balance")).to_be_visible(timeout=PATIENCE)
    purchase.free.set()
    told = juan.page.get_by_role("link", name="Contacto comprado. Ver conversación")
    await expect(told).to_be_visible(timeout=PATIENCE)
    await juan.is_at("/wallet")
    await juan.shows("bought")
    await told.click()
    await juan.sees_event("lead.purchased")
    await juan.leaves()
    for person in people:
        await person.leave()


@pytest.mark.req("ESC-01", "R-24")
async def test_a_request_for_payment_that_is_closed_and_made_again_is_one(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    await talk.worker.says(talk.id, "Puedo pasar mañana")
    await talk.client.says(talk.id, "Lo espero")
    juan = await look_in(browser, stack, "juan-again", talk.worker, talk)
    request = Held()
    await request.keep(juan, "/payments/request$")
    for _ in range(2):
        await juan.taps("Más acciones")
        await juan.taps("Pedir pago")
        await juan.writes("Monto (MXN)", "1000")
        await juan.writes("Concepto", "Cambio de llave")
        await juan.taps("Pedir $1,000.00")
        await request.asked.wait()
        await juan.page.keyboard.press("Escape")
    request.free.set()
    await juan.sees_event("payment.requested")
    await expect(juan.page.get_by_role("dialog")).to_have_count(0)
    asked = (await talk.worker.get("/api/payments", params={"conversation_id": talk.id}))["items"]
    assert len(asked) == 1
    await juan.context.close()


@pytest.mark.req("ESC-01", "CHAT-01")
async def test_what_was_asked_for_in_one_conversation_does_not_open_in_the_next(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    other = await start(talk.client, talk.worker, "Otro trabajo")
    juan = await look_in(browser, stack, "juan-next", talk.worker, talk)
    form = Held()
    await form.keep(juan, "/request-dialog.js$")
    await juan.taps("Más acciones")
    await juan.taps("Pedir pago")
    await form.asked.wait()
    await juan.taps("Volver")
    await juan.page.get_by_test_id("conversation-row").filter(has_text="Otro trabajo").click()
    await juan.is_at(other.path)
    await juan.sees_event("lead.purchased")
    form.free.set()
    await juan.page.evaluate(FETCHED, "request-dialog.js")
    await juan.page.evaluate(TWO_FRAMES)
    await expect(juan.page.get_by_role("dialog")).to_have_count(0)
    await juan.taps("Más acciones")
    await juan.taps("Pedir pago")
    await expect(juan.page.get_by_role("dialog")).to_be_visible()
    await juan.leaves()


async def test_who_taps_two_languages_reads_the_last(stack: Stack, browser: Browser) -> None:
    ana = await Reader.sit_down(browser, stack, "ana-languages", "phone")
    await ana.opens("/")
    words = Held()
    await words.keep(ana, "/en.json$")
    await ana.taps("English")
    await words.asked.wait()
    await ana.taps("Español")
    async with ana.bare_page.expect_event("requestfinished", lambda one: one.url.endswith("/en.json")):
        words.free.set()
    await ana.page.evaluate(TWO_FRAMES)
    assert await ana.page.evaluate("[document.documentElement.lang, localStorage.locale]") == ["es-MX", "es-MX"]
    await ana.leaves()


@pytest.mark.req("CHAT-01")
async def test_a_file_that_was_lost_on_its_way_is_fetched_again(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan = await Reader.sit_down(browser, stack, "juan-lost")
    lost: list[str] = []

    async def lose(route: Route) -> None:
        lost.append(route.request.url)
        await (route.abort("connectionreset") if len(lost) < 3 else route.continue_())

    await juan.page.route("**/conversation/happened.js", lose)
    await sign_in(juan, talk.worker.email, PASSWORD)
    await juan.opens(talk.path)
    await expect(juan.page.locator(".event__why").first).to_be_visible(timeout=PATIENCE)
    assert len(lost) > 1
    await juan.leaves()
