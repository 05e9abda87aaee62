"""Photograph every screen: `bin/screenshots`, or with words that the names of the wanted ones contain."""

import asyncio
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from playwright.async_api import Browser

from ops.embedded import scratch
from tests import cluster
from tests.gallery.screens import everything
from tests.gallery.show import show, sit_down
from tests.gallery.world import World, build
from tests.journeys.browser import Reader, a_browser
from tests.stack import Stack, running

FOLDER = Path("screenshots")
ALBUMS = [("es-MX", "phone"), ("es-MX", "desktop"), ("en", "phone")]
THEMES = {"es-MX": ("light", "dark"), "en": ("light",)}


async def photograph(stack: Stack, wanted: list[str]) -> None:
    world = await build(stack)
    async with a_browser() as browser:
        for language, size in ALBUMS:
            for who in everything(world):
                await make_album(browser, world, who, language, size, wanted)
    await world.leave()


async def make_album(
    browser: Browser, world: World, who: str | None, language: str, size: str, wanted: list[str]
) -> None:
    reader = await sit_down(browser, world, who, size, language)
    for screen in everything(world)[who]:
        name = f"{who or 'anybody'}-{screen.name}"
        if (wanted and not any(word in name for word in wanted)) or (screen.steps and language == "en"):
            continue
        try:
            await show(reader, screen)
        except Exception as error:  # noqa: BLE001 - the others are worth seeing all the same
            sys.stderr.write(f"{language} {size} {name}: {error}\n")
        for theme in THEMES[language]:
            await reader.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            await take(reader, FOLDER / language / f"{size}-{theme}" / f"{name}.png")
        await reader.page.emulate_media(color_scheme="light")
    await reader.context.close()


async def take(reader: Reader, path: Path) -> None:
    """The whole page, however long, on a screen as tall; the talk and dialogs scroll inside of themselves."""
    page, size = reader.page, reader.page.viewport_size
    assert size
    if await page.locator(".frame--immersive, dialog[open]").count() == 0:
        tall = await page.evaluate("document.scrollingElement.scrollHeight")
        await page.set_viewport_size({"width": size["width"], "height": max(tall, size["height"])})
    await page.screenshot(path=path, animations="disabled")
    await page.set_viewport_size(size)


def main() -> None:
    wanted = sys.argv[1:]
    if not wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
    with ExitStack() as stack:
        cluster.start(stack)
        folder = stack.enter_context(scratch())
        asyncio.run(photograph(stack.enter_context(running(folder)), wanted))
    sys.stdout.write(f"{len(list(FOLDER.rglob('*.png')))} pictures in {FOLDER}/\n")


main()
