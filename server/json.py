"""Quart speaks the wire's JSON."""

from typing import Any

import orjson
from quart.json.provider import JSONProvider

from models.wire import encode


class OrjsonProvider(JSONProvider):
    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return encode(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)
