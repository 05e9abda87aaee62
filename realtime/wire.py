"""Our JSON, in the shape in which Socket.IO wants a JSON module, and its packets of events."""

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


def packed(event: str, data: Any) -> bytes:
    """An event as a packet of Socket.IO's, for our only namespace."""
    return b"2" + encode([event, data])


def acknowledged(number: bytes, answer: Any) -> bytes:
    return b"3" + number + encode([answer])
