"""What waits for workers, and what they gave up on: for metrics and for operators."""

from datetime import timedelta

from models.clock import business_now, real_now
from models.engine_tables import OutboxRow, Timer, WebhookEvent
from models.push.tables import PushSubscription, UnreadWatch


async def backlog() -> dict[str, int]:
    """Counts by name; all small when workers keep up, the parked ones zero when all is well."""
    now = real_now()
    return {
        "outbox_waiting": await OutboxRow.filter(done_at=None, parked_at=None, next_attempt_at__lte=now).count(),
        "outbox_parked": await OutboxRow.filter(parked_at__not_isnull=True, done_at=None).count(),
        "timers_overdue": await Timer.filter(parked_at=None, due_at__lte=await business_now()).count(),
        "timers_parked": await Timer.filter(parked_at__not_isnull=True).count(),
        "unread_overdue": await UnreadWatch.filter(look_at__lte=now - timedelta(minutes=1)).count(),
        "pushes_failing": await PushSubscription.filter(failures__gt=0).count(),
        "webhooks_unapplied": await WebhookEvent.filter(applied_at=None).count(),
    }
