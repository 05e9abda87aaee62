"""A whole job on two phones with a slow network that goes and comes back: nothing twice, lost or untrue."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Locator

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD, Person
from tests.journeys.slow import BadNetwork
from tests.journeys.spoken import expect
from tests.journeys.test_in_browser import pay_there, post_job
from tests.stack import Stack

PATIENCE = 40_000
SETTLED = "payment.paid", "service.marked_complete", "service.confirmed"

pytestmark = [pytest.mark.processes, pytest.mark.browser]


async def on_a_bad_network(browser: Browser, stack: Stack, name: str, person: Person) -> BadNetwork:
    """Signed in while it was still good."""
    reader = await Reader.sit_down(browser, stack, name, "phone")
    network = await BadNetwork.around(reader)
    await sign_in(reader, person.email, PASSWORD)
    await network.comes_back()
    return network


async def say(reader: Reader, *texts: str) -> None:
    """One after the other, without waiting for anything."""
    for text in texts:
        await reader.writes("Escribe un mensaje", text)
        await reader.page.get_by_role("button", name="Enviar", exact=True).dblclick()


def bubble(reader: Reader, text: str) -> Locator:
    return reader.page.get_by_test_id("message").filter(has_text=text)


async def state_of(reader: Reader, text: str, state: str) -> None:
    tick = bubble(reader, text).get_by_role("img", name=state, exact=True)
    await expect(tick).to_be_attached(timeout=PATIENCE)


async def said(reader: Reader) -> list[str]:
    return await reader.page.get_by_test_id("message").locator(".bubble__text").all_inner_texts()


async def taps_twice(reader: Reader, name: str, within: Locator | None = None) -> None:
    await (within or reader.page).get_by_role("button", name=name, exact=True).dblclick()


async def meet(maria: Reader, juan: Reader) -> None:
    await juan.page.get_by_test_id("tab-leads").click()
    await post_job(maria, "Juan Pérez Luna")
    await expect(juan.page.get_by_test_id("lead-card").locator("img").first).to_be_visible(timeout=PATIENCE)
    await taps_twice(juan, "Comprar contacto · Gratis")
    await juan.is_at("/conversations/")
    await juan.sees_event("lead.purchased")
    await maria.page.get_by_test_id("tab-inbox").click()
    await maria.page.get_by_test_id("conversation-row").filter(has_text="Juan").click()
    await maria.sees_event("lead.purchased")


async def talk(maria: Reader, juan: Reader, his: BadNetwork) -> list[str]:
    """Both at once; then his network goes in the middle of it, twice: unheard, and unheard of."""
    await say(juan, "Llámeme al 55 1234 5678")
    await expect(bubble(juan, "5678").get_by_role("alert")).to_contain_text("Todavía no se pueden compartir")
    await juan.taps("Descartar", within=bubble(juan, "5678"))
    hers, ours = [[f"{name} {number}" for number in range(4)] for name in ("María", "Juan")]
    await asyncio.gather(say(maria, *hers), say(juan, *ours))
    for reader, texts in ((maria, hers), (juan, ours)):
        await state_of(reader, texts[-1], "Leído")
    his.is_deaf = True
    await say(juan, "en el túnel")
    await expect(bubble(maria, "en el túnel")).to_be_visible(timeout=PATIENCE)
    await state_of(juan, "en el túnel", "Enviando")
    await his.goes()
    await say(juan, "se cortó", "sigo sin señal")
    await say(maria, "¿Sigue ahí?")
    await state_of(maria, "¿Sigue ahí?", "Enviado")
    await juan.sees("Sin conexión. Tus mensajes se enviarán al volver.")
    await expect(juan.page.get_by_text("En línea")).to_have_count(0)
    for text in ("en el túnel", "se cortó", "sigo sin señal"):
        await state_of(juan, text, "Enviando")
    await juan.shows("gone")
    await his.comes_back()
    await state_of(maria, "¿Sigue ahí?", "Leído")
    await state_of(juan, "sigo sin señal", "Leído")
    return [*hers, *ours, "en el túnel", "se cortó", "sigo sin señal", "¿Sigue ahí?"]


async def settle(maria: Reader, juan: Reader) -> None:
    await juan.taps("Más acciones")
    await juan.taps("Pedir pago")
    await juan.writes("Monto (MXN)", "1000")
    await juan.writes("Concepto", "Cambio de llave y sellado")
    await taps_twice(juan, "Pedir $1,000.00")
    await maria.sees_event("payment.requested")
    await taps_twice(maria, "Pagar $1,030.00")
    await maria.page.wait_for_url(re.compile("/stripe/|/pay/"))
    await pay_there(maria, "$1,030.00")
    await expect(maria.page.get_by_role("heading", name="Pago recibido")).to_be_visible(timeout=PATIENCE)
    await maria.taps("Continuar")
    await juan.taps("Marcar como terminado")
    await taps_twice(juan, "Marcar como terminado", within=juan.page.get_by_role("dialog"))
    await maria.sees_event("service.marked_complete")
    await taps_twice(maria, "Sí, quedó bien")


@pytest.mark.req("R-24", "R-25", "CHAT-01", "CHAT-02", "CHAT-03", "LEAD-13", "ESC-03")
async def test_a_job_on_two_slow_phones_is_whole_once_and_in_order(stack: Stack, browser: Browser) -> None:
    people = await story.everybody(stack)
    _, client, worker = people
    hers = await on_a_bad_network(browser, stack, "maria-slow", client)
    his = await on_a_bad_network(browser, stack, "juan-slow", worker)
    maria, juan = hers.reader, his.reader
    await meet(maria, juan)
    texts = await talk(maria, juan, his)
    await settle(maria, juan)
    for reader in (maria, juan):
        for kind in ("lead.purchased", "contact.revealed", "payment.requested", *SETTLED):
            await reader.sees_event(kind)
            assert await reader.page.locator(f'[data-testid="event"][data-kind="{kind}"]').count() == 1, kind
        await reader.shows("whole")
    assert his.done == {"purchase": 1, "request": 1, "confirm-complete": 1}
    assert (hers.done["leads"], hers.done["pay"], hers.done["confirm-complete"]) == (1, 1, 1)
    both = [await said(reader) for reader in (maria, juan)]
    assert both[0] == both[1]
    assert sorted(both[0]) == sorted(texts)
    for name in ("María", "Juan"):
        assert [text for text in both[0] if text.startswith(name)] == [f"{name} {number}" for number in range(4)]
    tunnel = [text for text in both[0] if text in texts[-4:-1]]
    assert tunnel == texts[-4:-1]
    for network in (hers, his):
        await network.reader.leaves()
    for person in people:
        await person.leave()
