"""A client reviews with the keyboard; the handyman responds; everybody reads both."""

import pytest
from playwright.async_api import Browser

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD
from tests.journeys.spoken import expect
from tests.journeys.test_by_api import pay_and_finish
from tests.journeys.test_the_client import is_accessible
from tests.stack import Stack

pytestmark = [pytest.mark.processes, pytest.mark.browser]

TEXT = (
    "Llegó a la hora que dijo, explicó qué estaba mal antes de empezar y dejó todo limpio. Lo volvería a llamar."
)


async def write_review(maria: Reader) -> None:
    await maria.taps("Dejar reseña")
    await maria.is_at("/review/")
    publish = maria.page.get_by_role("button", name="Publicar reseña")
    await expect(publish).to_be_disabled()
    stars = maria.page.get_by_role("group", name="¿Cómo quedó el trabajo?")
    await stars.get_by_role("radio", name="3 de 5, Regular").focus()
    await maria.page.keyboard.press("Space")
    await maria.page.keyboard.press("ArrowRight")
    await expect(stars.get_by_role("radio", name="4 de 5, Bueno")).to_be_checked()
    await maria.writes("Título", "Muy buen trabajo con la fuga")
    await maria.writes("Cuéntanos", TEXT)
    for question in ("¿Lo recomiendas?", "¿Lo contratarías otra vez?"):
        asked = maria.page.get_by_role("group", name=question)
        await asked.get_by_role("radio", name="Sí").check(force=True)
    await maria.ticks("Con mi nombre: María H.", "radio")
    await is_accessible(maria.page, "/review")
    await maria.shows("review")
    await publish.click()
    await maria.sees_event("review.left")
    await expect(maria.page.get_by_role("button", name="Dejar reseña")).to_have_count(0)


@pytest.mark.req("REV-03", "REV-04", "REV-10", "REV-11", "REV-12", "REV-14", "REV-16", "C27", "BOOK-11")
async def test_a_review_is_left_by_keyboard_answered_and_read_by_everybody(stack: Stack, browser: Browser) -> None:
    admin, client, worker = await story.everybody(stack)
    lead = await story.a_lead(client, worker, photos=0)
    talk = (await worker.post(f"/api/leads/{lead['id']}/purchase", key="buy"))["conversation"]["id"]
    await worker.says(talk, "Buenas tardes")
    await client.says(talk, "Sí, pase mañana")
    await pay_and_finish(stack, client, worker, talk)
    maria, juan = [await Reader.sit_down(browser, stack, name) for name in ("maria-reviews", "juan-reviewed")]
    await sign_in(maria, client.email, PASSWORD)
    await maria.opens("/search")
    await maria.sees("¿cómo te fue con Juan Pérez Luna?")
    await maria.shows("nudged")
    await maria.opens(f"/conversations/{talk}")
    await write_review(maria)

    await sign_in(juan, worker.email, PASSWORD)
    await juan.opens(f"/professionals/{worker.user['id']}")
    await juan.writes("Tu respuesta", "Gracias por la confianza, María.")
    await juan.taps("Publicar respuesta")
    await juan.sees("Respuesta del profesional")
    await juan.shows("responded")

    await maria.opens("/search")
    await maria.sees("4 (1 reseña)")
    await maria.opens(f"/professionals/{worker.user['id']}")
    review = maria.page.get_by_test_id("review")
    await expect(review).to_contain_text("María H.")
    await expect(review).to_contain_text("Gracias por la confianza")
    await is_accessible(maria.page, "/professionals")
    await maria.shows("reviews")
    await juan.taps("Reportar reseña")
    await juan.taps("Enviar reporte")
    await juan.sees("Soporte la va a revisar")
    for reader in (maria, juan):
        await reader.leaves()
    for person in (admin, client, worker):
        await person.leave()
