"""A page, and what is expected of it, for somebody who reads another language than the journey is written in."""

import re
from typing import Any, cast

from playwright.async_api import Locator, LocatorAssertions, Page
from playwright.async_api import expect as expect_of

from tests.journeys.words import SPANISH, translated

NAMED = {"name", "has_text", "text", "expected"}
"""Arguments that are words of the screen, wherever they are given by name."""
SAYING = {"get_by_label", "get_by_text", "get_by_placeholder", "get_by_title"}
"""Whose first argument is."""
HOLDING = {"to_contain_text", "not_to_contain_text", "to_have_text", "not_to_have_text"}


def words(said: Any, language: str) -> Any:
    if not isinstance(said, str) or language == SPANISH:
        return said
    found = translated(said, language)
    return found[0] if len(found) == 1 else re.compile("|".join(map(re.escape, found)))


class Standing:
    """Before something of Playwright's, for somebody who reads `language`."""

    def __init__(self, of: Any, language: str) -> None:
        self.of = of
        self.language = language


class Spoken(Standing):
    """Stands before a page, or a part of one; what is asked of it in Spanish is looked for in `language`."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.of, name)
        if not callable(found):
            return self._wrapped(found)

        def asked(*given: Any, **named: Any) -> Any:
            given = tuple(bare(one) for one in given)
            if name in SAYING:
                given = (words(given[0], self.language), *given[1:])
            named = {
                key: words(bare(one), self.language) if key in NAMED else bare(one) for key, one in named.items()
            }
            return self._wrapped(found(*given, **named))

        return asked

    def _wrapped(self, answer: Any) -> Any:
        return Spoken(answer, self.language) if isinstance(answer, Locator) else answer


class Expected(Standing):
    def __getattr__(self, name: str) -> Any:
        found = getattr(self.of, name)

        def held(first: Any = None, *given: Any, **named: Any) -> Any:
            if name in HOLDING:
                first = words(first, self.language)
            given = tuple(words(one, self.language) for one in given)
            return found(*([] if first is None else [first]), *given, **named)

        return held


def spoken(page: Page, language: str) -> Page:
    return page if language == SPANISH else cast(Page, Spoken(page, language))


def bare(one: Any) -> Any:
    return one.of if isinstance(one, Spoken) else one


def expect(part: Locator) -> LocatorAssertions:
    """Playwright's, in the language of the screen."""
    if not isinstance(part, Spoken):
        return expect_of(part)
    return cast(LocatorAssertions, Expected(expect_of(part.of), part.language))
