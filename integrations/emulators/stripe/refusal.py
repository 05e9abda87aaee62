from typing import Any


class Refusal(Exception):
    """How Stripe says no: a status and an error with type, code and the parameter meant."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        facts = {"type": kind, "message": message, "code": code, "param": param, **more}
        self.error = {name: fact for name, fact in facts.items() if fact is not None}


class Declined(Refusal):
    """The bank's no. The attempt stays on record, and its answer under the idempotency key."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message, status=402, kind="card_error", **facts)


def missing(noun: str, key: str) -> Refusal:
    return Refusal(f"No such {noun}: '{key}'", status=404, code="resource_missing", param=noun)
