"""What a letter says besides the facts of its event, in its reader's words."""

from typing import Any
from uuid import UUID

from models.leads.tables import Lead
from models.notices.words import say_moment, say_money, words_in
from models.payments.tables import PaymentRequest
from models.payouts.confirm import confirmation_token
from models.payouts.tables import Withdrawal
from models.people.email_tokens import look_up
from models.people.issue_email_token import issue_email_token
from models.people.tables import TokenPurpose, User
from models.push.news import news_for
from models.workers.tables import WorkerProfile

Facts = dict[str, Any]


async def as_they_are(facts: Facts, _reader: User) -> Facts:
    return facts


async def with_verification(_facts: Facts, reader: User) -> Facts | None:
    if reader.email_verified and reader.new_email is None:
        return None
    return await _with_link(reader, TokenPurpose.VERIFY_EMAIL)


async def with_reset(_facts: Facts, reader: User) -> Facts:
    return await _with_link(reader, TokenPurpose.RESET_PASSWORD)


async def _with_link(reader: User, purpose: TokenPurpose) -> Facts:
    """Mint the token now: raw ones are in nobody's table. It goes where it was minted for, and nowhere else."""
    token = await issue_email_token(reader.id, purpose)
    return {"token": token, "mailbox": (await look_up(token, purpose)).email}


async def with_profile(facts: Facts, reader: User) -> Facts:
    profile = await WorkerProfile.get(user_id=reader.id)
    said = {
        "reason": words_in(reader.locale).get(f"reason.{facts.get('reason')}", ""),
        "detail": facts.get("detail"),
    }
    for moment in ("free_until", "may_reapply_at"):
        if getattr(profile, moment) is not None:
            said[moment] = say_moment(getattr(profile, moment), reader.locale)
    return said | {"notes": facts.get("notes", "")}


async def with_lead(facts: Facts, reader: User) -> Facts:
    lead = await Lead.get(id=UUID(facts["lead_id"]))
    worker = await User.get(id=UUID(facts["worker_id"]))
    return {
        "title": lead.title,
        "worker": worker.full_name,
        "amount": say_money(facts["amount"], reader.locale),
        "conversation_id": facts["conversation_id"],
    }


async def with_released(facts: Facts, reader: User) -> Facts:
    """The part of it that was released, which is not always the whole."""
    return await with_payment(facts, reader) | {"amount": say_money(facts["amount"], reader.locale)}


async def with_dispute(facts: Facts, reader: User) -> Facts:
    said = await with_payment(facts, reader)
    return said | {
        "reference_number": facts["reference_number"],
        "message": facts.get(f"message_{reader.id}", ""),
    }


async def with_question(facts: Facts, reader: User) -> Facts | None:
    """For whom it was asked, and nobody else."""
    if f"message_{reader.id}" not in facts:
        return None
    said = await with_dispute(facts, reader)
    return said | {"call_at": say_moment(facts["call_at"], reader.locale) if facts.get("call_at") else ""}


async def with_parts(facts: Facts, reader: User) -> Facts:
    said = await with_payment(facts, reader)
    parts = ("returned", "client_amount", "worker_amount")
    return said | {name: say_money(facts[name], reader.locale) for name in parts if name in facts}


async def with_decision(facts: Facts, reader: User) -> Facts:
    return await with_parts(facts, reader) | {"message": facts.get(f"message_{reader.id}", "")}


async def with_payment(facts: Facts, reader: User) -> Facts:
    request = await PaymentRequest.get(id=UUID(facts["payment_request_id"]))
    worker = await User.get(id=request.worker_id)
    said = {
        "payment_request_id": str(request.id),
        "conversation_id": str(request.conversation_id),
        "worker": worker.full_name,
        "description": request.description,
        "amount": say_money(request.amount, reader.locale),
        "fee": say_money(request.fee, reader.locale),
        "total": say_money(request.total, reader.locale),
    }
    if facts.get("release_at"):
        said["release_at"] = say_moment(facts["release_at"], reader.locale)
    return said


async def with_deposit(facts: Facts, reader: User) -> Facts:
    """Amounts and moments in the reader's words; `how` is the way to pay what is awaited."""
    how = words_in(reader.locale).get(f"frame.deposit_{facts.get('method')}", "")
    said = {"deposit_id": facts["deposit_id"], "amount": say_money(facts["amount"], reader.locale)}
    said["how"] = how.format_map(
        {name: facts.get(name, "") for name in ("number", "clabe", "bank_name", "reference")}
    )
    if facts.get("expires_at"):
        said["expires_at"] = say_moment(facts["expires_at"], reader.locale)
    return said


async def with_unread(facts: Facts, reader: User) -> Facts | None:
    """Nothing of what was said: who reads over a shoulder reads mails too."""
    news = await news_for(reader, UUID(facts["conversation_id"]))
    if news is None:
        return None
    said = {"conversation_id": facts["conversation_id"], "who": news.who, "title": news.title}
    return said | {"count": str(news.unread)}


async def with_review(facts: Facts, _reader: User) -> Facts:
    return {
        "worker_id": facts["worker_id"],
        "stars": "★" * facts["overall_rating"] + "☆" * (5 - facts["overall_rating"]),
        "title": facts["title"],
    }


async def with_withdrawal(facts: Facts, reader: User) -> Facts:
    withdrawal = await Withdrawal.get(id=UUID(facts["withdrawal_id"]))
    return {
        "amount": say_money(withdrawal.amount, reader.locale),
        "bank": withdrawal.bank_name,
        "ends": withdrawal.clabe[-4:],
        "holder": withdrawal.account_holder,
        "reason": facts.get("reason") or "",
        "token": confirmation_token(withdrawal, reader),
    }


async def with_wallet(facts: Facts, reader: User) -> Facts:
    """Facts of a handyman's own wallet: every amount and moment among them in his words."""
    amounts = {name for name in ("amount", "balance", "budget_limit") if facts.get(name)}
    said = {name: say_money(facts[name], reader.locale) for name in amounts}
    if facts.get("week_resets_at"):
        said["week_resets_at"] = say_moment(facts["week_resets_at"], reader.locale)
    return {"last4": facts.get("last4", "")} | said
