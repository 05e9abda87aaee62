"""Ten seconds of scrolling through a long talk with a slow processor: `bin/bench scroll [how many rows]`."""

import asyncio
import itertools
import statistics
import time

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from benchmarks.page import furnish
from benchmarks.stage import free_port, stage
from benchmarks.visit import CHROMIUM, PHONE, SLOWER, until

SECONDS = 10
REACH, MOVES = 560, 6
"""A thumb in a hurry: so many pixels in so many moves, a frame each, and the page goes on by itself."""
TURN = (8, 3)
"""So many swipes back into the past, so many forth again."""

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
    const box = document.querySelector("[data-testid=timeline]");
    globalThis.passed = 0;
    let top = box.scrollTop;
    box.addEventListener("scroll", () => {
        passed += Math.abs(box.scrollTop - top);
        top = box.scrollTop;
    }, { passive: true });
}"""
PASSED = "[passed, document.querySelector('[data-testid=timeline]').scrollHeight]"


def run(arguments: list[str]) -> None:
    rows = int(arguments[0]) if arguments else 2000
    port = free_port()
    site = f"http://localhost:{port}"
    with stage(PUBLIC_URL=site, TRUSTME_ENV="test") as here:
        here.seed(1)
        here.web(port=port)
        token, place = asyncio.run(furnish(here, rows))
        cookie = {"name": f"trustme_session_{port}", "value": token, "url": site}
        gaps, passed = asyncio.run(scrolled(f"{site}/conversations/{place}", cookie, rows))
    if passed < rows / 20:
        raise SystemExit(f"only {passed:.0f} rows came by: nothing was scrolled")
    tell(rows, passed, sorted(gaps))


async def scrolled(address: str, cookie: dict[str, str], rows: int) -> tuple[list[float], float]:
    """The gaps between frames in ms, and how many rows came by."""
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
            passed, whole = await page.evaluate(PASSED)
            return list(await page.evaluate("gaps")), passed / whole * rows
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
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")  # what is kept for offline has come
    return page


async def swipe(session: CDPSession, seconds: int) -> None:
    """Fingers, not commands: what the browser does of itself when one lands, moves and leaves is part of it."""
    end = time.monotonic() + seconds
    for number in itertools.count():
        if time.monotonic() > end:
            return
        is_back = number % sum(TURN) < TURN[0]
        start, step = (150, REACH / MOVES) if is_back else (150 + REACH, -REACH / MOVES)
        await touch(session, "touchStart", start)
        async with asyncio.TaskGroup() as moves:  # none waits until the one before was dealt with: no finger does
            for move in range(1, MOVES + 1):
                await asyncio.sleep(1 / 60)
                moves.create_task(touch(session, "touchMove", start + move * step))
        await touch(session, "touchEnd")
        await asyncio.sleep(1 / 2)


async def touch(session: CDPSession, what: str, y: float | None = None) -> None:
    points = [] if y is None else [{"x": 195, "y": y}]
    await session.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": points})


def tell(rows: int, passed: float, gaps: list[float]) -> None:
    within = sum(gap <= 20 for gap in gaps) / len(gaps)
    print(f"{passed:.0f} of {rows} rows came by in {sum(gaps) / 1000:.1f} s, processor {SLOWER} times slower")
    print(
        f"gaps: median {statistics.median(gaps):.1f} ms, 95 % within {gaps[int(len(gaps) * 0.95)]:.1f} ms, "
        f"longest {gaps[-1]:.0f} ms; {within:.1%} within 20 ms"
    )
