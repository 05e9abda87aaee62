"""What doesn't agree is reported once, and stays open until it agrees or somebody has seen to it."""

from typing import Any
from uuid import UUID

import orjson
import structlog

from models.admin.audit_entry import audit
from models.clock import real_now
from models.columns import new_id
from models.db import current, transaction
from models.errors import NotFound
from models.reconciling.tables import ClosedAs, ReconciliationFinding

log = structlog.get_logger()

REPORT = """
    INSERT INTO reconciliation_findings (id, problem, about, subject_id, facts, found_at, seen_at)
    SELECT $1::uuid, $2::varchar, $3::varchar, $4::uuid, $5::jsonb, $6::timestamptz, $6::timestamptz
    WHERE NOT EXISTS (
        SELECT FROM reconciliation_findings WHERE problem = $2 AND about = $3 AND closed_as = 'dismissed')
    ON CONFLICT (problem, about) WHERE closed_at IS NULL
    DO UPDATE SET seen_at = excluded.seen_at, facts = excluded.facts
    RETURNING xmax = 0 AS is_new
"""


async def report(problem: str, about: str, *, subject_id: UUID | None = None, **facts: Any) -> None:
    """Facts are ids, amounts and states: never who somebody is."""
    values = [new_id(), problem, about, subject_id, orjson.dumps(facts).decode(), real_now()]
    async with transaction():
        said = await current().connection.execute_query_dict(REPORT, values)
    if said and said[0]["is_new"]:
        log.critical("reconciliation.found", problem=problem, about=about, subject=str(subject_id), **facts)


async def agrees(*names: str) -> None:
    """A look found nothing wrong with it, by Stripe's name or ours: what was reported has settled itself."""
    closed = await ReconciliationFinding.filter(about__in=names, closed_at=None).update(
        closed_at=real_now(), closed_as=ClosedAs.SETTLED
    )
    if closed:
        log.info("reconciliation.settled", about=names)


async def dismiss(finding_id: UUID, note: str, *, by: UUID | None = None) -> ReconciliationFinding:
    """Somebody has seen to it; a second time changes nothing. Raises NotFound."""
    async with transaction():
        found = ReconciliationFinding.filter(id=finding_id).select_for_update(no_key=True)
        finding = await found.get_or_none()
        if finding is None:
            raise NotFound
        if finding.closed_at is not None:
            return finding
        finding.closed_at, finding.closed_as = real_now(), ClosedAs.DISMISSED
        finding.closed_by_id, finding.note = by, note
        await finding.save(update_fields=["closed_at", "closed_as", "closed_by_id", "note"])
        if by is not None:
            await audit(by, "reconciliation.dismissed", finding.id, problem=finding.problem, note=note)
        return finding


async def open_findings() -> list[ReconciliationFinding]:
    return await ReconciliationFinding.filter(closed_at=None).order_by("found_at", "id")
