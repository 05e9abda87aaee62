"""A phone that more than one person uses: what is one person's stays theirs."""

import asyncio

import pytest
from playwright.async_api import Browser

from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD
from tests.journeys.spoken import expect
from tests.journeys.talk import Talk, look_in
from tests.stack import Stack

PATIENCE = 40_000

pytestmark = [pytest.mark.processes, pytest.mark.browser]


@pytest.mark.req("SEC-02", "CHAT-15")
async def test_who_leaves_or_enters_in_one_page_does_so_in_all_of_them(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    await talk.worker.says(talk.id, "Puedo pasar mañana")
    maria = await look_in(browser, stack, "maria-one-phone", talk.client, talk)
    await expect(maria.page.get_by_test_id("message")).to_have_count(1, timeout=PATIENCE)
    await maria.opens("/inbox")
    row = maria.page.get_by_test_id("conversation-row")
    await expect(row).to_contain_text("Juan", timeout=PATIENCE)
    juan = Reader(stack, "juan-one-phone", maria.context, await maria.context.new_page())
    await juan.opens("/account")
    await juan.taps("Cerrar sesión")
    await maria.is_at("/sign-in")
    await sign_in(juan, talk.worker.email, PASSWORD)
    await expect(maria.page.get_by_role("link", name="Saldo").first).to_be_visible(timeout=PATIENCE)
    await maria.opens("/inbox")
    await expect(row).to_contain_text("María", timeout=PATIENCE)
    await expect(row).not_to_contain_text("Juan")
    await maria.leaves()


@pytest.mark.req("SEC-02", "CHAT-15")
async def test_who_signs_out_without_a_network_is_out(stack: Stack, browser: Browser, talk: Talk) -> None:
    maria = await look_in(browser, stack, "maria-leaves", talk.client, talk)
    await maria.opens("/account")
    await maria.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await maria.context.set_offline(True)
    await maria.taps("Cerrar sesión")
    await expect(maria.page.get_by_role("link", name="Entrar").first).to_be_visible(timeout=PATIENCE)
    await maria.opens("/inbox")
    await maria.is_at("/sign-in")
    mine = "SELECT 1 FROM sessions WHERE user_id = $1 AND user_agent LIKE '%Mozilla%' AND ended_at IS NULL"
    assert await stack.sql(mine, talk.client.user["id"])
    await maria.context.set_offline(False)
    async with asyncio.timeout(PATIENCE / 1000):
        while await stack.sql(mine, talk.client.user["id"]):  # noqa: ASYNC110 - the page tells the server in its own time
            await asyncio.sleep(0.1)
    await maria.opens("/inbox")
    await maria.is_at("/sign-in")
    await sign_in(maria, talk.client.email, PASSWORD)
    await maria.context.close()
