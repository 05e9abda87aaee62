"""The rest of the rows: what hangs on a conversation's money, and the engine's own."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from models.wallet.tables import Account, Deposit
from tests.models.constraints.rows import LATER, NOW, Planter


async def plant(n: int) -> None:
    """A valid row in every table."""
    planter = Planter(n)
    client, worker, admin = await planter.people()
    await planter.handyman(client, worker, admin)
    conversation = await planter.talk(client, worker)
    await planter.money(worker, admin)
    await given_back(planter, worker, admin)
    await payment(planter, conversation.id, client, worker)
    await support(planter, client, admin)
    await engine(planter, client)
    [account] = (await Account.filter(owner_id=None).order_by("id"))[n : n + 1]
    await planter.row("LedgerCheckpoint", account_id=account.id, up_to=n, balance=Decimal(n), taken_at=NOW)
    await away(planter, client, conversation.id)


async def given_back(planter: Planter, worker: UUID, admin: UUID) -> None:
    refund = await planter.row("ProviderRefund", stripe_payment_intent_id="dp", amount=Decimal(1), reason="r")
    await planter.row(
        "DepositReturn",
        deposit_id=(await Deposit.get(worker_id=worker)).id,
        amount=Decimal(1),
        provider_refund_id=refund.id,
        reason="r",
        returned_by_id=admin,
    )


async def away(planter: Planter, client: UUID, conversation_id: UUID) -> None:
    session = await planter.row("Session", user_id=client, token_hash=f"p{planter.n}", last_seen_at=NOW)
    await planter.row(
        "PushSubscription",
        user_id=client,
        session_id=session.id,
        endpoint=f"https://push.example.com/{planter.n}",
        p256dh="x" * 87,
        auth="y" * 22,
    )
    await planter.row(
        "UnreadWatch",
        conversation_id=conversation_id,
        user_id=client,
        news_seen=2,
        since=NOW,
        news_pushed=1,
        pushed_at=NOW,
    )


async def payment(planter: Planter, conversation_id: UUID, client: UUID, worker: UUID) -> None:
    n = planter.n
    request = await planter.row(
        "PaymentRequest",
        conversation_id=conversation_id,
        worker_id=worker,
        client_id=client,
        amount=Decimal(1000),
        fee=Decimal(30),
        description="d",
        status="paid",
        stripe_payment_intent_id=f"pi{n}",
        settled_at=NOW,
        expires_at=LATER,
    )
    await planter.row(
        "CheckoutSession",
        payment_request_id=request.id,
        status="open",
        stripe_session_id=f"cs{n}",
        url="https://example.com",
        expires_at=LATER,
    )
    await completion(planter, request.id, client, worker)
    await praise(planter, request.id, client, worker)


async def completion(planter: Planter, request_id: UUID, client: UUID, worker: UUID) -> None:
    escrow = await planter.row(
        "EscrowPayment",
        payment_request_id=request_id,
        amount=Decimal(1000),
        completion_confirmed_by_worker=True,
        worker_confirmed_at=NOW,
        presumed_at=NOW + timedelta(days=7),
        completion_confirmed_by_client=True,
        completion_confirmed_at=NOW,
        release_at=NOW + timedelta(days=5),
    )
    await planter.row("CompletionPhoto", escrow_id=escrow.id, upload_id=await planter.upload(worker), sort_order=0)
    await planter.row(
        "ProviderRefund",
        payment_request_id=request_id,
        stripe_payment_intent_id="pi",
        amount=Decimal(1),
        reason="late",
        stripe_refund_id=f"re{planter.n}",
    )
    await planter.row(
        "Settlement",
        payment_request_id=request_id,
        proposed_by_id=client,
        client_amount=Decimal(400),
        seq=9,
        expires_at=LATER,
    )
    await planter.row(
        "Chargeback",
        stripe_dispute_id=f"du{planter.n}",
        stripe_payment_intent_id="pi",
        payment_request_id=request_id,
        worker_id=worker,
        amount=Decimal(1000),
        reason="fraudulent",
    )
    await trouble(planter, escrow.id, client, worker)


async def trouble(planter: Planter, escrow_id: UUID, client: UUID, author: UUID) -> None:
    dispute = await planter.row(
        "Dispute",
        reference_number=f"#DIS-{planter.n}",
        escrow_payment_id=escrow_id,
        raised_by_id=client,
        dispute_type="quality",
        description="d",
    )
    await planter.row(
        "DisputeEvidence",
        dispute_id=dispute.id,
        uploaded_by_id=client,
        upload_id=await planter.upload(client),
        media_type="image",
    )
    await planter.row("DisputeNote", dispute_id=dispute.id, author_id=author, body="b")


async def praise(planter: Planter, request_id: UUID, client: UUID, worker: UUID) -> None:
    review = await planter.row(
        "Review",
        payment_request_id=request_id,
        client_id=client,
        worker_id=worker,
        overall_rating=5,
        title="x" * 10,
        description="x" * 100,
        would_recommend=True,
        would_hire_again=True,
    )
    await planter.row("ReviewMedia", review_id=review.id, upload_id=await planter.upload(client))
    await planter.row("ReviewFlag", review_id=review.id, flagged_by_id=worker, reason="fake", description="d")


async def support(planter: Planter, client: UUID, admin: UUID) -> None:
    ticket = await planter.row(
        "SupportTicket",
        reference_number=f"#TM-{planter.n}",
        user_id=client,
        subject="s",
        description="d",
        category="other",
    )
    await planter.row(
        "SupportMessage",
        ticket_id=ticket.id,
        sender_id=client,
        message="m",
        upload_id=await planter.upload(client),
    )
    await planter.row("CannedResponse", title="t", body="b", created_by_id=admin)
    await planter.row("SatisfactionSurvey", ticket_id=ticket.id, rating=5)


async def engine(planter: Planter, client: UUID) -> None:
    n = planter.n
    await planter.row("IdempotencyKey", user_id=client, command="c", key=f"k{n}", body_hash="h")
    event = await planter.row("OutboxRow", event="e", occurred_at=NOW, next_attempt_at=NOW)
    await planter.row(
        "OutboxRow", event="e", reaction="r", parent_id=event.id, occurred_at=NOW, next_attempt_at=NOW
    )
    await planter.row("Timer", kind="k", subject_id=client, due_at=NOW)
    await planter.row(
        "WebhookEvent", source="stripe", external_id=f"evt{n}", kind="k", payload={}, received_at=NOW
    )
    await planter.row("ClockAdvance", target=LATER)
    await planter.row("AuditRun", began_at=NOW, finished_at=NOW, faults=0)
    await planter.row(
        "ReconciliationRun", began_at=NOW, finished_at=NOW, is_complete=True, looked=1, repaired=0, findings=0
    )
    await planter.row("ReconciliationCursor", kind=f"k{n}", since=NOW)
    await planter.row("ReconciliationFinding", problem="P", about=f"pi_{n}", found_at=NOW, seen_at=NOW)
    await planter.row("Freeze", reason="r", begun_at=NOW, lifted_at=NOW)
    if n == 1:
        await planter.row("SandboxClock", ahead_by=timedelta(0))
