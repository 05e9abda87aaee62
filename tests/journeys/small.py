"""A job that is paid, and its people on the smallest phones."""

import io

from PIL import Image
from playwright.async_api import Browser, ViewportSize

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD, Person
from tests.journeys.test_the_client import is_accessible
from tests.stack import Stack

SMALL: ViewportSize = {"width": 360, "height": 740}
A_QUOTE = {
    "name": "cotizacion.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}


def a_photo(colour: str) -> dict[str, object]:
    picture = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(picture, "JPEG")
    return {"name": "IMG_3001.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


async def paid_job(stack: Stack, client: Person, worker: Person) -> tuple[str, str]:
    """The conversation and the payment that is held in it."""
    lead = await story.a_lead(client, worker, photos=0)
    talk = (await worker.post(f"/api/leads/{lead['id']}/purchase", key="buy"))["conversation"]["id"]
    await worker.says(talk, "Buenas tardes, puedo pasar mañana.")
    await client.says(talk, "Sí, lo espero.")
    asked = await worker.post(
        "/api/payments/request",
        {"conversation_id": talk, "amount": "1000.00", "description": "Cambio de llave y sellado"},
        key="ask",
    )
    page = await client.post(f"/api/payments/{asked['id']}/pay")
    await stack.outside.pay(page["checkout_url"])
    await worker.hears_row(talk, "payment.paid")
    return talk, asked["id"]


async def sit_down(browser: Browser, stack: Stack, name: str, person: Person, talk: str) -> Reader:
    reader = await Reader.sit_down(browser, stack, name)
    if reader.is_on_phone:
        await reader.page.set_viewport_size(SMALL)
    await sign_in(reader, person.email, PASSWORD)
    await reader.opens(f"/conversations/{talk}")
    return reader


async def inspect(reader: Reader, what: str) -> None:
    """As tall as it takes: what lies half under the tabs would count as too small."""
    size = reader.page.viewport_size or SMALL
    await reader.page.set_viewport_size({"width": size["width"], "height": 4000})
    await is_accessible(reader.page, what)
    await reader.page.set_viewport_size(size)
