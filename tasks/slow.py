"""taskiq carries slow reactions to wherever a worker has a hand free.

It is never the memory: the outbox row stays leased until the reaction is done, so what Redis loses is leased
again. That is why the plain list broker is enough (docs/decisions tells what the stream broker does wrong).
"""

import structlog
from redis.exceptions import RedisError
from taskiq.serializers import JSONSerializer
from taskiq_redis import ListQueueBroker

from models.engine_tables import OutboxRow
from settings import settings
from tasks import outbox

log = structlog.get_logger()

QUEUE = "trustme:slow"


def create_broker() -> ListQueueBroker:
    """A broker whose one task runs a leased outbox row. Blocking reads need redis-py's timeout off."""
    broker = ListQueueBroker(settings().redis_url, queue_name=QUEUE, socket_timeout=None).with_serializer(
        JSONSerializer()
    )
    broker.register_task(run_row, task_name="run_row")
    return broker


async def run_row(row_id: int) -> None:
    # Also one that was parked because it stood in this queue for too long.
    row = await OutboxRow.get_or_none(id=row_id, done_at=None)
    if row is not None:
        await outbox.run(row)


def carried_by(broker: ListQueueBroker) -> outbox.Carrier:
    """How the outbox hands a row over; without Redis it does the work itself (R-26)."""

    async def carry(row_id: int) -> bool:
        task = broker.find_task("run_row")
        assert task is not None  # noqa: S101 - registered above
        try:
            await task.kiq(row_id)
        except (RedisError, OSError) as error:
            log.warning("slow.not_carried", error=type(error).__name__)
            return False
        return True

    return carry
