"""A request whose body is read no further than what is asked for needs."""

from typing import Any

import quart
from werkzeug.exceptions import BadRequest

LONGEST_BODY = 1024 * 1024
LONGEST_FORM = 55 * 1024 * 1024
"""A 50 MB video and its form (CHAT-10)."""
LONG = "/api/uploads"


class Request(quart.Request):
    def __init__(self, method: str, scheme: str, path: str, *more: Any, **named: Any) -> None:
        named["max_content_length"] = LONGEST_FORM if path == LONG else LONGEST_BODY
        super().__init__(method, scheme, path, *more, **named)

    async def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        try:
            return await super().get_json(force, silent, cache)
        except UnicodeDecodeError:  # Quart decodes before it begins to expect nonsense
            raise BadRequest from None
