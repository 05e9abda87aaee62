from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

Method = Literal["card", "oxxo", "spei"]
CENTAVOS = 100


def to_centavos(amount: Decimal) -> int:
    """Exact, or refused: a fraction of a centavo is a mistake made earlier, not something to round here."""
    centavos = amount * CENTAVOS
    if not amount.is_finite() or amount <= 0 or centavos != centavos.to_integral_value():
        raise ValueError(f"{amount} is no positive amount of whole centavos")
    return int(centavos)


def from_centavos(centavos: int) -> Decimal:
    return Decimal(centavos).scaleb(-2)


@dataclass(frozen=True, slots=True)
class CheckoutSession:
    id: str
    url: str | None
    """Where to send the payer; None once the session is over."""
    expires_at: datetime
    status: Literal["open", "complete", "expired"]
    payment_status: Literal["paid", "unpaid", "no_payment_required"]
    amount: Decimal
    currency: str
    payment_intent_id: str | None
    """None until the payer first tries to pay."""
    customer_id: str | None
    metadata: dict[str, str]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "CheckoutSession":
        """From Stripe's answer, or from the `data.object` of a `checkout.session.*` event."""
        return cls(
            id=raw["id"],
            url=raw.get("url"),
            expires_at=datetime.fromtimestamp(raw["expires_at"], UTC),
            status=raw["status"],
            payment_status=raw["payment_status"],
            amount=from_centavos(raw["amount_total"]),
            currency=raw["currency"],
            payment_intent_id=_id(raw.get("payment_intent")),
            customer_id=_id(raw.get("customer")),
            metadata=dict(raw.get("metadata") or {}),
        )


@dataclass(frozen=True, slots=True)
class Voucher:
    """How money that comes later is to be paid: at OXXO's counter by number, or to a CLABE by SPEI."""

    url: str | None
    """Stripe's page with the barcode or the account."""
    expires_at: datetime | None
    """Until when OXXO takes it; Stripe awaits a transfer for ever."""
    details: dict[str, str]

    @classmethod
    def of(cls, action: dict[str, Any] | None) -> "Voucher | None":
        """From a payment's `next_action`; None when nothing of the kind is awaited."""
        if oxxo := (action or {}).get("oxxo_display_details"):
            until = datetime.fromtimestamp(oxxo["expires_after"], UTC)
            return cls(oxxo.get("hosted_voucher_url"), until, {"number": oxxo["number"]})
        transfer = (action or {}).get("display_bank_transfer_instructions")
        if not transfer:
            return None
        details = {"reference": transfer["reference"]} if transfer.get("reference") else {}
        for address in transfer.get("financial_addresses") or []:
            if spei := address.get("spei"):
                details |= {"clabe": spei["clabe"], "bank_name": spei["bank_name"]}
        return cls(transfer.get("hosted_instructions_url"), None, details)


@dataclass(frozen=True, slots=True)
class PaymentIntent:
    id: str
    status: str
    amount: Decimal
    amount_received: Decimal
    currency: str
    customer_id: str | None
    payment_method_id: str | None
    latest_charge_id: str | None
    metadata: dict[str, str]
    decline_code: str | None = None
    """Why the last attempt failed; None when none did."""
    voucher: Voucher | None = None

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "PaymentIntent":
        return cls(
            id=raw["id"],
            status=raw["status"],
            amount=from_centavos(raw["amount"]),
            amount_received=from_centavos(raw.get("amount_received") or 0),
            currency=raw["currency"],
            customer_id=_id(raw.get("customer")),
            payment_method_id=_id(raw.get("payment_method")),
            latest_charge_id=_id(raw.get("latest_charge")),
            decline_code=_decline(raw.get("last_payment_error")),
            voucher=Voucher.of(raw.get("next_action")),
            metadata=dict(raw.get("metadata") or {}),
        )


@dataclass(frozen=True, slots=True)
class Refund:
    id: str
    status: str
    """`succeeded`, `pending`, `requires_action` (the payer must say where to), `failed` or `canceled`."""
    amount: Decimal
    currency: str
    payment_intent_id: str | None
    metadata: dict[str, str]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "Refund":
        return cls(
            id=raw["id"],
            status=raw["status"],
            amount=from_centavos(raw["amount"]),
            currency=raw["currency"],
            payment_intent_id=_id(raw.get("payment_intent")),
            metadata=dict(raw.get("metadata") or {}),
        )


@dataclass(frozen=True, slots=True)
class SavedCard:
    id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    fingerprint: str
    """The same for the same card, however often it is saved."""

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "SavedCard":
        card = raw["card"]
        return cls(
            raw["id"], card["brand"], card["last4"], card["exp_month"], card["exp_year"], card["fingerprint"]
        )


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money sent to a connected account."""

    id: str
    amount: Decimal
    reversed_amount: Decimal
    """What of it was fetched back."""
    currency: str
    destination: str | None
    metadata: dict[str, str]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "Transfer":
        return cls(
            id=raw["id"],
            amount=from_centavos(raw["amount"]),
            reversed_amount=from_centavos(raw.get("amount_reversed") or 0),
            currency=raw["currency"],
            destination=_id(raw.get("destination")),
            metadata=dict(raw.get("metadata") or {}),
        )


def _decline(error: dict[str, Any] | None) -> str | None:
    return (error.get("decline_code") or error.get("code")) if error else None


def _id(reference: str | dict[str, Any] | None) -> str | None:
    return reference["id"] if isinstance(reference, dict) else reference


@dataclass(frozen=True, slots=True)
class Dispute:
    """A chargeback."""

    id: str
    status: str
    """`needs_response`, `under_review`, `won`, `lost`; `warning_…` while the bank only asks."""
    amount: Decimal
    reason: str
    payment_intent_id: str | None
    currency: str = "mxn"

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "Dispute":
        return cls(
            id=raw["id"],
            status=raw["status"],
            amount=from_centavos(raw["amount"]),
            reason=raw.get("reason") or "general",
            currency=raw["currency"],
            payment_intent_id=_id(raw.get("payment_intent")),
        )
