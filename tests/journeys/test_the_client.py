"""The client itself: what stays when the network goes, who is there, both languages, assistive technology."""

import asyncio
import json
import re

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from tests.journeys import alerts
from tests.journeys.browser import Reader
from tests.journeys.person import PASSWORD
from tests.journeys.spoken import expect
from tests.journeys.talk import Talk
from tests.journeys.test_in_browser import says, sign_in
from tests.stack import ADMIN, Stack

pytestmark = [pytest.mark.processes, pytest.mark.browser]


async def messages(page: Page) -> list[str]:
    return await page.get_by_test_id("message").locator(".bubble__text").all_inner_texts()


@pytest.mark.req("CHAT-02", "CHAT-03", "R-24", "R-25")
async def test_words_written_without_a_network_arrive_once_and_in_order(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan = await Reader.sit_down(browser, stack, "juan-offline")
    await sign_in(juan, talk.worker.email, PASSWORD)
    await juan.opens(talk.path)
    await says(juan, "Buenas tardes")
    await expect(juan.page.get_by_role("img", name="Enviado", exact=True)).to_have_count(1)
    await juan.context.set_offline(True)
    for words in ("¿sigue la fuga?", "puedo pasar mañana"):
        await says(juan, words)
    await expect(juan.page.get_by_role("img", name="Enviando", exact=True)).to_have_count(2)
    await juan.shows("offline")
    await juan.context.set_offline(False)
    await expect(juan.page.get_by_role("img", name="Enviando", exact=True)).to_have_count(0, timeout=40_000)
    rows = (await talk.client.get(f"/api{talk.path}/messages"))["items"]
    said = ["Buenas tardes", "¿sigue la fuga?", "puedo pasar mañana"]
    assert [row["content"] for row in rows if row["message_type"] == "text"] == said
    assert await messages(juan.page) == said
    await juan.context.close()


@pytest.mark.req("CHAT-02", "R-24")
async def test_words_survive_a_reload_without_a_network(stack: Stack, browser: Browser, talk: Talk) -> None:
    juan = await Reader.sit_down(browser, stack, "juan-reload")
    await sign_in(juan, talk.worker.email, PASSWORD)
    await juan.opens(talk.path)
    await expect(juan.page.get_by_test_id("composer")).to_be_visible()
    await juan.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await juan.context.set_offline(True)
    await says(juan, "No se pierde")
    await juan.page.reload()
    await expect(juan.page.get_by_test_id("message").filter(has_text="No se pierde")).to_be_visible()
    await expect(juan.page.get_by_test_id("event").first).to_be_visible()
    await juan.shows("reloaded")
    await juan.context.set_offline(False)
    await talk.client.hears("message:new", lambda row: row.get("content") == "No se pierde")
    await juan.context.close()


@pytest.mark.req("R-03", "CHAT-17")
async def test_a_refused_message_stays_with_its_reason_until_it_is_let_go(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan = await Reader.sit_down(browser, stack, "juan-refused")
    await sign_in(juan, talk.worker.email, PASSWORD)
    await juan.opens(talk.path)
    await says(juan, "Llámeme al 55 1234 5678")
    refused = juan.page.get_by_test_id("message").filter(has_text="55 1234 5678")
    await expect(refused.get_by_role("alert")).to_contain_text("Todavía no se pueden compartir")
    await juan.shows("refused")
    await says(juan, "Puedo pasar mañana")
    await juan.taps("Descartar", within=refused)
    await expect(refused).to_have_count(0)
    await juan.leaves()


@pytest.mark.req("CHAT-02", "CHAT-14")
async def test_each_sees_that_the_other_is_there_writes_and_has_read(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan, maria = [await Reader.sit_down(browser, stack, name) for name in ("juan-live", "maria-live")]
    await sign_in(juan, talk.worker.email, PASSWORD)
    await juan.opens(talk.path)
    await says(juan, "Buenas tardes")
    await sign_in(maria, talk.client.email, PASSWORD)
    row = maria.page.get_by_test_id("conversation-row").filter(has_text="Juan")
    await expect(row).to_contain_text("2 mensajes sin leer")
    await row.click()
    await expect(maria.page.get_by_text("En línea")).to_be_visible()
    await expect(juan.page.get_by_role("img", name="Leído", exact=True)).to_be_attached()
    await maria.page.get_by_label("Escribe un mensaje").press_sequentially("Hola")
    await expect(juan.page.get_by_text("Escribiendo…")).to_be_visible()
    await maria.leaves()
    await juan.leaves()


@pytest.mark.req("LEAD-07", "CHAT-02", "R-02")
@pytest.mark.usefixtures("way")
async def test_who_turned_alerts_on_and_left_is_shown_what_was_said(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan = await Reader.sit_down(browser, stack, "juan-alerts")
    await juan.context.grant_permissions(["notifications"], origin=stack.url)
    made = await stack.outside.browser((await talk.worker.get("/api/push/key"))["key"])
    await juan.context.add_init_script(f"({alerts.SUBSCRIBED})({json.dumps(made)})")
    await sign_in(juan, talk.worker.email, PASSWORD)
    await juan.opens("/account")
    await juan.taps("Activar avisos")
    await expect(juan.page.get_by_role("button", name="Desactivar avisos")).to_be_visible()
    await juan.shows("alerts")
    await juan.page.goto("about:blank")
    await talk.worker.socket.disconnect()
    await talk.client.post(
        f"/api{talk.path}/messages", {"client_msg_id": f"hola-{juan.language}", "content": "¿Puede venir hoy?"}
    )
    async with asyncio.timeout(60):
        while not (pushes := await stack.outside.pushes(made)):  # noqa: ASYNC110 - the worker looks once a second
            await asyncio.sleep(0.1)
    said = pushes[0]["payload"]
    assert (said["body"], said["url"]) == ("¿Puede venir hoy?", talk.path)
    worker = juan.context.service_workers[0]
    for payload in (said, said, {"title": "x", "tag": "x", "url": "//elsewhere.example/x"}, "no JSON at all"):
        await worker.evaluate(alerts.PUSHED, payload if isinstance(payload, str) else json.dumps(payload))
    assert await worker.evaluate(alerts.SHOWN) == [[said["title"], said["body"], said["tag"], said["url"]]]
    await juan.opens("/account")
    await worker.evaluate(alerts.FOLLOWED)
    await juan.is_at(talk.path)
    assert await worker.evaluate(alerts.SHOWN) == []
    await juan.leaves()


LEGAL = ["/legal/privacy", "/legal/terms", "/legal/cookies"]
SCREENS = {
    "client": [
        "/inbox",
        "/search",
        "/requests",
        "/requests/new",
        "/account",
        "/account/sessions",
        "/account/data",
        "/numbers",
        "/receipts",
        "/notices",
    ],
    "worker": [
        "/inbox",
        "/leads",
        "/wallet",
        "/profile",
        "/account",
        "/account/sessions",
        "/account/data",
        "/numbers",
        "/receipts",
        "/notices",
    ],
    "admin": ["/admin/approvals", "/account"],
    None: [
        "/",
        "/sign-up",
        "/sign-in",
        "/forgot-password",
        "/reset-password/x",
        "/payment/cancel",
        "/nothing",
        "/help",
        *LEGAL,
    ],
}


@pytest.mark.req("BOOK-11", "NOTE-06")
@pytest.mark.parametrize("language", ["es-MX", "en"])
async def test_every_screen_is_translated_and_accessible(
    stack: Stack, browser: Browser, talk: Talk, language: str
) -> None:
    people = {
        "client": (talk.client.email, PASSWORD),
        "worker": (talk.worker.email, PASSWORD),
        "admin": ADMIN,
        None: None,
    }
    for role, credentials in people.items():
        person = await Reader.sit_down(browser, stack, f"{role}-{language}")
        await person.context.add_init_script(f"localStorage.setItem('locale', '{language}')")
        if credentials:
            await person.context.add_cookies([await cookie_of(stack, *credentials)])
        # High enough that the tabs lie over nothing.
        await person.page.set_viewport_size({"width": 390, "height": 4000})
        await person.opens("/account")
        for path in [*SCREENS[role], *([talk.path] if role in {"client", "worker"} else [])]:
            await person.page.evaluate(GO, path)
            await is_whole(person.page, path)
            if language == "es-MX":
                await is_accessible(person.page, path)
        await person.context.close()


GO = "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"


async def is_whole(page: Page, path: str) -> None:
    """Nothing still comes, and no key stands where words should."""
    await expect(page.locator("h1").first).to_be_visible()
    await expect(page.locator(".skeleton")).to_have_count(0)
    text = await page.locator("body").inner_text()
    assert not re.search(r"\b[a-z_]+\.[a-z_]+(?:\.[a-z_]+)*\b", re.sub(r"\S+@\S+", "", text)), (path, text)


async def is_accessible(page: Page, path: str) -> None:
    found = await Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, (path, found.generate_report())


async def cookie_of(stack: Stack, email: str, password: str) -> dict[str, str]:
    """A session without typing: the screens are what is looked at here."""
    async with httpx.AsyncClient(base_url=stack.url, trust_env=False) as http:
        answer = await http.post("/api/auth/login", json={"email": email, "password": password})
    name, value = next(iter(answer.cookies.items()))
    return {"name": name, "value": value, "url": stack.url}
