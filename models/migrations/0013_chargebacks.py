"""Chargebacks, what they freeze, and what handymen owe after them (R-15)."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from models.columns import new_id
from models.payments.tables import ChargebackStatus
from models.wallet.tables import AccountKind, TransferKind

ACCOUNTS = [
    "deposits",
    "earnings",
    "revenue",
    "escrow",
    "clearing",
    "unapplied",
    "payouts",
    "bank",
    "chargebacks",
    "receivables",
]
TRANSFERS = [
    "deposit",
    "lead_purchase",
    "lead_refund",
    "escrow_funded",
    "escrow_released",
    "escrow_refunded",
    "capture_unapplied",
    "unapplied_refunded",
    "withdrawal",
    "withdrawal_sent",
    "withdrawal_bounced",
    "withdrawal_returned",
    "chargeback_opened",
    "chargeback_closed",
    "receivable_collected",
    "adjustment",
]


def known(table: str, kinds: list[str]) -> list[str]:
    """Say again which kinds there are."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return [
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_kind_known",
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_kind_known CHECK (kind IN ({listed}))",
    ]


ENDED_BY = "'release', 'dispute', 'settlement', 'limit', 'staff', 'chargeback'"

RULES = [
    *known("accounts", ACCOUNTS),
    *known("transfers", TRANSFERS),
    "INSERT INTO accounts (id, kind, created_at) SELECT gen_random_uuid(), kind, now()"
    " FROM unnest(array['chargebacks', 'receivables']) AS kind",
    "ALTER TABLE escrow_payments DROP CONSTRAINT escrow_payments_ended_by_known",
    f"ALTER TABLE escrow_payments ADD CONSTRAINT escrow_payments_ended_by_known CHECK (ended_by IN ({ENDED_BY}))",
    "ALTER TABLE escrow_payments DROP CONSTRAINT escrow_payments_released_when_confirmed",
    "ALTER TABLE escrow_payments ADD CONSTRAINT escrow_payments_released_when_confirmed CHECK"
    " (status <> 'released' OR dispute_id IS NULL AND chargeback_id IS NULL"
    " AND (completion_confirmed_at IS NOT NULL OR ended_by IN ('dispute', 'settlement', 'staff', 'chargeback')))",
    "ALTER TABLE escrow_payments ADD CONSTRAINT escrow_payments_chargeback FOREIGN KEY (chargeback_id)"
    " REFERENCES chargebacks (id) DEFERRABLE INITIALLY DEFERRED",
    "CREATE INDEX escrow_payments_chargeback ON escrow_payments (chargeback_id) WHERE chargeback_id IS NOT NULL",
    "ALTER TABLE chargebacks ADD CONSTRAINT chargebacks_status_known CHECK (status IN ('open', 'won', 'lost'))",
    "ALTER TABLE chargebacks ADD CONSTRAINT chargebacks_amount_positive CHECK (amount > 0)",
    "ALTER TABLE chargebacks ADD CONSTRAINT chargebacks_parts_within CHECK"
    " (least(debited_earnings, debited_deposits, owed, collected) >= 0 AND collected <= owed"
    " AND debited_earnings + debited_deposits + owed <= amount)",
    "ALTER TABLE chargebacks ADD CONSTRAINT chargebacks_when_closed"
    " CHECK ((status = 'open') = (closed_at IS NULL))",
    "CREATE UNIQUE INDEX chargebacks_one_open ON chargebacks (payment_request_id) WHERE status = 'open'",
]


def points_at(model: str, column: str) -> Any:
    return fields.ForeignKeyField(
        f"models.{model}",
        source_field=f"{column}_id",
        db_index=True,
        db_constraint=True,
        to_field="user_id" if model == "WorkerProfile" else "id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
        null=True,
    )


def pesos(**more: Any) -> Any:
    return fields.DecimalField(max_digits=12, decimal_places=2, **more)


class Migration(migrations.Migration):
    dependencies = [("models", "0011_withdrawals")]
    initial = False

    operations = [
        ops.CreateModel(
            name="Chargeback",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("stripe_dispute_id", fields.CharField(max_length=255, unique=True)),
                ("stripe_payment_intent_id", fields.CharField(max_length=255, db_index=True)),
                ("payment_request", points_at("PaymentRequest", "payment_request")),
                ("worker", points_at("WorkerProfile", "worker")),
                ("amount", pesos()),
                ("reason", fields.CharField(max_length=60)),
                (
                    "status",
                    fields.CharEnumField(default=ChargebackStatus.OPEN, enum_type=ChargebackStatus, max_length=10),
                ),
                ("debited_earnings", pesos(default=0)),
                ("debited_deposits", pesos(default=0)),
                ("owed", pesos(default=0)),
                ("collected", pesos(default=0)),
                ("created_at", fields.DatetimeField()),
                ("closed_at", fields.DatetimeField(null=True)),
            ],
            options={
                "table": "chargebacks",
                "app": "models",
                "pk_attr": "id",
                "table_description": (
                    "A card holder's bank takes a captured payment back; Stripe has paid it out of what it holds."
                ),
            },
            bases=["Row"],
        ),
        ops.AddField("EscrowPayment", "chargeback_id", fields.UUIDField(null=True)),
        ops.AlterField("Account", "kind", fields.CharEnumField(enum_type=AccountKind, max_length=20)),
        ops.AlterField("Transfer", "kind", fields.CharEnumField(enum_type=TransferKind, max_length=30)),
        ops.RunSQL(RULES, reverse_sql=["DROP INDEX chargebacks_one_open"]),
    ]
