"""What people of ill will put into names, words and files breaks no screen and runs nothing."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.gallery.jobs import start
from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD, Person
from tests.journeys.spoken import expect
from tests.stack import Stack

pytestmark = [pytest.mark.processes, pytest.mark.browser]

SCRIPT = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
TURNED = "\u202egnp.exe\u2066 \u0645\u0631\u062d\u0628\u0627 "
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
NOTHING = "\u200b\u200c\u200d\ufeff\u2060"
NAME = f"{SCRIPT}{TURNED}{NOTHING}{FAMILY}{'W' * 120}"
ENDLESS = "m" * 5000
WORDS = [SCRIPT, f"{TURNED}puedo pasar", ENDLESS, NOTHING + "x", FAMILY * 200, "javascript:alert(1)", "{name}"]

SIDEWAYS = """() => Math.max(...[document.scrollingElement, ...document.querySelectorAll(".timeline")]
    .map(one => one.scrollWidth - one.clientWidth))"""


async def quarrel(stack: Stack, client: Person, worker: Person) -> dict[str, str]:
    """A job with all of it, reported; its places by who looks at them."""
    title = f"{TURNED}{SCRIPT}" + "T" * 90
    job = await start(client, worker, title, description=ENDLESS, address=f"{SCRIPT}{'A' * 150}")
    await job.worker.says(job.talk, "Buenas tardes")
    for each in WORDS:
        await job.client.says(job.talk, each)
    await (await job.bill("1000.00", f"{SCRIPT}{TURNED}{'c' * 150}")).pay()
    report = {"payment_request_id": job.payment, "dispute_type": "quality", "description": ENDLESS}
    dispute = await client.post("/api/disputes", report)
    await start(client, worker, "W" * 200)
    return {"talk": job.path, "request": f"/requests/{job.lead}", "dispute": f"/disputes/{dispute['id']}"}


async def stands(reader: Reader, path: str) -> None:
    """It is there, as wide as the screen, and nothing ran."""
    await reader.opens(path)
    await expect(reader.page.locator("h1").first).to_be_visible()
    await expect(reader.page.locator(".skeleton")).to_have_count(0)
    assert await reader.page.evaluate(SIDEWAYS) <= 0, f"{path} scrolls sideways"
    assert await reader.page.evaluate("window.ran === undefined"), path


async def look_around(reader: Reader, *paths: str) -> None:
    asked: list[str] = []
    reader.page.on("dialog", lambda dialog: asked.append(dialog.message))
    for number, path in enumerate(paths):
        await stands(reader, path)
        await reader.shows(f"hostile-{number}")
    assert asked == []


@pytest.mark.req("SEC-12", "R-24", "BOOK-11")
@pytest.mark.parametrize("size", ["phone", "desktop"])
async def test_what_is_meant_to_harm_breaks_no_screen(stack: Stack, browser: Browser, size: str) -> None:
    admin = await story.the_admin(stack)
    client = await story.a_client(stack, NAME)
    worker = await story.a_handyman(stack, admin, f"{NAME} Luna")
    places = await quarrel(stack, client, worker)
    page = f"/professionals/{worker.user['id']}"
    maria = await Reader.sit_down(browser, stack, f"maria-hostile-{size}", size=size)
    await sign_in(maria, client.email, PASSWORD)
    await look_around(maria, "/inbox", places["talk"], "/requests", places["request"], page, "/search", "/account")
    juan = await Reader.sit_down(browser, stack, f"juan-hostile-{size}", size=size)
    await sign_in(juan, worker.email, PASSWORD)
    await look_around(juan, "/inbox", places["talk"], places["dispute"], "/leads", "/profile", "/account")
    await maria.leaves()
    await juan.leaves()
    for person in (admin, client, worker):
        await person.leave()


@pytest.mark.req("FILE-01", "SEC-18")
async def test_a_video_that_is_too_large_is_refused_in_words(
    stack: Stack, browser: Browser, tmp_path: Path
) -> None:
    video = tmp_path / "\u202e4pm.visita<b>.mp4"
    with video.open("wb") as file:
        file.write(b"\x00\x00\x00\x18ftypmp42")
        file.truncate(51 * 2**20)
    client = await story.a_client(stack)
    maria = await Reader.sit_down(browser, stack, "maria-video")
    await sign_in(maria, client.email, PASSWORD)
    await maria.opens("/requests/new")
    await maria.chooses("Servicio", "Plomería")
    await maria.writes("Título", "Fuga en la cocina")
    await maria.taps("Continuar")
    await maria.writes("Describe el trabajo", "Gotea")
    await maria.page.get_by_label("Agregar fotos").set_input_files(video)
    await maria.sees("El archivo es demasiado grande. Fotos hasta 5 MB, videos hasta 50 MB.")
    await maria.shows("large-video")
    await expect(maria.page.get_by_role("button", name="Continuar")).to_be_enabled()
    await maria.leaves()
    await client.leave()
