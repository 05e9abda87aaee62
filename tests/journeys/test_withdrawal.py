"""Earnings leave for the bank: asked for on a phone, confirmed from the mail, looked at, sent; or taken back."""

import re

import pytest
from playwright.async_api import Browser

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.person import Person
from tests.journeys.small import inspect, sit_down
from tests.journeys.spoken import expect
from tests.journeys.test_by_api import pay_and_finish
from tests.stack import Stack

pytestmark = [pytest.mark.processes, pytest.mark.browser]

CLABE = "002010077777777771"


async def earn(stack: Stack, admin: Person, client: Person, worker: Person) -> str:
    lead = await story.a_lead(client, worker, photos=0)
    talk = (await worker.post(f"/api/leads/{lead['id']}/purchase", key="buy"))["conversation"]["id"]
    await worker.says(talk, "Buenas tardes")
    await client.says(talk, "Sí, pase mañana")
    await pay_and_finish(stack, client, worker, talk)
    await story.advance(admin, "P5DT1M")
    return str(talk)


async def ask(juan: Reader, amount: str) -> None:
    await juan.taps("Retirar a mi banco")
    await juan.writes("Monto (MXN)", amount)
    await juan.writes("CLABE", CLABE)


async def ask_wrongly_first(juan: Reader) -> None:
    await ask(juan, "50")
    await juan.writes("CLABE", CLABE[:-1] + "2")
    await juan.taps("Retirar $50.00")
    await juan.sees("Puedes retirar a partir de $100.")
    await juan.writes("Monto (MXN)", "600")
    await juan.sees("Esa CLABE no es correcta")
    await juan.shows("clabe")
    await inspect(juan, "the withdrawal's dialog")
    await juan.writes("CLABE", CLABE)
    await juan.taps("Retirar $600.00")
    await juan.sees("Falta un paso: abre el correo")
    await juan.shows("asked")
    await juan.taps("Entendido")


async def follow_the_mails_link(juan: Reader, worker: Person) -> None:
    link = re.search(r"http\S+/withdrawals/\S+", (await worker.mail("retiro"))["text"])
    assert link
    await juan.opens(link[0])
    await juan.shows("mail-link")
    await juan.taps("Sí, enviar a mi banco")
    await juan.sees("Listo: confirmaste tu retiro de $600.00")
    await juan.taps("Ver mi saldo")


@pytest.mark.req("WAL-15", "R-10", "BOOK-11")
async def test_earnings_are_withdrawn_with_the_mails_link(stack: Stack, browser: Browser) -> None:
    admin, client, worker = await story.everybody(stack)
    talk = await earn(stack, admin, client, worker)
    juan = await sit_down(browser, stack, "juan-withdraws", worker, talk)
    await juan.opens("/wallet")
    await juan.sees("$1,000.00 son ganancias")
    await ask_wrongly_first(juan)
    line = juan.page.get_by_test_id("withdrawal").first
    await expect(line).to_contain_text("Falta confirmar")
    await expect(juan.page.get_by_test_id("balance")).to_contain_text("400.00")
    await follow_the_mails_link(juan, worker)
    await expect(line).to_contain_text("En revisión")
    await inspect(juan, "/wallet with a withdrawal")
    await juan.shows("in-review")
    asked = (await worker.get("/api/wallet/withdrawals"))["items"][0]
    await admin.patch(f"/api/admin/withdrawals/{asked['id']}/approve", {})
    await juan.page.reload()
    await expect(line).to_contain_text("Aprobado")
    await expect(line.get_by_role("button")).to_have_count(0)

    await ask(juan, "100")
    await juan.taps("Retirar $100.00")
    await juan.taps("Entendido")
    await expect(line).to_contain_text("$100.00")
    await juan.taps("Cancelar retiro", within=line)
    await expect(line).to_contain_text("Cancelado")
    await juan.sees("Retiro devuelto a tu saldo")
    await juan.shows("cancelled")
    await juan.leaves()
    for person in (admin, client, worker):
        await person.leave()
