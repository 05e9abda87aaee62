"""How a first visit begins: what it asks, and how little it takes to read and to write."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, Route

from server import shell
from server.early import questions_at
from server.modules import Graph
from tests.journeys.browser import PHONE, Reader
from tests.journeys.spoken import expect
from tests.journeys.talk import a_talk, look_in
from tests.stack import Stack

PATIENCE = 40_000

pytestmark = [pytest.mark.processes, pytest.mark.browser]

ASKED = """(addresses) => {
    const had = performance.getEntriesByType("resource")
    const asked = addresses.map((address) => had.filter(({ name }) => name === location.origin + address))
    return asked.every((each) => each.length) && asked.map((each) => each.map((one) => one.initiatorType))
}"""
"""Who asked for each, as soon as each was answered: what one reads first may be what this phone had kept."""


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
            questions = questions_at(path)
            answered = await juan.page.wait_for_function(ASKED, arg=questions, timeout=PATIENCE)
            asked = await answered.json_value()
            assert [kinds[0] for kinds in asked] == ["link"] * len(questions)
            assert path == "/leads" or all(len(kinds) == 1 for kinds in asked), (questions, asked)
            assert len(asked) > 1
        await juan.leaves()


@pytest.mark.req("CHAT-01")
async def test_a_talk_is_read_and_written_by_its_first_modules_alone(stack: Stack, browser: Browser) -> None:
    async with a_talk(stack) as talk:
        juan = await look_in(browser, stack, "juan-first-modules", talk.worker, talk)
        rest = asyncio.Event()
        async with on_another_phone(juan, rest) as page:
            await page.goto(stack.url + talk.path)
            await expect(page.get_by_test_id("event").first).to_be_visible(timeout=PATIENCE)
            await page.get_by_label("Escribe un mensaje").fill("¿Le queda bien mañana?")
            await page.get_by_role("button", name="Enviar").click()
            await expect(page.get_by_label("Escribe un mensaje")).to_have_value("")
            rest.set()
            said = page.get_by_test_id("message").filter(has_text="mañana")
            await expect(said.locator(".tick--sent")).to_have_count(1)
            await expect(page.get_by_test_id("status-strip")).to_be_visible()
            await expect(page.get_by_role("button", name="Más acciones")).to_be_visible()
        await juan.leaves()
        rows = await talk.client.get(f"/api/conversations/{talk.id}/messages")
        assert [row["content"] for row in rows["items"] if row["content"]] == ["¿Le queda bien mañana?"]


@pytest.mark.req("CHAT-01")
async def test_a_first_file_that_was_lost_is_asked_for_again(stack: Stack, browser: Browser, way: str) -> None:
    ana = await Reader.sit_down(browser, stack, "ana-lost-file")
    await ana.context.route("**/app/clock.js", lambda route: route.abort())
    await ana.opens("/sign-in")
    await expect(ana.page.get_by_text("Volver a intentar")).to_be_hidden()
    await ana.page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    await ana.shows("lost-file")
    await ana.context.unroute_all()
    await ana.bare_page.get_by_role("link", name="Volver a intentar").click()
    await expect(ana.page.get_by_label("Correo electrónico")).to_be_visible()
    await ana.leaves()


@asynccontextmanager
async def on_another_phone(reader: Reader, rest: asyncio.Event) -> AsyncIterator[Page]:
    """That has nothing of ours yet, and to which modules but the first do not come before `rest` is set."""
    files = {path.relative_to(shell.STATIC).as_posix(): path.read_bytes() for path in shell.STATIC.rglob("*.*")}
    first = Graph(files).first_of("/conversations/1")

    async def hold(route: Route) -> None:
        if not any(route.request.url.endswith(f"/{name}") for name in first):
            await rest.wait()
        await route.continue_()

    context = await reader.context.browser.new_context(  # type: ignore[union-attr] - it was launched
        storage_state=await reader.context.storage_state(),
        viewport=PHONE,
        ignore_https_errors=True,
        service_workers="block",
        locale="es-MX",
    )
    await context.route("**/*.js", hold)
    try:
        yield await context.new_page()
    finally:
        await context.close()
