"""Withdrawals of earnings, the switch that stops outgoing money, and what the last audit found."""

from typing import Any

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from models.columns import new_id
from models.first_rules.check import one_of
from models.migration_operations import CreateModels
from models.payouts.tables import PayoutDriver, WithdrawalStatus
from models.wallet.tables import AccountKind, TransferKind

CONTROL_DIGIT = """CREATE FUNCTION clabe_control_digit(clabe text) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (10 - sum(substr(clabe, n, 1)::int * (ARRAY[3, 7, 1])[1 + (n - 1) % 3] % 10) % 10)::int % 10
    FROM generate_series(1, 17) AS n
$$"""

CHECKS = [
    one_of("withdrawals", "driver", *PayoutDriver),
    (
        "withdrawals",
        "withdrawals_clabe_control_digit",
        # a CHECK's parts may be tried in any order: what has no 18 digits is the other rule's
        "CASE WHEN clabe ~ '^[0-9]{18}$' THEN clabe_control_digit(clabe) = right(clabe, 1)::int END",
    ),
    (
        "withdrawals",
        "withdrawals_approved_by_someone",
        (
            "status IN ('requested', 'cancelled', 'refused') OR num_nulls(confirmed_at, approved_at,"
            " approved_by_id, driver) = 0"
        ),
    ),
    (
        "withdrawals",
        "withdrawals_sent_somehow",
        (
            "status NOT IN ('sending', 'sent') OR sending_at IS NOT NULL AND"
            " num_nulls(batch_id, stripe_account_id) = 1 AND (driver = 'batch') = (batch_id IS NOT NULL)"
        ),
    ),
    ("withdrawals", "withdrawals_sent_with_time", "status <> 'sent' OR sent_at IS NOT NULL"),
    (
        "withdrawals",
        "withdrawals_closed_with_time",
        "(status IN ('sent', 'refused', 'cancelled', 'failed')) = (closed_at IS NOT NULL)",
    ),
    (
        "withdrawals",
        "withdrawals_refused_with_reason",
        "status NOT IN ('refused', 'failed') OR reason IS NOT NULL",
    ),
    ("freezes", "freezes_lifted_later", "lifted_at >= begun_at"),
    ("audit_runs", "audit_runs_found_or_broke_off", "(faults IS NULL) = (error IS NOT NULL)"),
]

GROWN = [
    # of what the code knows, whichever of the migrations that add to these lists comes last
    one_of("accounts", "kind", *AccountKind),
    one_of("transfers", "kind", *TransferKind),
    one_of("withdrawals", "status", *WithdrawalStatus),
]

KEYS = [
    "CREATE UNIQUE INDEX payout_accounts_worker_once ON payout_accounts (worker_id)",
    "CREATE INDEX withdrawals_open ON withdrawals (created_at)"
    " WHERE status IN ('requested', 'approved', 'sending')",
    "CREATE INDEX withdrawals_batch ON withdrawals (batch_id)",
    "CREATE INDEX withdrawals_closed_by ON withdrawals (closed_by_id)",
    "CREATE INDEX audit_runs_newest ON audit_runs (finished_at)",
]

ACCOUNTS = (
    "INSERT INTO accounts (id, kind, created_at) SELECT gen_random_uuid(), kind, now()"
    " FROM unnest(array['payouts', 'bank']) AS kind"
)


def points_at(table: str, column: str, *, to: str = "id", **options: Any) -> Any:
    options.setdefault("db_index", True)
    return fields.ForeignKeyField(
        f"models.{table}",
        source_field=f"{column}_id",
        db_constraint=True,
        to_field=to,
        related_name=False,
        on_delete=OnDelete.RESTRICT,
        **options,
    )


def table(name: str, plural: str, says: str, *columns: tuple[str, Any]) -> ops.CreateModel:
    key = fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)
    options = {"table": plural, "app": "models", "pk_attr": "id", "table_description": says}
    return ops.CreateModel(name=name, fields=[("id", key), *columns], options=options, bases=["Row"])


ADDED: list[tuple[str, Any]] = [
    ("approved_at", fields.DatetimeField(null=True)),
    ("batch", points_at("PayoutBatch", "batch", null=True)),
    ("closed_at", fields.DatetimeField(null=True)),
    ("closed_by", points_at("User", "closed_by", null=True)),
    ("confirmed_at", fields.DatetimeField(null=True)),
    ("driver", fields.CharEnumField(null=True, enum_type=PayoutDriver, max_length=10)),
    ("reason", fields.CharField(null=True, max_length=500)),
    ("sending_at", fields.DatetimeField(null=True)),
    ("stripe_account_id", fields.CharField(null=True, max_length=255)),
    ("stripe_transfer_id", fields.CharField(null=True, unique=True, max_length=255)),
]


class Migration(migrations.Migration):
    dependencies = [("models", "0009_endings")]
    initial = False

    operations = [
        CreateModels(
            [
                table(
                    "AuditRun",
                    "audit_runs",
                    "What `models/audit.py` found, each time that it was asked.",
                    ("began_at", fields.DatetimeField()),
                    ("finished_at", fields.DatetimeField()),
                    ("faults", fields.IntField(null=True)),
                    ("first_faults", fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                    ("error", fields.CharField(null=True, max_length=300)),
                ),
                table(
                    "Freeze",
                    "freezes",
                    "A time in which no money leaves. While one is open, whatever would send some waits.",
                    ("reason", fields.CharField(max_length=500)),
                    ("begun_by", points_at("User", "begun_by", null=True)),
                    ("begun_at", fields.DatetimeField()),
                    ("lifted_by", points_at("User", "lifted_by", null=True)),
                    ("lifted_at", fields.DatetimeField(null=True)),
                ),
                table(
                    "PayoutAccount",
                    "payout_accounts",
                    "A handyman's account at Stripe, linked by an admin; at most one each.",
                    ("worker", points_at("WorkerProfile", "worker", to="user_id", db_index=False)),
                    ("stripe_account_id", fields.CharField(unique=True, max_length=255)),
                    ("linked_by", points_at("User", "linked_by")),
                    ("linked_at", fields.DatetimeField()),
                ),
                table(
                    "PayoutBatch",
                    "payout_batches",
                    "What stands in one file for the bank.",
                    ("made_by", points_at("User", "made_by")),
                    ("created_at", fields.DatetimeField()),
                ),
            ]
        ),
        ops.AlterField("Account", "kind", fields.CharEnumField(enum_type=AccountKind, max_length=20)),
        ops.AlterField("Transfer", "kind", fields.CharEnumField(enum_type=TransferKind, max_length=30)),
        ops.RenameField("Withdrawal", "paid_at", "sent_at"),
        ops.AlterField(
            "Withdrawal",
            "status",
            fields.CharEnumField(default=WithdrawalStatus.REQUESTED, enum_type=WithdrawalStatus, max_length=10),
        ),
        *(ops.AddField("Withdrawal", name, column) for name, column in ADDED),
        ops.RunSQL(
            [
                CONTROL_DIGIT,
                *(f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _ in GROWN),
                *(
                    f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule})"
                    for table, name, rule in GROWN + CHECKS
                ),
                *KEYS,
                ACCOUNTS,
            ],
            reverse_sql=[
                "DELETE FROM accounts WHERE kind IN ('payouts', 'bank')",
                *(f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _ in CHECKS),
                "DROP INDEX withdrawals_open",
                "DROP FUNCTION clabe_control_digit",
            ],
        ),
    ]
