"""The card processor as the payment's steps need it; edges hand it in, so that no verb can reach a network.

Only functions that open no transaction of their own around a call take a `Provider` (intend, call, settle).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol


class Session(Protocol):
    """A Checkout session as the processor tells it."""

    @property
    def id(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def payment_status(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...
    @property
    def payment_intent_id(self) -> str | None: ...
    @property
    def metadata(self) -> Mapping[str, str]: ...


class Intent(Protocol):
    """A payment as the processor tells it."""

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def amount_received(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...
    @property
    def metadata(self) -> Mapping[str, str]: ...


class Refund(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...
    @property
    def metadata(self) -> Mapping[str, str]: ...


class Dispute(Protocol):
    """What a card holder's bank does, as the processor tells it."""

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def payment_intent_id(self) -> str | None: ...


class Provider(Protocol):
    @property
    def RefusedError(self) -> type[Exception]:  # noqa: N802 - an exception's name
        """It understood and said no: nothing was made. A key that was used for something else is none of these."""

    @property
    def NotFoundError(self) -> type[Exception]: ...  # noqa: N802 - an exception's name

    async def create_checkout(
        self,
        *,
        key: str,
        amount: Decimal,
        line_items: Sequence[tuple[str, Decimal]],
        success_url: str,
        cancel_url: str,
        metadata: Mapping[str, str],
    ) -> Session: ...

    async def find_checkout(self, metadata: Mapping[str, str], *, since: datetime) -> Session | None: ...

    async def expire_checkout(self, session_id: str) -> Session: ...

    async def refund(
        self, *, key: str, payment_intent: str, amount: Decimal, metadata: Mapping[str, str]
    ) -> Refund: ...

    async def find_refund(self, payment_intent: str, metadata: Mapping[str, str]) -> Refund | None: ...
