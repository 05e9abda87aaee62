"""A network that goes: in the middle of sending, of a file or a list; what can be read and done without one."""

import re

import pytest
from playwright.async_api import Browser, Route, WebSocketRoute

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD, the_admin
from tests.journeys.small import a_photo
from tests.journeys.spoken import expect
from tests.journeys.talk import Talk, look_in
from tests.stack import Stack

PATIENCE = 40_000

pytestmark = [pytest.mark.processes, pytest.mark.browser]


class Wire:
    """A socket between page and server whose way back can be cut: what is said arrives, and nobody hears so."""

    def __init__(self) -> None:
        self.is_deaf = False

    def carry(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        server.on_message(lambda said: None if self.is_deaf and said != "2" else page.send(said))


async def all_sent(reader: Reader) -> None:
    await expect(reader.page.get_by_role("img", name="Enviando", exact=True)).to_have_count(0, timeout=PATIENCE)


@pytest.mark.req("R-24", "R-25", "CHAT-02")
@pytest.mark.usefixtures("way")
async def test_an_answer_that_is_lost_on_its_way_doubles_nothing(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan = await Reader.sit_down(browser, stack, "juan-deaf")
    wire = Wire()
    await juan.page.route_web_socket(re.compile("/socket.io/"), wire.carry)
    await sign_in(juan, talk.worker.email, PASSWORD)
    await juan.opens(talk.path)
    await expect(juan.page.get_by_text("En línea")).to_be_visible(timeout=PATIENCE)
    wire.is_deaf = True
    await juan.writes("Escribe un mensaje", "Buenas tardes")
    await juan.taps("Enviar")
    await talk.client.hears("message:new", lambda row: row.get("content") == "Buenas tardes")
    await expect(juan.page.get_by_role("img", name="Enviando", exact=True)).to_have_count(1)
    wire.is_deaf = False
    await all_sent(juan)
    await expect(juan.page.get_by_test_id("message").filter(has_text="Buenas tardes")).to_have_count(1)
    rows = (await talk.client.get(f"/api{talk.path}/messages"))["items"]
    assert [row["content"] for row in rows if row["content"]] == ["Buenas tardes"]
    await juan.leaves()


@pytest.mark.req("R-24", "CHAT-09")
async def test_a_photo_that_is_cut_off_halfway_arrives_once(stack: Stack, browser: Browser, talk: Talk) -> None:
    juan = await look_in(browser, stack, "juan-cut", talk.worker, talk)
    cut: list[str] = []

    async def first_is_cut(route: Route) -> None:
        cut.append(route.request.url)
        await (route.abort("connectionreset") if len(cut) == 1 else route.continue_())

    await juan.page.route("**/api/uploads", first_is_cut)
    await juan.page.get_by_label("Adjuntar foto o video").set_input_files([a_photo("seagreen")])
    await juan.writes("Escribe un mensaje", "Así quedó")
    await juan.taps("Enviar")
    await all_sent(juan)
    rows = (await talk.client.get(f"/api{talk.path}/messages"))["items"]
    kinds = sorted(row["message_type"] for row in rows if row["message_type"] != "event")
    assert (kinds, len(cut)) == (["image", "text"], 2)
    await juan.context.close()


@pytest.mark.req("CHAT-15", "CHAT-16", "CHAT-02")
@pytest.mark.usefixtures("way")
async def test_without_a_network_there_is_what_was_there_and_what_is_done_is_done_later(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    await talk.worker.says(talk.id, "Puedo pasar mañana")
    maria = await look_in(browser, stack, "maria-tunnel", talk.client, talk)
    await expect(maria.page.get_by_test_id("message")).to_have_count(1, timeout=PATIENCE)
    await maria.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await talk.worker.hears("message:read", lambda read: read["user_id"] == talk.client.user["id"])
    await maria.context.set_offline(True)
    await maria.opens("/inbox")
    row = maria.page.get_by_test_id("conversation-row").filter(has_text="Juan")
    await expect(row).to_be_visible(timeout=PATIENCE)
    await expect(maria.page.get_by_text("Sin conexión. Tus mensajes se enviarán al volver.").first).to_be_visible(
        timeout=PATIENCE
    )
    await expect(row).not_to_contain_text("sin leer")
    await maria.shows("inbox")
    await row.click()
    await expect(maria.page.get_by_test_id("message").filter(has_text="Puedo pasar")).to_be_visible()
    await maria.shows("talk")
    await maria.taps("Opciones")
    await maria.taps("Silenciar")
    beside_the_name = maria.page.locator("main header").get_by_text("Silenciada", exact=True)
    await expect(beside_the_name).to_have_count(1)
    await maria.taps("Opciones")
    await maria.taps("Archivar")
    await maria.taps("Archivadas")
    await expect(row).to_contain_text("Silenciada")
    assert (await talk.client.get(f"/api{talk.path}"))["status"] == "active"
    await maria.context.set_offline(False)
    await talk.client.hears(
        "conversation:updated", lambda one: one.get("status") == "archived" and one.get("is_muted")
    )
    await maria.context.close()


@pytest.mark.req("RANK-13", "R-24")
@pytest.mark.usefixtures("way")
async def test_more_professionals_come_behind_those_there_are_after_a_network_that_was_away(
    stack: Stack, browser: Browser
) -> None:
    admin, client = await the_admin(stack), await story.a_client(stack)
    people = [await story.a_handyman(stack, admin, name) for name in ("Ana Ruiz", "Beto Sosa", "Caro Díaz")]
    found = [each["full_name"] for each in (await client.get("/api/workers/search"))["items"]]
    maria = await Reader.sit_down(browser, stack, "maria-pages")
    await maria.page.route("**/api/workers/search?*", by_two)
    await sign_in(maria, client.email, PASSWORD)
    await maria.opens("/search")
    names = maria.page.get_by_test_id("professional-card").get_by_role("heading")
    await expect(names).to_have_text(found[:2])
    more = maria.page.get_by_role("button", name="Ver más profesionales")
    await maria.context.set_offline(True)
    await more.press("Enter")
    await expect(maria.page.get_by_role("alert").first).to_be_visible()
    await expect(names).to_have_text(found[:2])
    await expect(more).to_be_focused()
    await maria.shows("away")
    await maria.context.set_offline(False)
    for there in range(2, len(found), 2):
        await more.press("Enter")
        await expect(names).to_have_text(found[: there + 2])
        await expect(names.nth(there).get_by_role("link")).to_be_focused()
        await maria.shows("more")
    await expect(more).to_have_count(0)
    await expect(maria.page.get_by_role("alert")).to_have_count(0)
    await expect(maria.page.get_by_text(f"{len(found)} profesionales", exact=True)).to_have_role("status")
    await maria.leaves()
    for person in (admin, client, *people):
        await person.leave()


async def by_two(route: Route) -> None:
    """As if the pages were short: the town is small."""
    await route.continue_(url=route.request.url.replace("limit=20", "limit=2"))
