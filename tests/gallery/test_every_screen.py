"""Every screen in its states, on both sizes and in both themes: axe, thumbs, width, and what the page logs."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize

from ops.embedded import scratch
from tests.gallery.screens import Screen, everything
from tests.gallery.show import show, sit_down
from tests.gallery.world import World, build
from tests.journeys.browser import DESKTOP, PHONE, Reader, a_browser
from tests.stack import Stack, running

pytestmark = [pytest.mark.processes, pytest.mark.browser]

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SMALL_TARGETS = """() => {
    const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const inText = (one) => getComputedStyle(one).display === "inline";
    return [...document.querySelectorAll("button, a[href], select, summary, input, textarea")]
        .filter((one) => shown(one) && !inText(one) && !one.closest(".skip, .unseen, [inert]"))
        .map((one) => (/checkbox|radio|file/.test(one.type) && one.labels?.[0]) || one)
        .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
        .filter(([, box]) => box.width > 2 && (box.height < 43.5 || box.width < 43.5))
        .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`);
}"""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with scratch() as folder, running(folder) as stack:
        yield asyncio.run(grown(stack))


async def grown(stack: Stack) -> World:
    """What has happened stays; its people, who belong to this event loop, hang up."""
    world = await build(stack)
    await world.leave()
    return world


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as opened:
        yield opened


@pytest.mark.timeout(900)
@pytest.mark.req("BOOK-11", "NOTE-06")
@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize(
    "people", [["maria"], ["juan"], [None, "lucia", "pedro", "sofia", "beto", "carmen", "admin"]]
)
async def test_every_screen_is_accessible_fits_and_logs_nothing(
    world: World, browser: Browser, people: list[str | None], size: str
) -> None:
    wrong: list[str] = []
    for who in people:
        reader = await sit_down(browser, world, who, size)
        await reader.page.emulate_media(reduced_motion="reduce")  # a colour on its way has the contrast of neither
        for screen in everything(world)[who]:
            await show(reader, screen)
            wrong += [f"{who} {screen.name}: {each}" for each in await faults(reader, screen, size)]
            reader.errors.clear()
        await reader.context.close()
    assert wrong == [], "\n".join(wrong)


async def faults(reader: Reader, screen: Screen, size: str) -> list[str]:
    page = reader.page
    await grow(page, DESKTOP if size == "desktop" else PHONE)
    found = [error for error in reader.errors if screen.error not in error]
    if await page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    if size == "phone":
        found += await page.evaluate(SMALL_TARGETS)
    found += await violations(reader, {"runOnly": STANDARD})
    await page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in await violations(reader, {"runOnly": ["color-contrast"]})]
    await page.emulate_media(color_scheme="light")
    return found


async def grow(page: Page, size: ViewportSize) -> None:
    """As tall as it takes: what lies half under the tabs, or under a timeline's edge, would count as too small."""
    alone = await page.locator("dialog[open]").count() == 0
    await page.set_viewport_size({"width": size["width"], "height": 4000 if alone else size["height"]})


async def violations(reader: Reader, options: dict[str, object]) -> list[str]:
    answer = await Axe().run(reader.page, options=options)
    return [
        f"{rule['id']} {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in answer.response["violations"]
        for node in rule["nodes"]
    ]
