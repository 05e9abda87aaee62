"""One valid row in every table, twice over, on which each constraint can be tried."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tortoise import Tortoise
from tortoise.models import Model

from models.columns import new_id
from models.db import transaction

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=14)
MONDAY = date(2026, 11, 16)


class Planter:
    """Plants rows whose text columns carry `n`, so that two plantings collide nowhere."""

    def __init__(self, n: int) -> None:
        self.n = n

    async def row(self, table_name: str, /, **columns: Any) -> Any:
        table = Tortoise.apps["models"][table_name]
        filled = dict(columns)
        for column in ("created_at", "updated_at"):
            if column in table._meta.fields_map:
                filled.setdefault(column, NOW)
        return await table.create(**filled)

    async def people(self) -> tuple[UUID, UUID, UUID]:
        ids = []
        for number, role in enumerate(("client", "worker", "admin")):
            user = await self.row(
                "User",
                email=f"{role}{self.n}@example.com",
                password_hash="!",
                role=role,
                full_name="Nombre",
                phone=f"+52555500{self.n}{number}00",
                phone_verified=True,
            )
            ids.append(user.id)
        client, worker, admin = ids
        code = await self.row("PhoneCode", user_id=client, phone="+525555000000", channel="sms", expires_at=LATER)
        await self.row(
            "VerificationAttempt",
            user_id=client,
            phone_code_id=code.id,
            phone="+5255",
            action="send",
            outcome="ok",
        )
        await self.row("Session", user_id=client, token_hash=f"s{self.n}", last_seen_at=NOW)
        await self.row(
            "EmailToken",
            user_id=client,
            purpose="verify_email",
            email="a@b.mx",
            token_hash=f"t{self.n}",
            expires_at=LATER,
        )
        await self.row("LoginAttempt", user_id=client, succeeded=True)
        await self.row("Sanction", user_id=client, kind="warning", reason="r", by_id=admin)
        await self.row("UserNote", user_id=client, author_id=admin, body="b")
        await self.row("NoticeCounter", user_id=client, last_seq=self.n)
        await self.row("Notice", user_id=client, seq=self.n, kind="k")
        await self.row("AuditEntry", actor_id=admin, action="a")
        return client, worker, admin

    async def upload(self, owner: UUID, purpose: str = "message", kind: str = "image") -> UUID:
        row = await self.row(
            "Upload",
            owner_id=owner,
            purpose=purpose,
            kind=kind,
            object_key=str(new_id()),
            content_type="image/jpeg",
            byte_size=1,
        )
        return row.id  # type: ignore[no-any-return]

    async def handyman(self, client: UUID, worker: UUID, admin: UUID) -> None:
        await self.row(
            "WorkerProfile",
            user_id=worker,
            description="x" * 20,
            service_areas=["Roma Norte"],
            approval_status="approved",
            approved_by_id=admin,
            approved_at=NOW,
            free_until=LATER,
        )
        await self.row("ApprovalDecision", worker_id=worker, decision="approved", by_id=admin)
        service = await self.row("Service", name=f"Fugas {self.n}", category="Plomería")
        await self.row(
            "WorkerService",
            worker_id=worker,
            service_id=service.id,
            pricing_type="fixed",
            price_amount=Decimal(300),
        )
        zone = await self.row("Zone", name=f"Zona {self.n}", borough="Cuauhtémoc", latitude=19.4, longitude=-99.1)
        await self.row("ZipCode", zip_code=f"0670{self.n}", zone_id=zone.id, latitude=19.4, longitude=-99.1)
        await self.row("Favourite", client_id=client, worker_id=worker)
        project = await self.row(
            "PortfolioProject",
            worker_id=worker,
            title="t",
            service_category="Plomería",
            completed_month=1,
            completed_year=2024,
        )
        await self.row(
            "PortfolioMedia", project_id=project.id, upload_id=await self.upload(worker), media_type="image"
        )

    async def talk(self, client: UUID, worker: UUID) -> Any:
        lead = await self.row(
            "Lead",
            client_id=client,
            service_category="Plomería",
            title="Fuga",
            description="d",
            location_zone="Roma Norte",
            zip_code="06700",
            address="Calle 1",
            budget_min=Decimal(1),
            budget_max=Decimal(2),
            price=Decimal(100),
            expires_at=LATER,
        )
        await self.row(
            "LeadMedia", lead_id=lead.id, upload_id=await self.upload(client), media_type="image", sort_order=0
        )
        await self.row("LeadRecipient", lead_id=lead.id, worker_id=worker, position=self.n, sent_at=NOW)
        purchase = await self.row(
            "LeadPurchase",
            lead_id=lead.id,
            worker_id=worker,
            purchase_amount=Decimal(100),
            week_start_date=MONDAY,
            purchased_at=NOW,
            refund_eligible_until=NOW + timedelta(hours=48),
        )
        await self.row("LeadFeedback", purchase_id=purchase.id, was_legitimate=True)
        return await self.conversation(lead.id, purchase.id, client, worker)

    async def conversation(self, lead_id: UUID, purchase_id: UUID, client: UUID, worker: UUID) -> Any:
        conversation = await self.row(
            "Conversation", lead_id=lead_id, purchase_id=purchase_id, client_id=client, worker_id=worker
        )
        await self.row(
            "Participant", conversation_id=conversation.id, user_id=client, side="client", joined_at=NOW
        )
        message = await self.row(
            "Message",
            conversation_id=conversation.id,
            seq=self.n,
            sender_id=client,
            message_type="image",
            upload_id=await self.upload(client),
            client_msg_id=f"k{self.n}",
        )
        flag = await self.row(
            "FlaggedConversation",
            reference_number=f"#FLAG-{self.n}",
            conversation_id=conversation.id,
            flagged_by_id=client,
            reason="spam",
        )
        await self.row("FlaggedMessage", flag_id=flag.id, message_id=message.id)
        return conversation

    async def money(self, worker: UUID, admin: UUID) -> None:
        deposits = await self.row("Account", kind="deposits", owner_id=worker, balance=Decimal(0))
        earnings = await self.row("Account", kind="earnings", owner_id=worker, balance=Decimal(0))
        async with transaction():
            first = await self.row("Transfer", kind="adjustment", cause=f"c{self.n}", occurred_at=NOW)
            transfer = await self.row(
                "Transfer", kind="adjustment", cause=f"r{self.n}", occurred_at=NOW, reverses_id=first.id
            )
            for moved in (first, transfer):
                await self.row("Entry", transfer_id=moved.id, account_id=deposits.id, amount=Decimal(5))
                await self.row("Entry", transfer_id=moved.id, account_id=earnings.id, amount=Decimal(-5))
        await self.row(
            "WalletTransaction",
            worker_id=worker,
            transaction_type="deposit",
            amount=Decimal(5),
            balance_after=Decimal(5),
            description="d",
            transfer_id=transfer.id,
        )
        await self.wallet(worker, admin)

    async def wallet(self, worker: UUID, admin: UUID) -> None:
        await self.row("WeeklyBudget", worker_id=worker, week_start_date=MONDAY, budget_limit=Decimal(500))
        card = await self.row(
            "SavedCard",
            worker_id=worker,
            stripe_customer_id="c",
            stripe_payment_method_id=f"pm{self.n}",
            brand="visa",
            last4="4242",
            exp_month=12,
            exp_year=2034,
            fingerprint=f"f{self.n}",
        )
        await self.row(
            "Deposit",
            worker_id=worker,
            amount=Decimal(300),
            method="card",
            is_automatic=True,
            card_id=card.id,
            stripe_session_id=f"d{self.n}",
            stripe_payment_intent_id=f"dp{self.n}",
        )
        await self.row("AutoReload", worker_id=worker, is_enabled=True, card_id=card.id)
        await self.withdrawal(worker, admin)

    async def withdrawal(self, worker: UUID, admin: UUID) -> None:
        await self.row(
            "PayoutAccount", worker_id=worker, stripe_account_id=f"acct{self.n}", linked_by_id=admin, linked_at=NOW
        )
        await self.row(
            "Withdrawal",
            worker_id=worker,
            amount=Decimal(100),
            clabe="0" * 18,
            account_holder="h",
            bank_name="b",
            status="sending",
            confirmed_at=NOW,
            approved_by_id=admin,
            approved_at=NOW,
            driver="batch",
            batch_id=(await self.row("PayoutBatch", made_by_id=admin)).id,
            sending_at=NOW,
            closed_by_id=admin,
            stripe_transfer_id=f"tr{self.n}",
        )


def tables() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in Tortoise.apps["models"].values()}
