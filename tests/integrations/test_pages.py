"""The emulators' pages as people see them, on a phone's width."""

import os
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, async_playwright, expect

from integrations import mail, payments, verify
from tests.integrations.checkouts import a_checkout
from tests.outside import Outside

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="es-MX")
        # Where Checkout sends people back to: nobody serves the marketplace in these tests.
        await context.route("http://localhost:5000/**", lambda route: route.fulfill(body="de vuelta"))
        yield await context.new_page()
        await browser.close()


async def has_no_barriers(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def test_a_person_pays_after_a_refused_card(outside: Outside, page: Page) -> None:
    session = await a_checkout()
    await page.goto(str(session.url))
    await has_no_barriers(page)
    await page.get_by_label("Número de tarjeta").fill("4000 0000 0000 9995")
    await page.get_by_role("button", name="Pagar $1,030.00 MXN").click()
    await expect(page.get_by_role("alert")).to_have_text("Tu tarjeta no tiene fondos suficientes.")
    await page.get_by_label("Número de tarjeta").fill("4242 4242 4242 4242")
    await page.get_by_role("button", name="Pagar $1,030.00 MXN").click()
    await page.wait_for_url(f"http://localhost:5000/payment/success?session_id={session.id}")
    await page.goto(str(session.url))
    await expect(page.get_by_role("heading")).to_have_text("Este pago ya se hizo")


async def test_a_person_confirms_with_their_bank(outside: Outside, page: Page) -> None:
    session = await a_checkout()
    await page.goto(str(session.url))
    await page.get_by_label("Número de tarjeta").fill("4000002500003155")
    await page.get_by_role("button", name="Pagar").click()
    await expect(page.get_by_text("termina en 3155")).to_be_visible()
    await has_no_barriers(page)
    await page.get_by_role("button", name="No, cancelar").click()
    await expect(page.get_by_role("alert")).to_contain_text("No se pudo confirmar")
    await page.get_by_label("Número de tarjeta").fill("4000002500003155")
    await page.get_by_role("button", name="Pagar").click()
    await page.get_by_role("button", name="Sí, soy yo").click()
    await page.wait_for_url("http://localhost:5000/payment/success?**")
    assert (await payments.get_checkout(session.id)).payment_status == "paid"


async def test_a_person_takes_a_voucher_and_the_money_arrives(outside: Outside, page: Page) -> None:
    session = await a_checkout(methods=("oxxo",), line_items=[("Depósito de voucher", Decimal(1030))])
    await page.goto(str(session.url))
    await page.get_by_role("button", name="Obtener la ficha de OXXO").click()
    await expect(page.get_by_text("Muestra este número")).to_be_visible()
    await has_no_barriers(page)
    await page.goto(outside.url)
    card = page.get_by_role("listitem").filter(has_text="Depósito de voucher")
    await card.get_by_role("button", name="Llegó el dinero").click()
    await expect(card).to_contain_text("pagado")
    assert (await payments.get_checkout(session.id)).payment_status == "paid"


async def test_a_session_that_is_over_says_so(outside: Outside, page: Page) -> None:
    session = await a_checkout()
    await payments.expire_checkout(session.id)
    await page.goto(str(session.url))
    await expect(page.get_by_role("heading")).to_have_text("Esta página de pago venció")
    await page.goto(f"{outside.url}/c/pay/cs_test_none")
    await expect(page.get_by_role("heading")).to_have_text("Esta página de pago no existe")


async def test_mails_and_codes_appear_by_themselves_and_run_no_scripts(outside: Outside, page: Page) -> None:
    await page.goto(outside.url)
    await page.get_by_label("Buscar").fill("gina@example.com")
    html = '<p id="hi">Hola, Gina</p><script>document.getElementById("hi").textContent = "robado"</script>'
    await mail.send(
        to="gina@example.com", subject="Bienvenida", html=html, text="Hola, Gina", message_id="<g@trustme.mx>"
    )
    await page.get_by_text("Bienvenida").click()
    await expect(page.frame_locator("iframe").locator("#hi")).to_have_text("Hola, Gina")
    await has_no_barriers(page)
    await verify.start("+525587654321", "whatsapp")
    await page.get_by_label("Buscar").fill("+525587654321")
    (sent,) = await outside.codes("+525587654321")
    await expect(page.get_by_text(sent["code"])).to_be_visible()
    await expect(page.get_by_text("Bienvenida")).not_to_be_visible()
