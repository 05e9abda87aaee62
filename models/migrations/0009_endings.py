"""How a hold ends: in parts, by whose decision; and settlements, which need nobody else's."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from models.columns import new_id
from models.payments.tables import EndedBy, SettlementStatus

RULES = [
    "UPDATE escrow_payments SET ended_by = 'release' WHERE status = 'released'",
    "UPDATE escrow_payments SET ended_by = 'dispute', refunded_amount = amount WHERE status = 'refunded'",
    "ALTER TABLE escrow_payments DROP CONSTRAINT escrow_payments_released_when_confirmed",
    "ALTER TABLE escrow_payments ADD CONSTRAINT escrow_payments_released_when_confirmed CHECK"
    " (status <> 'released' OR dispute_id IS NULL"
    " AND (completion_confirmed_at IS NOT NULL OR ended_by IN ('dispute', 'settlement', 'staff')))",
    "ALTER TABLE escrow_payments ADD CONSTRAINT escrow_payments_ended_by_known"
    " CHECK (ended_by IN ('release', 'dispute', 'settlement', 'limit', 'staff'))",
    "ALTER TABLE escrow_payments ADD CONSTRAINT escrow_payments_why_it_ended"
    " CHECK ((status = 'held') = (ended_by IS NULL))",
    "ALTER TABLE escrow_payments ADD CONSTRAINT escrow_payments_refunded_part"
    " CHECK (refunded_amount BETWEEN 0 AND amount AND (status = 'refunded') = (refunded_amount = amount)"
    " AND (status <> 'held' OR refunded_amount = 0))",
    "ALTER TABLE settlements ADD CONSTRAINT settlements_status_known"
    " CHECK (status IN ('proposed', 'accepted', 'declined', 'withdrawn', 'expired', 'lapsed'))",
    "ALTER TABLE settlements ADD CONSTRAINT settlements_amount_not_negative CHECK (client_amount >= 0)",
    "ALTER TABLE settlements ADD CONSTRAINT settlements_when_answered"
    " CHECK ((status = 'proposed') = (answered_at IS NULL))",
    "ALTER TABLE settlements ADD CONSTRAINT settlements_expire_later CHECK (expires_at > created_at)",
    "CREATE UNIQUE INDEX settlements_one_open ON settlements (payment_request_id) WHERE status = 'proposed'",
]
BACK = [
    "ALTER TABLE escrow_payments DROP CONSTRAINT escrow_payments_refunded_part",
    "ALTER TABLE escrow_payments DROP CONSTRAINT escrow_payments_why_it_ended",
    "ALTER TABLE escrow_payments DROP CONSTRAINT escrow_payments_ended_by_known",
    "ALTER TABLE escrow_payments DROP CONSTRAINT escrow_payments_released_when_confirmed",
    "ALTER TABLE escrow_payments ADD CONSTRAINT escrow_payments_released_when_confirmed CHECK"
    " (status <> 'released' OR (completion_confirmed_at IS NOT NULL AND dispute_id IS NULL)) NOT VALID",
]


def points_at(model: str, column: str) -> Any:
    return fields.ForeignKeyField(
        f"models.{model}",
        source_field=f"{column}_id",
        db_index=True,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
    )


class Migration(migrations.Migration):
    dependencies = [("models", "0012_reviews")]
    initial = False

    operations = [
        ops.CreateModel(
            name="Settlement",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("payment_request", points_at("PaymentRequest", "payment_request")),
                ("proposed_by", points_at("User", "proposed_by")),
                ("client_amount", fields.DecimalField(max_digits=12, decimal_places=2)),
                (
                    "status",
                    fields.CharEnumField(
                        default=SettlementStatus.PROPOSED, enum_type=SettlementStatus, max_length=10
                    ),
                ),
                ("seq", fields.IntField()),
                ("created_at", fields.DatetimeField()),
                ("expires_at", fields.DatetimeField()),
                ("answered_at", fields.DatetimeField(null=True)),
            ],
            options={
                "table": "settlements",
                "app": "models",
                "pk_attr": "id",
                "table_description": (
                    "A split that one side proposes to the other, without support; at most one is open per payment."
                ),
            },
            bases=["Row"],
        ),
        ops.AddField("Dispute", "summary", fields.TextField(null=True)),
        ops.AddField(
            "EscrowPayment", "ended_by", fields.CharEnumField(null=True, enum_type=EndedBy, max_length=12)
        ),
        ops.AddField("EscrowPayment", "redo_due_at", fields.DatetimeField(null=True)),
        ops.AddField(
            "EscrowPayment",
            "refunded_amount",
            fields.DecimalField(default=0, db_default=0, max_digits=12, decimal_places=2),
        ),
        ops.RunSQL(RULES, reverse_sql=BACK),
    ]
