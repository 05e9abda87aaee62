"""Mail through SendGrid, and through SMTP when SendGrid fails (NOTE-02)."""

from collections.abc import AsyncIterator, Mapping
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

import structlog

from integrations.errors import ProviderError, RefusedError, UnavailableError
from integrations.lifecycle import Shared
from settings import settings

if TYPE_CHECKING:
    import httpx

log = structlog.get_logger("integrations.mail")

SENDGRID = "https://api.sendgrid.com"
TIMEOUT_SECONDS = 20
ACCEPTED, BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, TOO_LARGE, SERVER_ERROR = 202, 400, 401, 403, 413, 500


async def send(
    *,
    to: str,
    subject: str,
    html: str,
    text: str,
    message_id: str,
    headers: Mapping[str, str] | None = None,
    from_: str | None = None,
) -> Literal["sendgrid", "smtp"]:
    """Hand one mail over and say who took it. `message_id` is the same whichever way and however often.

    A message that SendGrid calls malformed is refused; whatever else SendGrid fails at, SMTP tries.
    """
    sender = from_ or settings().mail_from
    everything = {**(headers or {}), "Message-ID": message_id}
    try:
        await _by_sendgrid(to, sender, subject, html, text, everything)
    except ProviderError as error:
        malformed = error.code in {str(BAD_REQUEST), str(TOO_LARGE)}
        log.warning("mail.sendgrid", outcome=error.kind, code=error.code, message_id=message_id)
        if malformed or not settings().smtp_url:
            raise
    else:
        log.info("mail.sendgrid", outcome="accepted", message_id=message_id)
        return "sendgrid"
    await _by_smtp(_message(to, sender, subject, html, text, everything))
    log.info("mail.smtp", outcome="accepted", message_id=message_id)
    return "smtp"


async def _open() -> "AsyncIterator[httpx.AsyncClient]":
    import httpx

    config = settings()
    async with httpx.AsyncClient(
        base_url=config.sendgrid_api_url or SENDGRID,
        headers={"Authorization": f"Bearer {config.sendgrid_api_key.get_secret_value()}"},
        timeout=TIMEOUT_SECONDS,
    ) as client:
        yield client


sendgrid_client = Shared(_open)


async def _by_sendgrid(
    to: str, sender: str, subject: str, html: str, text: str, headers: Mapping[str, str]
) -> None:
    import httpx

    body = _sendgrid_body(to, sender, subject, html, text, headers)
    client = await sendgrid_client()
    try:
        response = await client.post("/v3/mail/send", json=body)
    except httpx.HTTPError as error:
        raise UnavailableError("sendgrid", type(error).__name__, "no answer") from error
    if response.status_code != ACCEPTED:
        kind = (
            RefusedError
            if response.status_code in {BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, TOO_LARGE}
            else UnavailableError
        )
        raise kind("sendgrid", str(response.status_code), response.text[:500])


def _sendgrid_body(to: str, sender: str, subject: str, html: str, text: str, headers: Mapping[str, str]) -> Any:
    from sendgrid.helpers.mail import Header, Mail

    name, address = parseaddr(sender)
    mail = Mail(
        from_email=(address, name) if name else address,
        to_emails=to,
        subject=subject,
        plain_text_content=text,
        html_content=html,
    )
    for key, value in headers.items():
        mail.add_header(Header(key, value))
    try:
        return mail.get()
    except (KeyError, AttributeError) as error:  # what its helper makes of an address without an @
        raise RefusedError("sendgrid", str(BAD_REQUEST), "malformed address") from error


def _message(to: str, sender: str, subject: str, html: str, text: str, headers: Mapping[str, str]) -> EmailMessage:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = to, sender, subject
    message["Date"] = formatdate()
    for key, value in headers.items():
        message[key] = value
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


async def _by_smtp(message: EmailMessage) -> None:
    import aiosmtplib

    url = urlsplit(settings().smtp_url or "")
    options: dict[str, Any] = {"hostname": url.hostname, "port": url.port, "timeout": TIMEOUT_SECONDS}
    if url.username:
        options |= {"username": unquote(url.username), "password": unquote(url.password or "")}
    try:
        await aiosmtplib.send(message, use_tls=url.scheme == "smtps", **options)
    except (aiosmtplib.SMTPException, OSError) as error:
        kind = RefusedError if _is_final(error) else UnavailableError
        raise kind("smtp", type(error).__name__, str(error)) from error


def _is_final(error: Exception) -> bool:
    """Whether the server said no to this message for good (5xx), and not only for now, or to our login."""
    import aiosmtplib

    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(_is_final(refused) for refused in error.recipients)
    about_the_message = (aiosmtplib.SMTPDataError, aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPRecipientRefused)
    return isinstance(error, about_the_message) and error.code >= SERVER_ERROR
