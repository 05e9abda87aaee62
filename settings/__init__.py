"""The only reader of the environment."""

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What differs between a newcomer's machine, a test and production; nothing else does.

    Every field is an environment variable of the same name in capitals. `bin/dev` sets those of the embedded
    parts and emulators; production sets the real providers' and leaves the `*_api_url` ones empty.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    trustme_env: Literal["development", "test", "production"] = "development"
    trustme_sandbox: bool = False
    trustme_fault: str = ""
    """Where this process is to die (`models.fault`): for tests."""
    trustme_home: Path = Path(".trustme")
    secret_key: SecretStr = SecretStr("development-only-secret-key")
    log_level: str = "INFO"
    log_format: Literal["json", "console"] = "json"

    port: int = 5000
    outside_port: int = 5001
    public_url: str = "http://localhost:5000"
    """Where people reach us: links in mails, Checkout's return addresses, the origin of cookie writes."""

    bcrypt_rounds: int = Field(default=10, ge=10)
    """The PRD's minimum (SEC-01); a sign-in costs some 70 ms of one core, twice that per round more."""
    limits_factor: int = Field(default=1, ge=1)
    """Raises every rate limit: for benchmarks."""
    address_limits_factor: int = Field(default=1, ge=1)
    """Raises the limits per network address: on one machine everybody has the same one."""

    wire: Literal["fast", "stock"] = "fast"
    """How sockets are served: by a protocol of ours inside uvicorn, or as python-socketio comes, over ASGI."""

    database_url: str = "postgres://localhost/trustme"
    database_pool: int = Field(default=10, ge=1)
    redis_url: str = "redis://localhost:6379/0"

    stripe_api_key: SecretStr = SecretStr("sk_test_emulator")
    stripe_webhook_secret: SecretStr = SecretStr("whsec_emulator")
    stripe_api_url: str | None = None

    service_fee_basis_points: int = Field(default=300, ge=0, le=10_000)
    service_fee_fixed: Decimal = Field(default=Decimal(0), ge=0, decimal_places=2)
    """What a client pays on top of a handyman's price (R-13)."""

    twilio_account_sid: str = "AC00000000000000000000000000000000"
    twilio_auth_token: SecretStr = SecretStr("emulator")
    twilio_verify_service_sid: str = "VA00000000000000000000000000000000"
    twilio_api_url: str | None = None

    sendgrid_api_key: SecretStr = SecretStr("SG.emulator")
    sendgrid_api_url: str | None = None
    smtp_url: str | None = None
    """`smtp://user:password@host:port`, tried when SendGrid fails (NOTE-02)."""
    mail_from: str = "noreply@trustme.mx"

    vapid_private_key: SecretStr = SecretStr("ZGV2ZWxvcG1lbnQtb25seS12YXBpZC1wcml2LWtleSE")
    """Who we are to browsers' push services; browsers are told its public half. `bin/trustme vapid` makes one."""
    push_emulator_url: str | None = None
    """The one push service that may be reached over http and on this machine."""
    unread_mail_minutes: int = Field(default=5, ge=1)
    """How long an absent person's unread messages wait before a mail says so; real time."""

    s3_endpoint_url: str | None = None
    s3_bucket_prefix: str = "trustme"
    aws_access_key_id: str = "emulator"
    aws_secret_access_key: SecretStr = SecretStr("emulator-secret")
    aws_region: str = "us-east-1"

    lead_price: Decimal = Field(default=Decimal("100.00"), ge=0)
    """What a handyman pays for a lead; each lead keeps the price it was made with (LEAD-08)."""
    lead_days: int = Field(default=14, ge=1)
    """How long a lead can be bought (C38)."""
    leads_open: int = Field(default=100, ge=1)
    """How many of one client's leads can be bought at once: each rings up to six phones."""

    ga4_measurement_id: str = ""
    ga4_api_secret: SecretStr = SecretStr("")
    ga4_api_url: str | None = None
    """Google Analytics 4: without the first two nothing is measured, and nobody is asked whether it may be."""

    legal_name: str = ""
    legal_address: str = ""
    privacy_email: str = ""
    """Who answers for people's data; the privacy notice and the terms name them, or say that they are missing."""

    @model_validator(mode="after")
    def _production_is_real(self) -> "Settings":
        if self.trustme_env == "production":
            if self.trustme_sandbox:
                raise ValueError("TRUSTME_SANDBOX moves everybody's clock and refuses to run in production")
            if self.trustme_fault:
                raise ValueError("TRUSTME_FAULT ends the process and refuses to run in production")
            if self.secret_key.get_secret_value() == "development-only-secret-key":
                raise ValueError("SECRET_KEY must be set in production")
            if self.push_emulator_url:
                raise ValueError("PUSH_EMULATOR_URL lets people have this machine called and is for development")
            for name in ("stripe_webhook_secret", "twilio_auth_token", "vapid_private_key"):
                # Those are in our source: whoever reads it could tell us that money has come, or speak as us.
                if getattr(self, name) == type(self).model_fields[name].default:
                    raise ValueError(f"{name.upper()} must be set in production")
        return self

    @property
    def is_measuring(self) -> bool:
        return bool(self.ga4_measurement_id and self.ga4_api_secret.get_secret_value())

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        """Cookies ignore ports, so in development the port is in the name."""
        if self.secure_cookies:
            return "trustme_session"
        return f"trustme_session_{urlsplit(self.public_url).port}"

    @property
    def own_origins(self) -> frozenset[str]:
        """Our origin; in development `localhost` and `127.0.0.1` are the same place."""
        address = urlsplit(self.public_url)
        origins = {f"{address.scheme}://{address.netloc}"}
        if self.trustme_env != "production" and address.hostname in {"localhost", "127.0.0.1"}:
            origins |= {f"{address.scheme}://{host}:{address.port}" for host in ("localhost", "127.0.0.1")}
        return frozenset(origins)


@lru_cache
def settings() -> Settings:
    return Settings()
