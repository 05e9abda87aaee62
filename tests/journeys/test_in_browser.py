"""The two stories: of two people, and of one who is alone; on phones in Spanish, at desks in English."""

import io
import re

import pytest
from PIL import Image
from playwright.async_api import Browser

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in, sign_up
from tests.journeys.person import PASSWORD, the_admin
from tests.journeys.spoken import expect
from tests.stack import ADMIN, Stack

pytestmark = [pytest.mark.processes, pytest.mark.browser]


def a_photo() -> dict[str, object]:
    picture = io.BytesIO()
    Image.new("RGB", (800, 600), "steelblue").save(picture, "JPEG")
    return {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


async def make_profile(juan: Reader) -> None:
    await juan.opens("/profile")
    await juan.writes("Descripción", story.DESCRIPTION)
    if not await juan.page.get_by_role("checkbox", name="Roma Norte").is_visible():
        await juan.page.get_by_text("Zonas donde trabajas").first.click()
    await juan.ticks("Roma Norte")
    await juan.ticks("Lunes, Mañana")
    await juan.taps("Guardar perfil")
    await juan.chooses("Servicio", "Reparación de fugas")
    await juan.ticks("Por hora", "radio")
    await juan.writes("Precio (MXN)", "350")
    await juan.taps("Agregar servicio")
    await expect(juan.page.get_by_role("button", name=re.compile("^(Quitar|Remove)"))).to_be_visible()
    await juan.shows("profile")
    await juan.taps("Enviar a revisión")
    await expect(juan.page.get_by_test_id("approval-state")).to_contain_text(
        re.compile("revisión|review", re.IGNORECASE)
    )


async def approve(admin: Reader, full_name: str) -> None:
    await admin.opens("/admin/approvals")
    await admin.shows("queue")
    await admin.page.get_by_test_id("approval-row").filter(has_text=full_name).click()
    await admin.shows("approval")
    await admin.taps("Aprobar")
    await expect(admin.page.get_by_test_id("approval-row").filter(has_text=full_name)).to_have_count(0)


async def post_job(maria: Reader, worker_name: str) -> None:
    await maria.opens("/search")
    await maria.chooses("Servicio", "Plomería")
    await maria.chooses("Zona", "Roma Norte")
    card = maria.page.get_by_test_id("professional-card").filter(has_text=worker_name)
    await expect(card).to_be_visible()
    await maria.taps("Por qué aparece aquí", within=card, exact=False)
    await expect(card.get_by_text("Trabaja en tu zona: Roma Norte")).to_be_visible()
    await maria.shows("search")
    await maria.ticks(f"Elegir a {worker_name}")
    await maria.taps("Pedir presupuesto")
    await maria.is_at("/requests/new")
    await maria.chooses("Servicio", "Plomería")
    await maria.writes("Título", "Fuga en la cocina")
    await maria.ticks("Urgente", "radio")
    await maria.shows("request-what")
    await maria.taps("Continuar")
    await maria.writes("Describe el trabajo", "Gotea debajo del fregadero desde ayer y ya se mojó el mueble.")
    await maria.page.get_by_label("Agregar fotos").set_input_files([a_photo()])
    await maria.writes("Presupuesto desde", "500")
    await maria.writes("Hasta", "1500")
    await maria.shows("request-details")
    await maria.taps("Continuar")
    await maria.chooses("Zona", "Roma Norte")
    await maria.writes("Calle y número", "Orizaba 101, interior 4")
    await maria.writes("Código postal", "06700")
    await maria.ticks("Por la mañana", "radio")
    await maria.shows("request-where")
    await maria.taps("Continuar")
    await maria.shows("request-whom")
    await maria.taps("Enviar a 1 profesional")
    await maria.page.wait_for_url(re.compile(r"/requests/[0-9a-f-]{36}"))
    await maria.shows("request-sent")


async def says(person: Reader, text: str) -> None:
    await person.writes("Escribe un mensaje", text)
    await person.taps("Enviar")
    await expect(person.page.get_by_test_id("message").filter(has_text=text)).to_be_visible()


async def meet(maria: Reader, juan: Reader, worker_name: str) -> None:
    """She posts the job, he gets the alert and buys."""
    await juan.opens("/leads")
    await post_job(maria, worker_name)
    card = juan.page.get_by_test_id("lead-card").filter(has_text="Fuga en la cocina")
    await expect(card).to_be_visible()
    await expect(card).not_to_contain_text("María")
    await juan.shows("lead")
    await juan.taps("Comprar contacto · Gratis")
    await juan.is_at("/conversations/")
    await juan.sees_event("lead.purchased")
    await juan.shows("bought")


async def agree(maria: Reader, juan: Reader) -> None:
    """He writes, she answers, and he sees who she is."""
    await maria.opens("/inbox")
    await maria.page.get_by_test_id("conversation-row").filter(has_text="Pérez").click()
    await says(juan, "Buenas tardes, puedo pasar mañana a las diez.")
    await maria.sees("puedo pasar mañana a las diez")
    await maria.shows("asked")
    await says(maria, "Perfecto, aquí lo espero.")
    await juan.sees_event("contact.revealed")
    await expect(juan.page.get_by_test_id("contact-card").first).to_contain_text("María Hernández Soto")
    await juan.shows("revealed")


async def pay_there(person: Reader, amount: str) -> None:
    """At the payments' page, which isn't ours and speaks Spanish."""
    await person.bare_page.get_by_label("Número de tarjeta").fill("4242 4242 4242 4242")
    await person.shows("checkout")
    await person.bare_page.get_by_role("button", name=f"Pagar {amount}").click()


async def pay(maria: Reader, juan: Reader) -> None:
    await juan.taps("Más acciones")
    await juan.taps("Pedir pago")
    await juan.writes("Monto (MXN)", "1000")
    await juan.writes("Concepto", "Cambio de llave y sellado")
    await juan.shows("ask-payment")
    await juan.taps("Pedir $1,000.00")
    await maria.sees_event("payment.requested")
    await maria.shows("asked-to-pay")
    await maria.taps("Pagar $1,030.00")
    await maria.page.wait_for_url(re.compile("/stripe/|/pay/"))
    await pay_there(maria, "$1,030.00")
    await maria.is_at("/payment/success")
    await expect(maria.page.get_by_role("heading", name="Pago recibido")).to_be_visible()
    await maria.shows("paid")
    await juan.sees_event("payment.paid")


async def finish(maria: Reader, juan: Reader) -> None:
    """He marks the work complete, she confirms."""
    await juan.taps("Marcar como terminado")
    dialog = juan.page.get_by_role("dialog")
    await juan.taps("Marcar como terminado", within=dialog)
    await juan.sees_event("service.marked_complete")
    await maria.taps("Continuar")
    await maria.sees_event("service.marked_complete")
    await maria.shows("marked")
    await maria.taps("Sí, quedó bien")
    await maria.sees_event("service.confirmed")
    await juan.sees_event("service.confirmed")
    await juan.shows("confirmed")


@pytest.mark.req("CHAT-01", "CHAT-02", "LEAD-07", "LEAD-13", "ESC-03", "ESC-08", "ESC-10", "ESC-12", "BOOK-11")
async def test_a_job_from_the_first_tap_to_the_money_released(stack: Stack, browser: Browser, way: str) -> None:
    clock = await the_admin(stack)
    maria, juan, ana = [await Reader.sit_down(browser, stack, name) for name in ("maria", "juan", "ana")]
    phones = {"phone": ("+525591000001", "+525591000002"), "desktop": ("+525591000003", "+525591000004")}[way]
    name = {"phone": "Juan Pérez Luna", "desktop": "Julián Pérez Cruz"}[way]
    await sign_up(maria, "Necesito un profesional", "María Hernández Soto", f"maria-{way}@example.com", phones[0])
    await sign_up(juan, "Soy profesional", name, f"juan-{way}@example.com", phones[1])
    await make_profile(juan)
    await sign_in(ana, *ADMIN)
    await approve(ana, name)

    await meet(maria, juan, name)
    await agree(maria, juan)
    await pay(maria, juan)
    await finish(maria, juan)
    await story.advance(clock, "P5DT1M")
    await juan.sees_event("escrow.released")
    await maria.sees_event("escrow.released")
    await juan.shows("released")
    await juan.opens("/wallet")
    await expect(juan.page.get_by_test_id("balance")).to_contain_text("1,000.00")
    await juan.shows("wallet")
    for person in (maria, juan, ana):
        await person.leaves()
    await clock.leave()


@pytest.mark.req("REF-05", "REF-06", "REF-07", "REF-08", "WAL-01", "WAL-04", "BUD-08", "WAL-10")
async def test_a_silent_client_is_reminded_of_and_refunded(stack: Stack, browser: Browser, way: str) -> None:
    clock, client, worker = await story.everybody(stack)
    await story.pass_the_free_week(clock)
    juan = await Reader.sit_down(browser, stack, "juan-alone")
    await sign_in(juan, worker.email, PASSWORD)
    await juan.opens("/wallet")
    await juan.taps("Agregar saldo")
    await juan.writes("Monto (MXN)", "500")
    await juan.shows("deposit")
    await juan.taps("Pagar $500.00")
    await pay_there(juan, "$500.00")
    await juan.is_at("/payment/success")
    await juan.opens("/wallet")
    await expect(juan.page.get_by_test_id("balance")).to_contain_text("500.00")
    await juan.opens("/leads")
    await story.a_lead(client, worker)
    await expect(juan.page.get_by_test_id("lead-card").first).to_be_visible()
    await juan.taps("Comprar contacto · $100")
    await juan.is_at("/conversations/")
    await juan.writes("Escribe un mensaje", "Buenos días, ¿sigue la fuga?")
    await juan.taps("Enviar")
    await expect(juan.page.get_by_test_id("message").last).to_contain_text("Buenos días")
    await juan.shows("waiting")
    await story.advance(clock, "PT36H1M")
    await juan.sees_event("lead.refund_reminder")
    await juan.shows("reminded")
    await story.advance(clock, "PT12H")
    await expect(await juan.sees_event("lead.refunded")).to_contain_text("$100.00")
    await juan.shows("refunded")
    await juan.opens("/wallet")
    await expect(juan.page.get_by_test_id("balance")).to_contain_text("500.00")
    await juan.shows("wallet")
    await juan.leaves()
    for person in (clock, client, worker):
        await person.leave()
