"""A refund that failed, as staff take it in hand."""

from uuid import UUID

from models.errors import Conflict, Forbidden, NotFound
from models.payments.tables import ProviderRefund, RefundStatus
from models.people.tables import Role, User


class RefundNotFailed(Conflict):
    """It is on its way, has arrived, or somebody was quicker; `status` says which."""


async def hold_refund(refund_id: UUID, by: User) -> ProviderRefund:
    """A leaf: nothing else is locked after it. Raises Forbidden, NotFound."""
    if by.role != Role.ADMIN:
        raise Forbidden
    row = await ProviderRefund.filter(id=refund_id).select_for_update(no_key=True).get_or_none()
    if row is None:
        raise NotFound
    return row


def refuse_unfailed(row: ProviderRefund) -> None:
    if row.status is not RefundStatus.FAILED:
        raise RefundNotFailed(status=row.status)
