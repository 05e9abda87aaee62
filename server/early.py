"""What a screen asks the API first, told to the browser with the page: its questions travel beside its files."""

import re

ME = "/api/auth/me"

FIRST = {
    "/inbox": ["/api/conversations?limit=100"],
    "/conversations/:id": ["/api/conversations/{id}", "/api/conversations/{id}/messages?limit=30"],
    "/leads": ["/api/leads/available?limit=50"],
}
"""By the path as the client's router writes it, with each address letter for letter as the client asks it."""

_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def _pattern(path: str) -> re.Pattern[str]:
    """Of ids alone: what else somebody writes into an address is not said again in a header."""
    return re.compile(re.sub(r":(\w+)", rf"(?P<\1>{_ID})", path) + "/?")


_PATTERNS = {_pattern(path): asked for path, asked in FIRST.items()}


def questions_at(path: str) -> list[str]:
    """Of somebody who is signed in, at this address."""
    for pattern, asked in _PATTERNS.items():
        if found := pattern.fullmatch(path):
            return [ME, *(address.format(**found.groupdict()) for address in asked)]
    return [ME]


def link_header(path: str) -> str:
    """As a `Link` header, so that the page itself stays the same for everybody."""
    return ", ".join(f"<{address}>; rel=preload; as=fetch; crossorigin" for address in questions_at(path))
