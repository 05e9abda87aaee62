"""One's own account in a browser: what is measured, where one is signed in, one's address, the law."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Request

from ops.embedded import scratch
from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in, verify_mailbox
from tests.journeys.person import PASSWORD, the_admin
from tests.journeys.spoken import expect
from tests.stack import Stack, running

pytestmark = [pytest.mark.processes, pytest.mark.browser]

PATIENCE = 30_000


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """Where steps are measured, unlike in the other journeys."""
    with pytest.MonkeyPatch.context() as environment, scratch() as folder:
        environment.setenv("GA4_MEASUREMENT_ID", "G-TRUSTME")
        environment.setenv("GA4_API_SECRET", "secret")
        with running(folder) as started:
            yield started


class Watched:
    """Every request of a page, to tell where it went."""

    def __init__(self, reader: Reader) -> None:
        self.urls: list[str] = []
        reader.context.on("request", self.note)

    def note(self, request: Request) -> None:
        self.urls.append(request.url)

    def hosts(self) -> set[str]:
        return {urlsplit(url).netloc for url in self.urls if url.startswith("http")}

    def told(self) -> list[str]:
        return [url for url in self.urls if urlsplit(url).path == "/api/measures"]


@pytest.mark.req("ANA-01", "SEC-07", "SEC-08")
async def test_nothing_is_told_before_a_yes_and_never_to_anybody_else(stack: Stack, browser: Browser) -> None:
    maria = await story.a_client(stack)
    page = await Reader.sit_down(browser, stack, "maria-measured")
    watched = Watched(page)
    await page.opens("/")
    bar = page.page.get_by_role("region", name="¿Podemos contar tus pasos?")
    await expect(bar).to_be_visible(timeout=PATIENCE)
    await page.shows("consent")
    await page.taps("Saber más", within=bar)
    await expect(page.page.get_by_role("heading", name="Medición, solo si aceptas")).to_be_visible(
        timeout=PATIENCE
    )
    await sign_in(page, maria.email, PASSWORD)
    await page.opens("/search")
    async with page.page.expect_response("**/api/workers/search?category=Plom*") as found:
        await page.chooses("Servicio", "Plomería")
    await (await found.value).finished()
    assert watched.told() == []
    await page.taps("Sí, está bien")
    await page.chooses("Servicio", "Electricidad")
    async with page.page.expect_request("**/api/measures", timeout=PATIENCE) as asked:
        pass
    body: dict[str, Any] = json.loads((await asked.value).post_data or "{}")
    steps = [step for step in body["events"] if step["name"] == "search_performed"]
    assert [step["params"] for step in steps] == [{"category": "Electricidad", "filters": "1"}]
    assert watched.hosts() == {urlsplit(stack.url).netloc}
    await page.leaves()
    await maria.leave()


@pytest.mark.req("SEC-02", "SEC-07", "NOTE-01", "NOTE-04")
async def test_an_account_is_looked_after(stack: Stack, browser: Browser) -> None:
    admin = await the_admin(stack)
    juan = await story.a_handyman(stack, admin)
    page = await Reader.sit_down(browser, stack, "juan-account")
    await page.context.add_init_script("localStorage.setItem('measuring', 'no')")
    await sign_in(page, juan.email, PASSWORD)
    await page.opens("/account")
    await page.taps("Avisos, 1 nuevo")
    notice = page.page.get_by_test_id("notice").filter(has_text="Tu perfil está aprobado")
    await expect(notice).to_be_visible(timeout=PATIENCE)
    await page.shows("notices")
    await notice.get_by_role("link").click()
    await page.is_at("/leads")
    await page.opens("/account")
    await expect(page.page.get_by_role("link", name="Avisos", exact=True)).to_be_visible(timeout=PATIENCE)
    await page.taps("Sesiones y dispositivos")
    await expect(page.page.get_by_test_id("session")).to_have_count(2, timeout=PATIENCE)
    await expect(page.page.get_by_test_id("session").first).to_contain_text("Este dispositivo")
    await page.taps("Cerrar las demás sesiones")
    await expect(page.page.get_by_test_id("session")).to_have_count(1, timeout=PATIENCE)
    await page.shows("sessions")
    assert (await juan.http.get("/api/auth/me")).status_code == 401
    address = await moves(page, juan.email)
    await page.opens("/account/data")
    await page.taps("Preparar mi archivo")
    async with page.page.expect_download(timeout=PATIENCE) as awaited:
        await page.taps("Descargar archivo")
    kept = json.loads((await (await awaited.value).path()).read_text())
    assert (kept["account"]["email"], kept["account"]["full_name"]) == (address, "Juan Ramón Pérez")
    assert [row["action"] for row in kept["asked"]["items"]] == ["data.exported"]
    await page.taps("Cerrar mi cuenta")
    await page.ticks("Entiendo que no se puede deshacer")
    await page.taps("Cerrar mi cuenta para siempre")
    await page.sees("Tu cuenta quedó cerrada.")
    await page.leaves()
    await juan.leave()
    await admin.leave()


async def moves(page: Reader, before: str) -> str:
    """Another name, and another address, which counts once its link was followed; answers with it."""
    address = f"nuevo-{before}"
    await page.opens("/account")
    await page.taps("Cambiar nombre")
    await page.writes("Nombre completo", "Juan Ramón Pérez")
    await page.taps("Guardar")
    await page.sees("Tu nombre cambió.")
    await page.taps("Cambiar correo")
    await page.writes("Correo nuevo", address)
    await page.writes("Contraseña", PASSWORD)
    await page.shows("change-email")
    await page.page.keyboard.press("Enter")
    await page.sees(f"Te enviamos un correo a {address}. Ábrelo para cambiar")
    await page.shows("email-pending")
    await verify_mailbox(page, address)
    while "Pediste cambiar tu correo" not in [mail["subject"] for mail in await page.stack.outside.mails(before)]:
        await page.page.wait_for_timeout(50)
    await page.opens("/account")
    await page.sees(address)
    await expect(page.page.get_by_role("button", name="Conservar el de ahora")).to_have_count(0)
    return address
