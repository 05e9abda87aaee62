"""Refusals: what a verb raises when it won't. The class's name is the API's stable code.

Refusal
├── Malformed       400
├── Unauthorized    401
├── Forbidden       403
├── NotFound        404   not there, or not yours to see
├── Conflict        409   another state, or the same key with another body
├── TooLarge        413
├── Unsupported     415
├── Refused         422   well-formed, but a rule says no
└── TooMany         429
"""

import re
from typing import Any, ClassVar


class Refusal(Exception):
    status: ClassVar[int] = 422

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message)
        self.message = message or re.sub(r"(?<!^)(?=[A-Z])", " ", type(self).__name__).capitalize()
        self.details = details

    @property
    def code(self) -> str:
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", type(self).__name__).upper()


class Malformed(Refusal):
    status = 400


class Unauthorized(Refusal):
    status = 401


class Forbidden(Refusal):
    status = 403


class NotFound(Refusal):
    status = 404


class Conflict(Refusal):
    status = 409


class TooLarge(Refusal):
    status = 413


class Unsupported(Refusal):
    status = 415


class Refused(Refusal):
    status = 422


class TooMany(Refusal):
    """`retry_after` in seconds goes out as the header of that name."""

    status = 429

    def __init__(self, message: str = "", *, retry_after: int, **details: Any) -> None:
        super().__init__(message, retry_after=retry_after, **details)
        self.retry_after = retry_after


class IdempotencyKeyReused(Conflict):
    """The same key came with another body (R-24)."""
