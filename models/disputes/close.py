from datetime import datetime
from decimal import Decimal

from models.db import current
from models.disputes.tables import Dispute, DisputeStatus, ResolutionType
from models.timers import cancel


async def close_dispute(
    dispute: Dispute,
    kind: ResolutionType,
    *,
    resolution: str,
    refund_amount: Decimal | None = None,
    redo_due_at: datetime | None = None,
) -> None:
    """Write down how a held dispute ended; what becomes of the money is the caller's."""
    dispute.status, dispute.resolution_type, dispute.resolution = DisputeStatus.RESOLVED, kind, resolution
    dispute.refund_amount, dispute.redo_due_at = refund_amount, redo_due_at
    dispute.resolved_at = await current().now()
    await dispute.save(
        update_fields=[
            "status",
            "resolution_type",
            "resolution",
            "refund_amount",
            "redo_due_at",
            "resolved_at",
            "assigned_to_id",
        ]
    )
    await cancel(dispute.id, "dispute.sla")
