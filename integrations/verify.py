"""Twilio Verify: a code to a phone, and whether the code that came back is the one."""

from collections.abc import AsyncIterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

import structlog

from integrations.errors import NotFoundError, ProviderError, RefusedError, UnavailableError
from integrations.lifecycle import Shared
from settings import settings

if TYPE_CHECKING:
    from twilio.base.exceptions import TwilioRestException
    from twilio.rest import Client
    from twilio.rest.verify.v2.service import ServiceContext

log = structlog.get_logger("integrations.verify")

TIMEOUT_SECONDS = 10
TOO_MANY_REQUESTS, SERVER_ERROR, NOT_FOUND = 429, 500, 404
VERIFY_HOST = "https://verify.twilio.com"

# The refusals that a person can do something about; other codes stay Twilio's own.
CODES = {60200: "invalid_phone", 60202: "too_many_checks", 60203: "too_many_sends", 20404: "not_found"}


class Verdict(StrEnum):
    APPROVED = "approved"
    WRONG = "wrong"
    GONE = "gone"
    """Expired after ten minutes, approved before, or never sent."""
    TOO_MANY_CHECKS = "too_many_checks"
    """Five wrong codes: no code is right until the verification expires."""


async def start(
    phone: str, channel: Literal["whatsapp", "sms"] = "whatsapp", locale: Literal["es", "en"] = "es"
) -> str:
    """Send a code to `phone` (E.164) and answer the verification's sid. A resend carries the same code.

    Refused with `invalid_phone` or, after five sends in ten minutes, `too_many_sends`.
    """
    service = await _service()
    verification = await _ask(
        "verify.start", service.verifications.create_async(to=phone, channel=channel, locale=locale)
    )
    return str(verification.sid)


async def check(phone: str, code: str) -> Verdict:
    service = await _service()
    try:
        outcome = await _ask("verify.check", service.verification_checks.create_async(to=phone, code=code))
    except NotFoundError:
        return Verdict.GONE
    except RefusedError as error:
        if error.code == "too_many_checks":
            return Verdict.TOO_MANY_CHECKS
        raise
    return Verdict.APPROVED if outcome.status == "approved" else Verdict.WRONG


def signed_by_twilio(url: str, params: Mapping[str, str], signature: str) -> bool:
    """Whether Twilio signed this webhook: `url` as Twilio was told it, `params` the form's fields."""
    from twilio.request_validator import RequestValidator

    validator = RequestValidator(settings().twilio_auth_token.get_secret_value())
    return bool(validator.validate(url, dict(params), signature))


async def _open() -> "AsyncIterator[Client]":
    import aiohttp
    from twilio.http.async_http_client import AsyncTwilioHttpClient
    from twilio.http.response import Response
    from twilio.rest import Client

    config = settings()

    class Redirected(AsyncTwilioHttpClient):  # type: ignore[misc]
        """Twilio has no setting for another address, so the address is changed where the request leaves."""

        async def request(
            self, method: str, url: str, *, auth: tuple[str, str], headers: dict[str, str], **rest: Any
        ) -> Response:
            if config.twilio_api_url:
                url = url.replace(VERIFY_HOST, config.twilio_api_url.rstrip("/"), 1)
            # As a header of ours: the SDK's way of passing it is one that aiohttp is about to drop.
            headers = headers | {"Authorization": aiohttp.encode_basic_auth(*auth)}
            return await super().request(method, url, headers=headers, **rest)

    token = config.twilio_auth_token.get_secret_value()
    async with Redirected(timeout=TIMEOUT_SECONDS) as http:
        yield Client(config.twilio_account_sid, token, http_client=http)


twilio_client = Shared(_open)


async def _service() -> "ServiceContext":
    client = await twilio_client()
    return client.verify.v2.services(settings().twilio_verify_service_sid)


async def _ask(what: str, call: Any) -> Any:
    import aiohttp
    from twilio.base.exceptions import TwilioException, TwilioRestException

    try:
        answer = await call
    except TwilioRestException as error:
        ours = _translate(error)
        log.warning(what, outcome=ours.kind, code=ours.code)
        raise ours from error
    except (aiohttp.ClientError, TimeoutError, TwilioException) as error:
        log.warning(what, outcome="transient", code=type(error).__name__)
        raise UnavailableError("twilio", type(error).__name__, "no answer") from error
    log.info(what, outcome="answered", status=answer.status)
    return answer


def _translate(error: "TwilioRestException") -> ProviderError:
    code = CODES.get(error.code or 0, str(error.code or error.status))
    if error.status == NOT_FOUND:
        return NotFoundError("twilio", code, error.msg)
    if error.status >= SERVER_ERROR or (error.status == TOO_MANY_REQUESTS and error.code not in CODES):
        return UnavailableError("twilio", code, error.msg)
    return RefusedError("twilio", code, error.msg)
