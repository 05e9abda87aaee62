from uuid import UUID

from models.admin.audit_entry import audit
from models.db import hold_one, transaction
from models.errors import Conflict, NotFound
from models.payouts.tables import PayoutAccount
from models.people.tables import User
from models.workers.tables import WorkerProfile


class AccountLinkedElsewhere(Conflict):
    """This account at Stripe is another handyman's."""


async def link_payout_account(worker_id: UUID, stripe_account_id: str, *, by: UUID) -> PayoutAccount:
    """Said again, nothing changes; another account takes the place of the first, for what is not being sent yet.

    Raises NotFound, AccountLinkedElsewhere.
    """
    async with transaction() as tx:
        await hold_one(User, worker_id)
        # of two who link the same account to two handymen, the second sees what the first did
        await tx.connection.execute_query(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [stripe_account_id]
        )
        if not await WorkerProfile.exists(user_id=worker_id):
            raise NotFound
        if await PayoutAccount.exclude(worker_id=worker_id).filter(stripe_account_id=stripe_account_id).exists():
            raise AccountLinkedElsewhere
        account = await PayoutAccount.get_or_none(worker_id=worker_id)
        if account is not None and account.stripe_account_id == stripe_account_id:
            return account
        account = account or PayoutAccount(worker_id=worker_id)
        account.stripe_account_id, account.linked_by_id = stripe_account_id, by
        account.linked_at = await tx.now()
        await account.save()
        await audit(by, "payout_account.linked", worker_id, stripe_account_id=stripe_account_id)
        return account
