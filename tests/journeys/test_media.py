"""Voices, videos and documents in a conversation: recorded, sent with progress, stopped, tried again, played."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Route

from tests.journeys.browser import Reader
from tests.journeys.small import A_QUOTE
from tests.journeys.spoken import expect
from tests.journeys.talk import Talk, look_in
from tests.stack import Stack

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PATIENCE = 30_000

pytestmark = [pytest.mark.processes, pytest.mark.browser]


def voices(reader: Reader) -> Locator:
    return reader.page.get_by_test_id("message").get_by_role("group", name="Mensaje de voz")


async def has_recorded(reader: Reader, seconds: int) -> None:
    time = reader.page.locator(".recording__time")
    await expect(time).to_have_text(f"0:0{seconds}", timeout=PATIENCE)


@pytest.mark.req("CHAT-11", "CHAT-13", "CHAT-02")
@pytest.mark.usefixtures("way")
async def test_a_voice_is_recorded_sent_and_heard(stack: Stack, browser: Browser, talk: Talk) -> None:
    juan = await look_in(browser, stack, "juan-voice", talk.worker, talk)
    microphone = juan.page.get_by_role("button", name="Grabar mensaje de voz")
    await microphone.click()
    await has_recorded(juan, 1)
    await juan.shows("recording")
    await juan.taps("Descartar grabación")
    await expect(voices(juan)).to_have_count(0)
    await microphone.press("Enter")
    await has_recorded(juan, 2)
    await juan.taps("Enviar mensaje de voz")
    row = await talk.client.hears("message:new", lambda row: row["message_type"] == "voice")
    await expect(voices(juan)).to_have_count(1)
    assert row["sender_id"] == talk.worker.user["id"]
    assert row["media"]["peaks"].strip("0123456789abcdefghijklmnopqrstuv") == ""
    maria = await look_in(browser, stack, "maria-voice", talk.client, talk)
    await expect(voices(maria)).to_contain_text("0:0", timeout=PATIENCE)
    bars = voices(maria).locator(".voice__bars").first.locator("path")
    drawn = await bars.get_attribute("d")
    assert drawn
    assert drawn.count("M") == len(row["media"]["peaks"])
    place = voices(maria).get_by_role("slider", name="Posición del audio")
    await place.press("ArrowRight")
    await expect(place).to_have_attribute("aria-valuetext", re.compile("^1 se[gc].+ (de|of) [23] se[gc]"))
    await expect(voices(maria)).to_contain_text(re.compile(r"0:01 / 0:0[23]"))
    await place.press("ArrowLeft")
    spot = await place.bounding_box()
    assert spot
    await place.click(position={"x": spot["width"] / 2, "y": spot["height"] / 2})
    await expect(place).to_have_attribute("aria-valuetext", re.compile("^1 se[gc]"))
    await maria.shows("sought")
    await maria.taps("Reproducir", within=voices(maria))
    await expect(maria.page.get_by_role("button", name="Pausar audio")).to_be_visible(timeout=PATIENCE)
    await maria.taps("Velocidad 1×")
    await expect(maria.page.get_by_role("button", name="Reproducir")).to_be_visible(timeout=PATIENCE)
    await maria.shows("voice")
    await maria.leaves()
    await juan.leaves()


@pytest.mark.req("CHAT-11")
async def test_a_voice_is_sent_as_the_finger_leaves_and_thrown_away_when_it_slides(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan = await look_in(browser, stack, "juan-held", talk.worker, talk)
    before = await voices(juan).count()
    spot = await juan.page.get_by_role("button", name="Grabar mensaje de voz").bounding_box()
    assert spot
    x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
    mouse = juan.page.mouse
    await mouse.move(x, y)
    await mouse.down()
    await has_recorded(juan, 1)
    await juan.shows("held")
    await mouse.move(x - 150, y, steps=3)
    await expect(juan.page.locator(".recording")).to_have_count(0)
    await mouse.up()
    await mouse.move(x, y)
    await mouse.down()
    await has_recorded(juan, 1)
    await mouse.up()
    await expect(juan.page.locator(".recording")).to_have_count(0)
    await expect(voices(juan)).to_have_count(before + 1)
    await expect(juan.page.get_by_role("img", name="Enviando", exact=True)).to_have_count(0, timeout=PATIENCE)
    await juan.leaves()


@pytest.mark.req("CHAT-10", "CHAT-12", "R-24")
async def test_a_file_shows_how_far_it_is_can_be_stopped_and_tried_again(
    stack: Stack, browser: Browser, talk: Talk
) -> None:
    juan = await look_in(browser, stack, "juan-files", talk.worker, talk)
    camera = juan.page.get_by_label("Adjuntar foto o video")
    await juan.page.route("**/api/uploads", lambda _: None)  # nobody answers
    await camera.set_input_files([SAMPLES / "film.mp4"])
    video = juan.page.get_by_test_id("message").filter(has=juan.page.locator("video"))
    await expect(video.get_by_role("progressbar", name="Subiendo archivo")).to_be_visible()
    await juan.shows("uploading")
    await juan.taps("Cancelar envío", within=video)
    await expect(video).to_have_count(0)
    await juan.page.unroute("**/api/uploads")
    await juan.page.route("**/api/uploads", broken)
    async with juan.page.expect_file_chooser() as chooser:
        await juan.taps("Más acciones")
        await juan.taps("Enviar un PDF")
    await (await chooser.value).set_files([A_QUOTE])
    quote = juan.page.get_by_test_id("message").filter(has_text="PDF")
    await expect(quote.get_by_role("alert")).to_contain_text("archivo")
    await juan.shows("broken")
    await juan.page.unroute("**/api/uploads")
    await juan.taps("Reintentar", within=quote)
    await talk.client.hears("message:new", lambda row: row["message_type"] == "file")
    await camera.set_input_files([SAMPLES / "film.mp4"])
    await talk.client.hears("message:new", lambda row: row["message_type"] == "video")
    await expect(juan.page.get_by_role("img", name="Enviando", exact=True)).to_have_count(0, timeout=PATIENCE)
    await expect(juan.page.get_by_role("button", name="Ir a lo más reciente")).to_have_count(0)
    maria = await look_in(browser, stack, "maria-files", talk.client, talk)
    await expect(maria.page.locator(".document")).to_have_attribute(
        "href", re.compile("/api/media/"), timeout=PATIENCE
    )
    await maria.shows("files")
    rows = (await talk.client.get(f"/api{talk.path}/messages"))["items"]
    assert [row["message_type"] for row in rows if row["message_type"] in {"video", "file"}] == ["file", "video"]
    await maria.leaves()
    juan.errors = [error for error in juan.errors if "422" not in error]
    await juan.leaves()


async def broken(route: Route) -> None:
    failure = {"success": False, "error": {"code": "BROKEN_FILE", "message": "", "details": None}}
    await route.fulfill(status=422, content_type="application/json", body=json.dumps(failure))
