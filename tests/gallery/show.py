"""A person's way to a screen, without typing a password each time."""

from playwright.async_api import Browser, Page

from tests.gallery.screens import Screen
from tests.gallery.world import World
from tests.journeys.browser import Reader
from tests.journeys.person import Person
from tests.journeys.spoken import expect


def cookie_of(person: Person) -> dict[str, str]:
    """The session that the person has already."""
    token = person.http.headers["Authorization"].removeprefix("Bearer ")
    port = person.stack.url.rpartition(":")[2]
    return {"name": f"trustme_session_{port}", "value": token, "url": person.stack.url}


SHOWN = """Promise.all([...document.images].map(one => {
    one.loading = "eager";
    return one.decode().catch(() => null);
}))"""


async def sit_down(browser: Browser, world: World, who: str | None, size: str, language: str = "es-MX") -> Reader:
    reader = await Reader.sit_down(browser, world.stack, f"{who}-{size}", size, language)
    if who is not None:
        await reader.context.add_cookies([cookie_of(world[who])])  # type: ignore[list-item]
    return reader


async def show(reader: Reader, screen: Screen) -> None:
    await reader.opens(screen.path)
    await settled(reader.page)
    if screen.steps:
        await screen.steps(reader)
        await settled(reader.page)


async def settled(page: Page) -> None:
    """Nothing still comes."""
    await expect(page.locator("h1").first).to_be_visible()
    await expect(page.locator(".skeleton")).to_have_count(0)
    await page.evaluate(SHOWN)
