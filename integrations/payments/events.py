import json
from typing import Any

from integrations.errors import SignatureError
from settings import settings

TOLERANCE_SECONDS = 300


def parse_event(payload: bytes, signature: str) -> dict[str, Any]:
    """The event in a webhook's body, if Stripe signed it within the last five minutes of real time."""
    import stripe

    secret = settings().stripe_webhook_secret.get_secret_value()
    try:
        stripe.WebhookSignature.verify_header(payload, signature, secret, TOLERANCE_SECONDS)
        event = json.loads(payload)
    # A body that is not UTF-8, or a signature that is not ASCII, trips the SDK before it can say so.
    except (stripe.SignatureVerificationError, ValueError, TypeError) as error:
        raise SignatureError("stripe", "signature_invalid", "not an event signed by Stripe") from error
    if not isinstance(event, dict):
        raise SignatureError("stripe", "signature_invalid", "not an event")
    return event
