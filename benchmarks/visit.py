"""A first visit with a phone's network and a phone's processor, in a browser that has nothing yet."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, async_playwright

from benchmarks.link import link

CHROMIUM = "/usr/bin/chromium"
SLOWER = 4
PHONE = {"width": 390, "height": 844}

USABLE = """() => {
    const box = document.querySelector("textarea, .inbox-row, form input");
    const isTalk = location.pathname.startsWith("/conversations/");
    return Boolean(box) && (!isTalk || document.querySelector("[data-testid=message]") !== null);
}"""

WATCH = """
const isUsable = USABLE;
const look = () => (isUsable() ? (globalThis.usableAt = performance.now()) : requestAnimationFrame(look));
look();
"""

READ = """() => {
    const modules = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js"));
    const named = [...document.querySelectorAll("link[rel=modulepreload]")];
    const isFirst = ({ fetchPriority, href }) => fetchPriority !== "low" && !href.endsWith("/app/live.js");
    const first = named.findIndex((link) => !isFirst(link));
    return {
        usable: globalThis.usableAt,
        painted: performance.getEntriesByName("first-contentful-paint")[0].startTime,
        modules: modules.length,
        first_modules: first < 0 ? named.length : first,
        beside: named.filter(({ fetchPriority }) => fetchPriority === "low").length,
    };
}"""


@dataclass(frozen=True)
class Visit:
    painted: float
    usable: float
    modules: int
    first_modules: int
    beside: int
    kilobytes: float
    later_kilobytes: float


async def visits(
    site: str, path: str, cookie: dict[str, str] | None, count: int, *, slower: int = SLOWER
) -> list[Visit]:
    """`slower`: so many times slower than this one the phone's processor is."""
    port = int(urlsplit(site).port or 443)
    made = []
    for _ in range(count):
        async with link(port) as (near, line), async_playwright() as playwright:
            flags = [
                "--no-sandbox",
                "--disable-gpu",
                "--ignore-certificate-errors",
                f"--host-resolver-rules=MAP localhost:{port} 127.0.0.1:{near}",
            ]
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
            made.append(await visit(browser, site + path, cookie, line, slower))
            await browser.close()
    return made


async def visit(browser: Browser, address: str, cookie: dict[str, Any] | None, line: Any, slower: int) -> Visit:
    context = await browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, ignore_https_errors=True)
    if cookie:
        await context.add_cookies([cookie])
    page = await context.new_page()
    await page.add_init_script(WATCH.replace("USABLE", USABLE))
    session = await context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    await page.goto(address, wait_until="commit")
    await until(page, "globalThis.usableAt !== undefined")
    until_usable = line.carried
    seen = await page.evaluate(READ)
    await until(page, "navigator.serviceWorker.controller !== null")
    kept = line.carried - until_usable
    return Visit(**seen, kilobytes=until_usable / 1000, later_kilobytes=kept / 1000)


async def until(page: Page, holds: str) -> None:
    """Our policy forbids what Playwright's own waiting does in a page."""
    async with asyncio.timeout(60):
        while not await page.evaluate(holds):  # noqa: ASYNC110 - nothing else tells
            await asyncio.sleep(0.05)
