from integrations.payments.client import ask, stripe_client
from integrations.payments.objects import Dispute


async def get_dispute(dispute_id: str) -> Dispute:
    client = await stripe_client()
    call = client.v1.disputes.retrieve_async(dispute_id)
    return Dispute.of(await ask("dispute.get", call, dispute=dispute_id))
