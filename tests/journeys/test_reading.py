"""Reading a long conversation: where one left off, what is new, how far back it goes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator

from tests.journeys.browser import Reader
from tests.journeys.spoken import expect
from tests.journeys.talk import Talk, a_talk, look_in
from tests.journeys.test_the_client import is_accessible
from tests.stack import Stack

PATIENCE = 30_000
MANY = 130

UP = "(element, to) => ((element.scrollTop = to), new Promise(requestAnimationFrame))"
REMEMBERED = "document.querySelectorAll('[data-testid=message]').forEach((row) => (row.kept = true))"
ROWS = """[...document.querySelectorAll('[data-testid=message]')].map((row) => ({
    seq: Number(row.dataset.seq),
    kept: row.kept === true,
    list: [...row.closest("[role=log]").children].indexOf(row.parentNode),
}))"""

pytestmark = [pytest.mark.processes, pytest.mark.browser]


@pytest.fixture
async def talk(stack: Stack) -> AsyncIterator[Talk]:
    """Much was said in it: the client has read it all and was answered thirty times since."""
    async with a_talk(stack) as begun:
        await begun.client.says(begun.id, "Buenas tardes")
        for number in range(MANY):
            speaker = begun.client if number < MANY / 2 else begun.worker
            said = await speaker.says(begun.id, f"Mensaje {number}: {'con más palabras ' * (number % 5)}")
            if number == MANY - 31:
                await begun.client.post(f"/api{begun.path}/read", {"seq": said["seq"]})
        await begun.worker.post(f"/api{begun.path}/read", {"seq": said["seq"]})
        yield begun


def said(reader: Reader, number: int) -> Locator:
    return reader.page.get_by_test_id("message").filter(has_text=f"Mensaje {number}:")


async def place(of: Locator) -> float:
    box = await of.bounding_box()
    assert box
    return box["y"]


@pytest.mark.req("CHAT-14", "CHAT-15", "CHAT-02")
async def test_one_reads_on_where_one_left_off_goes_to_the_end_and_back_to_the_beginning(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    maria = await look_in(browser, stack, "maria-reading", talk.client, talk)
    line = maria.page.locator(".timeline__unread")
    await expect(line).to_be_in_viewport(timeout=PATIENCE)
    await expect(said(maria, MANY - 30)).to_be_in_viewport()
    await expect(said(maria, MANY - 1)).not_to_be_in_viewport()
    await maria.shows("unread")
    await talk.worker.says(talk.id, "Una cosa más")
    await maria.page.get_by_role("button", name="Ir a lo más reciente: 31 nuevos").click()
    await expect(maria.page.get_by_text("Una cosa más")).to_be_in_viewport()
    await expect(maria.page.get_by_role("button", name="Ir a lo más reciente")).to_have_count(0)
    seq = (await talk.client.get(f"/api{talk.path}"))["last_seq"]
    await talk.worker.hears("message:read", lambda read: read["last_read_seq"] == seq)
    timeline = maria.page.get_by_test_id("timeline")
    begun = maria.page.get_by_test_id("event").filter(has_text="Juan quiere ayudarte")
    await reaches(timeline, begun, 700)
    await timeline.evaluate("element => element.scrollTop = 0")
    await expect(maria.page.get_by_test_id("event").first).to_be_in_viewport()
    await maria.shows("beginning")
    await maria.leaves()


async def reaches(timeline: Locator, what: Locator, near: int) -> None:
    """Up, again and again: what comes in above keeps what is read in its place."""
    async with asyncio.timeout(PATIENCE / 1000):
        while not await what.count():
            await timeline.evaluate(UP, near)


@pytest.mark.req("CHAT-15")
async def test_older_words_come_in_without_moving_what_is_being_read(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan = await look_in(browser, stack, "juan-reading", talk.worker, talk)
    await expect(said(juan, MANY - 1)).to_be_in_viewport(timeout=PATIENCE)
    await expect(juan.page.locator(".timeline__unread")).to_have_count(0)
    timeline = juan.page.get_by_test_id("timeline")
    answers: list[str] = []
    juan.page.on("response", lambda answer: answers.append(answer.url) if "before=" in answer.url else None)
    moved = await timeline.evaluate(WATCHED)
    assert answers
    assert moved["pages"] >= 1
    assert moved["most"] <= 1, moved
    await juan.leaves()


@pytest.mark.req("CHAT-15")
async def test_a_new_word_leaves_what_was_drawn_and_follows_it(stack: Stack, browser: Browser, talk: Talk) -> None:
    juan = await look_in(browser, stack, "juan-neighbours", talk.worker, talk)
    await expect(said(juan, MANY - 1)).to_be_in_viewport(timeout=PATIENCE)
    timeline = juan.page.get_by_test_id("timeline")
    await reaches(timeline, said(juan, 0), 0)
    await juan.page.evaluate(REMEMBERED)
    await talk.client.says(talk.id, "Una cosa más")
    await expect(juan.page.get_by_text("Una cosa más")).to_be_attached(timeout=PATIENCE)
    rows = await juan.page.evaluate(ROWS)
    assert len({row["list"] for row in rows}) > 1
    assert [row["seq"] for row in rows] == sorted({row["seq"] for row in rows})
    assert [row["kept"] for row in rows] == [True] * (MANY + 1) + [False]
    await juan.leaves()


@pytest.mark.req("CHAT-15", "CHAT-18", "CHAT-19", "R-27")
async def test_what_was_said_is_found_and_what_is_wrong_reported(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan = await look_in(browser, stack, "juan-finding", talk.worker, talk)
    await expect(said(juan, MANY - 1)).to_be_in_viewport(timeout=PATIENCE)
    await juan.taps("Opciones")
    await juan.taps("Buscar en la conversación")
    dialog = juan.page.get_by_role("dialog")
    await dialog.get_by_role("searchbox", name="Palabras").fill("MENSAJÉ 3:")
    await juan.taps("Buscar", within=dialog)
    await expect(dialog.get_by_role("status").filter(has_text="1 mensaje")).to_be_visible(timeout=PATIENCE)
    await juan.shows("found")
    await dialog.get_by_role("listitem").get_by_role("button").click()
    await expect(dialog).to_have_count(0, timeout=PATIENCE)
    await expect(said(juan, 3)).to_be_in_viewport(timeout=PATIENCE)
    await juan.shows("place")
    await juan.taps("Más acciones")
    await juan.taps("Respuestas rápidas")
    await juan.taps("Voy en camino.")
    await expect(juan.page.get_by_label("Escribe un mensaje")).to_have_value("Voy en camino.")
    await juan.taps("Opciones")
    await juan.taps("Reportar conversación")
    await dialog.get_by_role("radio", name="Otra cosa").check()
    send = dialog.get_by_role("button", name="Enviar a Soporte")
    await expect(send).to_be_disabled()
    await juan.writes("Cuéntanos qué pasó", "No es quien dice ser.")
    await dialog.get_by_text("Elegir mensajes").click()
    await dialog.get_by_role("checkbox", name="Mensaje 3:").check()
    await juan.shows("flag")
    await is_accessible(juan.page, "the report to support")
    await send.click()
    await expect(dialog.get_by_text("#FLAG-00001")).to_be_visible(timeout=PATIENCE)
    await juan.shows("flagged")
    rows = await stack.sql("SELECT count(*) AS messages FROM flagged_messages")
    assert rows[0]["messages"] == 1
    await juan.leaves()


@pytest.mark.req("CHAT-14", "CHAT-15")
async def test_who_has_seen_the_unread_line_and_the_end_goes_on_talking_at_the_end(
    stack: Stack, browser: Browser
) -> None:
    async with a_talk(stack) as begun:
        await begun.worker.says(begun.id, "Buenas tardes")
        maria = await look_in(browser, stack, "maria-talking-on", begun.client, begun)
        await expect(maria.page.locator(".timeline__unread")).to_be_in_viewport(timeout=PATIENCE)
        await expect(maria.page.get_by_text("En línea")).to_be_visible(timeout=PATIENCE)
        for number in range(20):
            await begun.worker.says(begun.id, f"Mensaje {number}:")
        await expect(said(maria, 19)).to_be_in_viewport(timeout=PATIENCE)
        await expect(maria.page.get_by_role("button", name="Ir a lo más reciente")).to_have_count(0)
        seq = (await begun.client.get(f"/api{begun.path}"))["last_seq"]
        await begun.worker.hears("message:read", lambda read: read["last_read_seq"] == seq)
        await maria.leaves()


WATCHED = """async (box) => {
    const rows = () => [...box.querySelectorAll("[data-testid=message]")];
    const watched = { pages: 0, most: 0 };
    const begun = performance.now();
    while (watched.pages < 1 && performance.now() - begun < 60000) {
        box.scrollTop = Math.max(box.scrollTop - 40, 40);
        const [first] = rows();
        const middle = rows().find((row) => row.getBoundingClientRect().top > box.getBoundingClientRect().top);
        const before = middle.getBoundingClientRect().top;
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        if (rows()[0] !== first) watched.pages += 1;
        watched.most = Math.max(watched.most, Math.abs(middle.getBoundingClientRect().top - before));
    }
    return watched;
}"""
