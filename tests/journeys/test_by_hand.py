"""Money that comes later, and hands that use no mouse."""

import pytest
from playwright.async_api import Browser, Locator

from tests.gallery.jobs import Job, start
from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD
from tests.journeys.spoken import expect
from tests.stack import Stack

pytestmark = [pytest.mark.processes, pytest.mark.browser]


@pytest.mark.req("WAL-05", "WAL-06", "R-10")
@pytest.mark.usefixtures("way")
async def test_a_deposit_at_oxxo_waits_and_arrives(stack: Stack, browser: Browser) -> None:
    admin = await story.the_admin(stack)
    worker = await story.a_handyman(stack, admin)
    juan = await Reader.sit_down(browser, stack, "juan-oxxo")
    await sign_in(juan, worker.email, PASSWORD)
    await juan.opens("/wallet")
    await juan.taps("Agregar saldo")
    await juan.writes("Monto (MXN)", "400")
    await juan.page.get_by_role("radio", name="OXXO").check(force=True)
    await juan.sees("En efectivo y sin comisión. Se confirma a más tardar el siguiente día hábil.")
    await juan.taps("Obtener ficha por $400.00")
    await juan.bare_page.get_by_role("button", name="Obtener la ficha de OXXO").click()
    await juan.shows("voucher")
    await juan.opens("/wallet")
    pending = juan.page.get_by_test_id("pending-deposit")
    await expect(pending).to_contain_text("$400.00")
    await expect(juan.page.get_by_test_id("balance")).to_contain_text("$0.00")
    await juan.shows("on-its-way")
    paid = await stack.sql("SELECT stripe_payment_intent_id AS intent FROM deposits ORDER BY id DESC")
    await stack.outside.settle(next(row["intent"] for row in paid if row["intent"]))
    await expect(juan.page.get_by_test_id("balance")).to_contain_text("$400.00")
    await expect(pending).to_have_count(0)
    await juan.leaves()
    for person in (admin, worker):
        await person.leave()


async def tab_to(reader: Reader, wanted: Locator, most: int = 40, key: str = "Tab") -> None:
    """By Tab alone; where one is can be seen."""
    await expect(wanted).to_be_visible()
    for _ in range(most):
        await reader.page.keyboard.press(key)
        if await wanted.evaluate("one => one === document.activeElement"):
            outlined = "one => getComputedStyle(one).outlineStyle !== 'none'"
            assert await wanted.evaluate(outlined), await wanted.evaluate("one => one.outerHTML")
            return
    raise AssertionError(f"not reached: {wanted}")


async def talk_and_ask(juan: Reader) -> None:
    """From the inbox into the talk; a menu and a dialog, and the focus back where it was."""
    page, keys = juan.page, juan.page.keyboard
    await tab_to(juan, page.get_by_test_id("conversation-row").first)
    await keys.press("Enter")
    await juan.is_at("/conversations/")
    words = page.get_by_label("Escribe un mensaje")
    await tab_to(juan, words)
    await keys.type("¿Le queda bien el lunes?")
    if juan.is_on_phone:  # where Enter is a new line
        await tab_to(juan, page.get_by_role("button", name="Enviar"), 2)
    await keys.press("Enter")
    await expect(page.get_by_test_id("message").last).to_contain_text("el lunes")
    await expect(words).to_be_focused()
    more = page.get_by_role("button", name="Más acciones")
    await tab_to(juan, more, key="Shift+Tab")
    await keys.press("Enter")
    await expect(page.get_by_role("button", name="Pedir pago")).to_be_visible()
    await keys.press("Escape")
    await expect(page.get_by_role("button", name="Pedir pago")).to_have_count(0)
    await expect(more).to_be_focused()
    await keys.press("Enter")
    await tab_to(juan, page.get_by_role("button", name="Pedir pago"), 3)
    await keys.press("Enter")
    await tab_to(juan, page.get_by_label("Monto (MXN)"), 4)
    await keys.type("750")
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(more).to_be_focused()
    await keys.press("Enter")
    await tab_to(juan, page.get_by_role("button", name="Pedir pago"), 3)
    await keys.press("Enter")
    close = page.get_by_role("dialog").get_by_role("button", name="Cerrar", exact=True)
    await tab_to(juan, close, 8, key="Shift+Tab")
    await keys.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(more).to_be_focused()


@pytest.mark.req("BOOK-11")
@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("language", ["es-MX", "en"])
async def test_a_talk_is_held_without_a_mouse(stack: Stack, browser: Browser, size: str, language: str) -> None:
    admin, client, worker = await story.everybody(stack)
    job: Job = await (await start(client, worker, "Fuga en la cocina")).meet()
    juan = await Reader.sit_down(browser, stack, "juan-keys", size, language)
    await juan.page.emulate_media(reduced_motion="reduce")
    page, keys = juan.page, juan.page.keyboard
    await juan.opens("/sign-in")
    await stack.sql("UPDATE users SET locale = $1 WHERE email = $2", language, worker.email)
    await tab_to(juan, page.get_by_label("Correo electrónico"))
    await keys.type(worker.email)
    await tab_to(juan, page.get_by_label("Contraseña"))
    await keys.type(PASSWORD)
    await keys.press("Enter")
    await juan.is_at("/inbox")
    await juan.opens("/inbox")
    await expect(page.get_by_test_id("conversation-row").first).to_be_visible()
    skip = page.get_by_role("link", name="Ir al contenido")
    await page.evaluate("document.activeElement.blur()")
    await tab_to(juan, skip)
    await expect(skip).to_be_in_viewport()
    await keys.press("Enter")
    await expect(page.locator("#main")).to_be_focused()
    await talk_and_ask(juan)
    moving = "document.getAnimations().filter(one => one.effect.getTiming().duration > 10).length"
    assert await page.evaluate(moving) == 0
    assert job.path in page.url
    await juan.leaves()
    for person in (admin, client, worker):
        await person.leave()
