"""Ten seconds of scrolling through a long talk with a slow processor: `bin/bench scroll [how many rows]`."""

import asyncio
import statistics

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from benchmarks.page import furnish
from benchmarks.stage import free_port, stage
from benchmarks.visit import CHROMIUM, PHONE, SLOWER, until

SECONDS = 10
SPEED = 2400
"""Pixels a second: a thumb in a hurry."""

HELD = "document.querySelectorAll('[data-testid=message]').length"
OLDER = """async ([id, rows]) => {
    const module = document.querySelector("link[href$='/store/timeline.js']").href;
    const { loadOlder, timelineOf } = await import(module);
    while (timelineOf(id).rows.length < rows) await loadOlder(id);
}"""
WATCH = """() => {
    const gaps = (globalThis.gaps = []);
    let before = performance.now();
    const look = (now) => {
        gaps.push(now - before);
        before = now;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


def run(arguments: list[str]) -> None:
    rows = int(arguments[0]) if arguments else 2000
    port = free_port()
    site = f"http://localhost:{port}"
    with stage(PUBLIC_URL=site, TRUSTME_ENV="test") as here:
        here.seed(1)
        here.web(port=port)
        token, place = asyncio.run(furnish(here, rows))
        cookie = {"name": f"trustme_session_{port}", "value": token, "url": site}
        gaps = asyncio.run(scrolled(f"{site}/conversations/{place}", cookie, rows))
    tell(rows, sorted(gaps))


async def scrolled(address: str, cookie: dict[str, str], rows: int) -> list[float]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            page = await opened(browser, address, cookie, rows)
            session = await page.context.new_cdp_session(page)
            await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            await page.evaluate(WATCH)
            await swipe(session, seconds=SECONDS)
            return list(await page.evaluate("gaps"))
        finally:
            await browser.close()


async def opened(browser: Browser, address: str, cookie: dict[str, str], rows: int) -> Page:
    """With all its rows there: as many as somebody has who has read back to the beginning."""
    context = await browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    await context.add_cookies([cookie])  # type: ignore[list-item]
    page = await context.new_page()
    await page.goto(address)
    await until(page, f"{HELD} > 0")
    await page.evaluate(OLDER, [address.rsplit("/", 1)[1], rows])
    await until(page, f"{HELD} >= {rows - 10}")
    return page


async def swipe(session: CDPSession, seconds: int) -> None:
    """Down, and up again, with a finger's gestures: what the browser does of itself is part of it."""
    for _ in range(seconds // 2):
        for distance in (-SPEED, SPEED):
            gesture = {"x": 195, "y": 400, "yDistance": distance, "speed": SPEED, "gestureSourceType": "touch"}
            await session.send("Input.synthesizeScrollGesture", gesture)


def tell(rows: int, gaps: list[float]) -> None:
    within = sum(gap <= 20 for gap in gaps) / len(gaps)
    print(f"{rows} rows, {len(gaps)} frames in {sum(gaps) / 1000:.1f} s, processor {SLOWER} times slower")
    print(
        f"gaps: median {statistics.median(gaps):.1f} ms, 95 % within {gaps[int(len(gaps) * 0.95)]:.1f} ms, "
        f"longest {gaps[-1]:.0f} ms; {within:.1%} within 20 ms"
    )
