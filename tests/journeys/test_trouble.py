"""Dispute and settlement on two phones: reported, answered, bargained over and settled; or decided by support."""

import re

import pytest
from playwright.async_api import Browser

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.small import A_QUOTE, SMALL, a_photo, inspect, paid_job, sit_down
from tests.journeys.spoken import expect
from tests.journeys.test_the_client import is_whole
from tests.stack import Stack

IN_THREE_DAYS = re.compile("Soporte decide en 3 días|Support decides within 3 days")
LONG_WORDS = "No me deja entrar a terminar. " + "j" * 400

pytestmark = [pytest.mark.processes, pytest.mark.browser]


async def report(maria: Reader) -> None:
    """From the card of the finished work, with the keyboard where it matters."""
    await maria.taps("Reportar un problema")
    dialog = maria.page.get_by_role("dialog")
    send = dialog.get_by_role("button", name="Enviar reporte")
    await expect(send).to_be_disabled()
    await dialog.get_by_role("radio", name="El trabajo quedó mal").focus()
    await maria.page.keyboard.press("ArrowDown")
    await expect(dialog.get_by_role("radio", name="No vino")).to_be_checked()
    await maria.page.keyboard.press("ArrowUp")
    await maria.writes("Cuéntanos con detalle", "Volvió a gotear en la noche y se mojó el mueble.")
    await maria.writes("¿Qué lo resolvería? (opcional)", "Que regrese a repararlo, o la mitad del dinero.")
    await maria.page.get_by_label("Agregar fotos, video o PDF").set_input_files([a_photo("firebrick")])
    await expect(send).to_be_enabled()
    await maria.shows("report")
    await inspect(maria, "the report's dialog")
    await send.click()
    await maria.sees_event("dispute.opened")
    await maria.sees_event("dispute.evidence_added")
    await expect(maria.page.get_by_role("button", name="Sí, quedó bien")).to_have_count(0)
    await maria.shows("reported")


async def answer(juan: Reader) -> None:
    card = await juan.sees_event("dispute.opened")
    await expect(card).to_contain_text("El trabajo quedó mal")
    await juan.shows("accused")
    await juan.taps("Dar mi versión", within=card)
    await juan.is_at("/disputes/")
    await juan.sees("Volvió a gotear en la noche")
    await expect(juan.page.get_by_test_id("dispute-status")).to_contain_text(IN_THREE_DAYS)
    await juan.writes("Cuenta qué pasó", "La llave quedó bien; la gotera es de otra tubería.")
    await juan.taps("Enviar mi versión")
    await expect(juan.page.get_by_test_id("dispute-answer")).to_contain_text("la gotera es de otra tubería")
    await juan.page.get_by_label("Agregar fotos, video o PDF").set_input_files([a_photo("seagreen"), A_QUOTE])
    await juan.taps("Agregar 2 pruebas")
    evidence = juan.page.get_by_test_id("dispute-evidence")
    await expect(evidence.get_by_role("img")).to_have_count(2)
    await expect(evidence.get_by_role("link", name="Prueba del reporte")).to_have_count(3)
    await inspect(juan, "/disputes")
    await juan.shows("answered")
    await juan.taps("Volver a la conversación")


async def bargain(maria: Reader, juan: Reader) -> None:
    """He offers 300, she wants 500, he takes it."""
    await juan.taps("Proponer un acuerdo")
    dialog = juan.page.get_by_role("dialog")
    slider = dialog.get_by_role("slider", name="Cuánto regresa al cliente")
    await slider.focus()
    await juan.page.keyboard.press("Home")
    await expect(dialog.get_by_test_id("split")).to_contain_text("$0.00")
    await expect(slider).to_have_attribute("aria-valuetext", "Cliente $0.00, profesional $1,000.00")
    await juan.writes("Cuánto le regresa al cliente (MXN)", "1000.01")
    await expect(dialog.get_by_text("Escribe un monto de $0 a $1,000.00.")).to_be_visible()
    await juan.writes("Cuánto le regresa al cliente (MXN)", "300")
    await expect(dialog.get_by_test_id("split")).to_contain_text("$700.00")
    await juan.shows("proposing")
    await inspect(juan, "the settlement's dialog")
    await juan.taps("Proponer: me quedo con $700.00")
    card = await maria.sees_event("settlement.proposed")
    await expect(card).to_contain_text("Juan propone repartir el pago.")
    await expect(card).to_contain_text("La propuesta vence en 7 días")
    await maria.shows("offered")
    await maria.taps("Proponer otra", within=card)
    await maria.writes("Cuánto te regresa (MXN)", "500")
    await maria.taps("Proponer: me regresan $500.00")
    await juan.sees_event("settlement.declined")
    last = juan.page.locator('[data-kind="settlement.proposed"]').last
    await expect(last).to_contain_text("María propone repartir el pago.")
    await expect(juan.page.get_by_role("button", name="Retirar propuesta")).to_have_count(0)
    await juan.shows("counter-offer")
    await inspect(juan, "a conversation with a proposal")
    await juan.taps("Aceptar · recibes $500.00", within=last)


async def in_english(maria: Reader, talk: str) -> None:
    await maria.page.evaluate("localStorage.setItem('locale', 'en')")
    for path in (maria.page.url, f"/conversations/{talk}"):
        await maria.opens(path)
        await is_whole(maria.page, path)
    await maria.sees("Juan agreed to split the payment.")
    await maria.shows("english")


@pytest.mark.req("DIS-01", "DIS-03", "DIS-05", "C25", "R-13", "R-14", "BOOK-11")
@pytest.mark.usefixtures("way")
async def test_a_report_is_answered_and_settled_in_the_chat(stack: Stack, browser: Browser) -> None:
    admin, client, worker = await story.everybody(stack)
    talk, payment = await paid_job(stack, client, worker)
    await worker.post(f"/api/payments/{payment}/confirm-complete")
    maria = await sit_down(browser, stack, "maria-trouble", client, talk)
    juan = await sit_down(browser, stack, "juan-trouble", worker, talk)
    await report(maria)
    await answer(juan)
    await bargain(maria, juan)
    for reader in (maria, juan):
        await reader.sees_event("settlement.accepted")
        await reader.sees_event("escrow.released")
        await reader.taps("Más acciones")
        await expect(reader.page.get_by_role("button", name="Enviar un PDF")).to_be_visible()
        await expect(reader.page.get_by_role("button", name="Reportar un problema")).to_have_count(0)
        await reader.page.keyboard.press("Escape")
        await reader.shows("settled")
    refunded = await maria.sees_event("escrow.refunded")
    await expect(refunded).to_contain_text("$500.00")
    await maria.page.get_by_role("link", name="Ver reporte").first.click()
    await expect(maria.page.get_by_test_id("dispute-status")).to_contain_text("Resuelto")
    await expect(maria.page.get_by_test_id("split")).to_contain_text("$500.00")
    await maria.shows("resolved")
    await in_english(maria, talk)
    await maria.leaves()
    await juan.leaves()
    for person in (admin, client, worker):
        await person.leave()


async def report_from_menu(juan: Reader) -> str:
    """The report's id."""
    await juan.taps("Más acciones")
    await juan.shows("more")
    await juan.taps("Reportar un problema")
    await juan.ticks("Otra cosa", "radio")
    await juan.writes("Cuéntanos con detalle", LONG_WORDS)
    await juan.page.keyboard.press("Escape")
    await juan.taps("Más acciones")
    await juan.taps("Reportar un problema")
    words = juan.page.get_by_label("Cuéntanos con detalle")
    await expect(words).to_have_value(LONG_WORDS)
    await juan.taps("Enviar reporte")
    await juan.taps("Ver reporte")
    await juan.is_at("/disputes/")
    await juan.sees("Todavía no responde.")
    assert await juan.page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    return juan.page.url.rsplit("/", 1)[1]


async def do_it_again(juan: Reader) -> None:
    await juan.taps("Volver a la conversación")
    await expect(await juan.sees_event("dispute.evidence_asked")).to_contain_text("Soporte te pide más pruebas.")
    await juan.sees("Tienes 10 días para rehacer el trabajo")
    await juan.page.get_by_test_id("deadlines").locator("summary").click()
    await juan.sees("Soporte pidió rehacer el trabajo.")
    await inspect(juan, "a conversation in the dark")
    await juan.shows("deadlines")
    await juan.taps("Marcar como terminado")
    await juan.taps("Marcar como terminado", within=juan.page.get_by_role("dialog"))
    await juan.sees_event("service.marked_complete")


@pytest.mark.req("DIS-01", "DIS-16", "DIS-18", "SEC-18")
async def test_support_has_the_work_done_again_and_each_is_told(stack: Stack, browser: Browser) -> None:
    admin, client, worker = await story.everybody(stack)
    talk, _ = await paid_job(stack, client, worker)
    juan = await sit_down(browser, stack, "juan-redo", worker, talk)
    dispute = await report_from_menu(juan)
    asked = {"of": "worker", "what": "evidence", "text": "¿Tienes una foto de la puerta cerrada?"}
    await admin.post(f"/api/disputes/{dispute}/ask", asked)
    await juan.sees("¿Tienes una foto de la puerta cerrada?")
    until = (await stack.sql("SELECT business_now() + interval '10 days' AS at"))[0]["at"].isoformat()
    decision = {"resolution_type": "redo", "redo_due_at": until, "resolution": "Que vuelva el lunes."}
    await admin.patch(f"/api/disputes/{dispute}/resolve", decision | {"to_worker": "María te espera el lunes."})
    status = juan.page.get_by_test_id("dispute-status")
    await expect(status).to_contain_text("Rehaz el trabajo.")
    await juan.sees("María te espera el lunes.")
    await juan.page.emulate_media(color_scheme="dark")
    await inspect(juan, "/disputes in the dark")
    await juan.shows("redo")
    await do_it_again(juan)
    await juan.context.set_offline(True)
    await juan.page.get_by_role("link", name="Ver reporte").first.click()
    await juan.sees("No hay conexión")
    await juan.shows("offline")
    await juan.context.set_offline(False)
    await juan.taps("Reintentar")
    await expect(status).to_be_visible()
    await juan.context.close()
    for person in (admin, client, worker):
        await person.leave()


@pytest.mark.req("R-15")
async def test_a_banks_claim_stops_the_payment_and_what_can_be_done_with_it(
    stack: Stack, browser: Browser
) -> None:
    admin, client, worker = await story.everybody(stack)
    talk, payment = await paid_job(stack, client, worker)
    juan = await sit_down(browser, stack, "juan-claimed", worker, talk)
    more = juan.page.get_by_role("button", name="Más acciones")
    await more.click()
    await expect(juan.page.get_by_role("button", name="Reportar un problema")).to_be_visible()
    await juan.page.keyboard.press("Escape")
    query = "SELECT stripe_payment_intent_id AS intent FROM payment_requests WHERE id = $1::uuid"
    intent = (await stack.sql(query, payment))[0]["intent"]
    await stack.outside.dispute(intent)
    card = await juan.sees_event("chargeback.opened")
    await expect(card).to_contain_text("Queda detenido hasta que el banco decida.")
    await expect(juan.page.get_by_role("button", name="Marcar como terminado")).to_have_count(0)
    await more.click()
    await expect(juan.page.get_by_role("button", name="Pedir pago")).to_be_visible()
    await expect(juan.page.get_by_role("button", name="Proponer un acuerdo")).to_have_count(0)
    await juan.shows("claimed")
    await stack.outside.close_dispute(intent, "won")
    await expect(await juan.sees_event("chargeback.closed")).to_contain_text("a tu favor")
    await expect(juan.page.get_by_role("button", name="Marcar como terminado").first).to_be_visible()
    await juan.shows("won")
    await juan.leaves()
    for person in (admin, client, worker):
        await person.leave()
