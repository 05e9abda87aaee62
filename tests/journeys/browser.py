"""Somebody in front of a screen: a browser context of their own, driven by what they can see."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
    async_playwright,
)
from playwright.async_api import TimeoutError as PlaywrightTimeout
from playwright.async_api import expect as expect_of

from tests.journeys.spoken import expect, spoken
from tests.journeys.words import SPANISH
from tests.stack import Stack

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SCREENS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": DESKTOP},
}
PATIENCE = 40_000

expect_of.set_options(timeout=PATIENCE)


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


class Reader:
    """A person and their phone. What the page logs as an error fails the journey at its end."""

    at_hand = ("phone", SPANISH)
    """The screen and the language of whoever is given no other; see the fixture `way`."""

    def __init__(
        self, stack: Stack, name: str, context: BrowserContext, page: Page, language: str = SPANISH
    ) -> None:
        self.stack = stack
        self.name = name
        self.context = context
        self.language = language
        self.bare_page = page
        self.page = spoken(page, language)
        """Told in Spanish what to look for, whatever its language."""
        self.errors: list[str] = []
        self.shots = 0
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self.note)
        page.on("response", self.look)
        page.on("request", self.follow)

    @classmethod
    async def sit_down(
        cls, browser: Browser, stack: Stack, name: str, size: str | None = None, language: str | None = None
    ) -> "Reader":
        size, language = size or cls.at_hand[0], language or cls.at_hand[1]
        context = await browser.new_context(**SCREENS[size], locale="es-MX")
        if language != SPANISH:
            name = f"{name}-{size}-{language}"
            await context.add_init_script(f"if (origin !== 'null') localStorage.locale ??= '{language}'")
        return cls(stack, name, context, await context.new_page(), language)

    @property
    def is_on_phone(self) -> bool:
        return self.page.viewport_size is None or self.page.viewport_size["width"] < 600

    def note(self, said: ConsoleMessage) -> None:
        """What a page itself calls an error; failed answers are noted with their address instead."""
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.errors.append(said.text)

    def look(self, answer: Response) -> None:
        """Nobody is signed in yet, or a photo is not ready yet: everything else is a defect."""
        expected = (401, "/api/auth/me"), (409, "/api/media/")
        if answer.status >= 400 and not any(
            answer.status == status and path in answer.url for status, path in expected
        ):
            self.errors.append(f"{answer.status} {answer.url}")

    def follow(self, request: Request) -> None:
        """Only to us, and to where we send people: a picture's place, the checkout."""
        ours = (self.stack.url, self.stack.outside.url, "data:", "blob:")
        if not request.url.startswith(ours):
            self.errors.append(f"asked {request.url}")

    async def opens(self, path: str) -> None:
        await self.page.goto(path if path.startswith("http") else self.stack.url + path)

    async def taps(self, name: str, *, exact: bool = True, within: Locator | None = None) -> None:
        """A button or link with this name, whichever it is."""
        root = within or self.page
        button = root.get_by_role("button", name=name, exact=exact)
        link = root.get_by_role("link", name=name, exact=exact)
        try:
            await button.or_(link).first.click()
        except PlaywrightTimeout:
            await self.shows("stuck")
            raise

    async def writes(self, label: str, text: str, *, exact: bool = True) -> None:
        await self.page.get_by_label(label, exact=exact).first.fill(text)

    async def ticks(self, name: str | re.Pattern[str], role: str = "checkbox") -> None:
        await self.page.get_by_role(role, name=name).first.check()  # type: ignore[arg-type]

    async def chooses(self, label: str, option: str) -> None:
        """The first option whose words contain `option`."""
        box = self.page.get_by_role("combobox", name=label)
        offered = box.locator("option").filter(has_text=option).first
        await offered.wait_for(state="attached")
        await box.select_option(value=await offered.evaluate("option => option.value"))

    async def sees(self, text: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def sees_event(self, kind: str) -> Locator:
        card = self.page.locator(f'[data-testid="event"][data-kind="{kind}"]').first
        await expect(card).to_be_visible()
        return card

    async def is_at(self, path: str) -> None:
        await self.page.wait_for_url(re.compile(path))

    async def shows(self, what: str) -> None:
        """Keep a picture where SCREENSHOTS says, for people to look at."""
        if folder := os.environ.get("SCREENSHOTS"):
            self.shots += 1
            path = Path(folder, f"{self.name}-{self.shots:02}-{what}.png")
            await self.page.screenshot(path=path, full_page=True)

    async def leaves(self) -> None:
        await self.context.close()
        assert self.errors == [], f"{self.name}'s page logged {self.errors}"
