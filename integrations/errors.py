"""What a provider's call can end in besides success.

ProviderError
├── UnavailableError        transient: nothing is known about the outcome; call again with the same key
├── KeyReusedError          the idempotency key was used for something else, which may well have been done
└── RefusedError            the provider understood and said no; the same call will be refused again
    ├── NotFoundError
    ├── CardDeclinedError   `decline_code` says why
    └── SignatureError      what came in was not signed by the provider, or too long ago
"""

from typing import ClassVar, Literal


class ProviderError(Exception):
    kind: ClassVar[Literal["transient", "refused"]]

    def __init__(self, provider: str, code: str, message: str) -> None:
        super().__init__(f"{provider}: {code}: {message}")
        self.provider = provider
        self.code = code
        self.message = message


class UnavailableError(ProviderError):
    kind = "transient"


class RefusedError(ProviderError):
    kind = "refused"


class NotFoundError(RefusedError):
    pass


class CardDeclinedError(RefusedError):
    def __init__(self, provider: str, code: str, message: str, *, decline_code: str | None = None) -> None:
        super().__init__(provider, code, message)
        self.decline_code = decline_code


class KeyReusedError(ProviderError):
    kind = "refused"


class SignatureError(RefusedError):
    pass
