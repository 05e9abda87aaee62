"""A refund that failed may be sent again: each attempt has a key and a name of its own at Stripe."""

from collections.abc import Mapping

from models.payments.tables import ProviderRefund


def key_of(row: ProviderRefund) -> str:
    return str(row.id) if row.attempt == 1 else f"{row.id}:{row.attempt}"


def metadata_of(row: ProviderRefund) -> dict[str, str]:
    first = {"provider_refund_id": str(row.id)}
    return first if row.attempt == 1 else first | {"attempt": str(row.attempt)}


def is_of_another_attempt(row: ProviderRefund, metadata: Mapping[str, str]) -> bool:
    return metadata.get("attempt", "1") != str(row.attempt)
