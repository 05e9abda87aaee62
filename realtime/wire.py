"""Our JSON, in the shape in which Socket.IO wants a JSON module."""

from typing import Any

import orjson

from models.wire import encode


class Wire:
    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        return orjson.loads(text)
