from integrations.payments.client import ask, stripe_client
from integrations.payments.objects import SavedCard


async def saved_cards(customer_id: str) -> list[SavedCard]:
    client = await stripe_client()
    call = client.v1.customers.payment_methods.list_async(customer_id, {"type": "card"})
    answer = await ask("saved_cards.list", call, customer=customer_id)
    return [SavedCard.of(raw) for raw in answer["data"]]


async def get_card(payment_method_id: str) -> SavedCard:
    client = await stripe_client()
    call = client.v1.payment_methods.retrieve_async(payment_method_id)
    return SavedCard.of(await ask("saved_cards.get", call, payment_method=payment_method_id))


async def forget_card(payment_method_id: str) -> None:
    client = await stripe_client()
    call = client.v1.payment_methods.detach_async(payment_method_id)
    await ask("saved_cards.forget", call, payment_method=payment_method_id)
