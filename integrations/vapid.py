"""Who we are to push services (RFC 8292): one key pair of curve P-256, kept as its private half."""

import base64
from functools import lru_cache

from settings import settings

SIZE = 32


def fresh_key() -> str:
    """A private key that nobody else has."""
    from cryptography.hazmat.primitives.asymmetric import ec

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return encoded(number.to_bytes(SIZE, "big"))


def public_key() -> str:
    """As `PushManager.subscribe` takes it: the uncompressed point, in base64url."""
    return public_half(settings().vapid_private_key.get_secret_value())


@lru_cache(maxsize=4)
def public_half(private: str) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = ec.derive_private_key(int.from_bytes(decoded(private), "big"), ec.SECP256R1())
    return encoded(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
