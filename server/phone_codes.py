"""Codes to phones: a person waits, so the provider is called from here, between two transactions."""

from typing import Literal

from integrations import verify
from integrations.errors import ProviderError, RefusedError
from integrations.verify import Verdict
from models.errors import Refused
from models.people.confirm_phone import Answer, settle_phone_code, try_phone_code
from models.people.request_phone_code import phone_code_failed, phone_code_sent, request_phone_code
from models.people.tables import PhoneCode, User

ANSWERS = {
    Verdict.APPROVED: Answer.RIGHT,
    Verdict.WRONG: Answer.WRONG,
    Verdict.GONE: Answer.GONE,
    Verdict.TOO_MANY_CHECKS: Answer.WORN_OUT,
}


class CodeNotSent(Refused):
    """The provider won't send there by this channel; `reason` is one of its own."""


async def send_phone_code(user: User, channel: Literal["whatsapp", "sms"], *, ip: str) -> PhoneCode:
    """Raises CodeNotSent, ProviderError, and what `request_phone_code` raises."""
    code = await request_phone_code(user.id, channel, ip=ip)
    try:
        sid = await verify.start(code.phone, channel, "en" if user.locale == "en" else "es")
    except ProviderError as error:
        await phone_code_failed(code.id, error.code)
        if isinstance(error, RefusedError):
            raise CodeNotSent(reason=error.code) from error
        raise
    await phone_code_sent(code.id, sid)
    return code


async def check_phone_code(user: User, code: str, *, ip: str) -> User:
    """Raises ProviderError, and what the two verbs raise."""
    attempt = await try_phone_code(user.id, ip=ip)
    try:
        verdict = await verify.check(attempt.phone, code)
    except ProviderError:
        await settle_phone_code(attempt.id, Answer.NONE)
        raise
    return await settle_phone_code(attempt.id, ANSWERS[verdict])
