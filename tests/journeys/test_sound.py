"""A new request is heard by a handyman who has the app open, unless they want it silent."""

import asyncio

import pytest
from playwright.async_api import Browser, WebSocket

from tests.journeys import story
from tests.journeys.browser import Reader
from tests.journeys.doors import sign_in
from tests.journeys.person import PASSWORD
from tests.journeys.spoken import expect
from tests.stack import Stack

pytestmark = [pytest.mark.processes, pytest.mark.browser]

LISTEN = """
    window.heard = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...given) {
        window.heard += 1;
        return start.apply(this, given);
    };
"""


async def is_connected(reader: Reader, path: str) -> None:
    """A lead that comes before the socket stands is listed, and not heard."""
    ready = asyncio.Event()

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: ready.set() if '"ready"' in str(frame) else None)

    reader.bare_page.on("websocket", listen)
    await reader.opens(path)
    await ready.wait()


@pytest.mark.req("LEAD-07")
async def test_a_new_request_is_heard_until_one_wants_silence(stack: Stack, browser: Browser, way: str) -> None:
    admin, client, worker = await story.everybody(stack)
    juan = await Reader.sit_down(browser, stack, "juan-sound")
    await juan.context.add_init_script(LISTEN)
    await sign_in(juan, worker.email, PASSWORD)
    await is_connected(juan, "/leads")
    await juan.page.get_by_role("heading", level=1).click()
    await story.a_lead(client, worker, photos=0)
    await expect(juan.page.get_by_test_id("lead-card")).to_have_count(1)
    await juan.bare_page.wait_for_function("window.heard === 2")
    await juan.opens("/account")
    await juan.page.get_by_text("Sonido cuando llega una solicitud").click()
    await juan.shows("account")
    await juan.page.get_by_role("link", name="Solicitudes").click()
    await story.a_lead(client, worker, photos=0, key="another")
    await expect(juan.page.get_by_test_id("lead-card")).to_have_count(2)
    assert await juan.page.evaluate("window.heard") == 0
    await juan.leaves()
    for person in (admin, client, worker):
        await person.leave()
