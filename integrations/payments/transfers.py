"""Payouts to handymen's connected accounts."""

from collections.abc import Mapping
from decimal import Decimal

from integrations.payments.client import ask, stripe_client
from integrations.payments.objects import Transfer, to_centavos

PAGE = 100


async def create_transfer(
    *,
    key: str,
    amount: Decimal,
    destination: str,
    metadata: Mapping[str, str],
    group: str,
    currency: str = "mxn",
) -> Transfer:
    client = await stripe_client()
    call = client.v1.transfers.create_async(
        {
            "amount": to_centavos(amount),
            "currency": currency,
            "destination": destination,
            "transfer_group": group,
            "metadata": dict(metadata),
        },
        {"idempotency_key": key},
    )
    return Transfer.of(await ask("transfer.create", call, key=key))


async def get_transfer(transfer_id: str) -> Transfer:
    client = await stripe_client()
    call = client.v1.transfers.retrieve_async(transfer_id)
    return Transfer.of(await ask("transfer.get", call, transfer=transfer_id))


async def find_transfer(group: str, metadata: Mapping[str, str]) -> Transfer | None:
    """The transfer of this group that carries all of `metadata`: for retries older than a key."""
    client = await stripe_client()
    call = client.v1.transfers.list_async({"transfer_group": group, "limit": PAGE})
    for raw in (await ask("transfer.find", call, group=group))["data"]:
        if metadata.items() <= raw["metadata"].items():
            return Transfer.of(raw)
    return None
