from models.errors import Forbidden
from models.workers.tables import ApprovalStatus, WorkerProfile


class WorkerNotApproved(Forbidden):
    """Handymen buy and pay in once an admin has approved them (ACC-07)."""


def refuse_unapproved(profile: WorkerProfile | None) -> None:
    if profile is None or profile.approval_status != ApprovalStatus.APPROVED:
        raise WorkerNotApproved
