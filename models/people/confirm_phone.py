"""The code that came back: one try is taken before the provider is asked, and settled with its answer."""

from enum import StrEnum
from uuid import UUID

from models.constraints import refusing
from models.db import current, find, hold_one, transaction
from models.errors import Conflict, Refusal, Refused
from models.people.request_phone_code import hold_phone, note
from models.people.tables import PhoneCode, User, VerificationAttempt

MOST_TRIES = 3


class NoCodeSent(Conflict):
    """There is none to check; ask for one."""


class CodeExpired(Refused):
    pass


class TooManyTries(Refused):
    """Three wrong ones; a new code is needed (ACC-05)."""


class WrongCode(Refused):
    """`tries_left` says how many more this code takes."""


class PhoneTaken(Conflict):
    """Another account of the same role has proven this number (R-01)."""


class Answer(StrEnum):
    """The provider's, as the settling verb needs it."""

    RIGHT = "right"
    WRONG = "wrong"
    GONE = "gone"
    WORN_OUT = "worn_out"
    NONE = "no_answer"


async def try_phone_code(user_id: UUID, *, ip: str | None = None) -> VerificationAttempt:
    """Take one of the open code's three tries. Raises NoCodeSent, CodeExpired, TooManyTries."""
    async with transaction() as tx:
        user = await hold_one(User, user_id)
        code = await PhoneCode.filter(user_id=user.id, approved_at=None).order_by("-id").first()
        if user.phone_verified or code is None or code.phone != user.phone:
            raise NoCodeSent
        if code.attempts >= MOST_TRIES:
            raise TooManyTries
        if code.closed_at is not None:
            raise NoCodeSent
        if await tx.now() >= code.expires_at:
            raise CodeExpired
        code.attempts += 1
        await code.save(update_fields=["attempts"])
        return await note(code, "check", "intended", ip=ip)


async def settle_phone_code(attempt_id: UUID, answer: Answer) -> User:
    """Act on the provider's answer; what was refused is on record first.

    Raises WrongCode, TooManyTries, CodeExpired, PhoneTaken. With Answer.NONE the try is given back.
    """
    attempt = await find(VerificationAttempt, id=attempt_id)
    with refusing(users_verified_phone_once_per_role=PhoneTaken):
        async with transaction():
            user = await hold_one(User, attempt.user_id)
            await hold_phone(attempt.phone)
            code = await PhoneCode.get(id=attempt.phone_code_id)
            refusal = await _settle(user, code, answer)
            attempt.outcome = refusal.code.lower() if refusal else answer
            await attempt.save(update_fields=["outcome"])
    if refusal is not None:
        raise refusal
    return user


async def _settle(user: User, code: PhoneCode, answer: Answer) -> Refusal | None:
    if user.phone_verified and user.phone == code.phone:
        return None  # a twin was quicker with the same code
    if answer == Answer.RIGHT:
        return await _approve(user, code)
    if answer == Answer.NONE:
        code.attempts -= 1
    elif answer != Answer.WRONG or code.attempts >= MOST_TRIES:
        code.closed_at = code.closed_at or await current().now()
    await code.save(update_fields=["attempts", "closed_at"])
    tries_left = MOST_TRIES - code.attempts
    return {
        Answer.NONE: None,
        Answer.GONE: CodeExpired(),
        Answer.WORN_OUT: TooManyTries(),
        Answer.WRONG: WrongCode(tries_left=tries_left),
    }[answer]


async def _approve(user: User, code: PhoneCode) -> Refusal | None:
    """The provider approves a code once, so its word counts even when a newer code was asked for meanwhile."""
    now = await current().now()
    if user.phone != code.phone:
        return NoCodeSent()
    if await User.filter(phone=user.phone, role=user.role, phone_verified=True, deleted_at=None).exists():
        code.closed_at = now
        await code.save(update_fields=["closed_at"])
        return PhoneTaken()
    code.approved_at = now
    await code.save(update_fields=["approved_at"])
    await PhoneCode.filter(user_id=user.id, approved_at=None, closed_at=None).update(closed_at=now)
    user.phone_verified = True
    await user.save(update_fields=["phone_verified"])
    return None
