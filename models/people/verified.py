"""Some things want a proven mailbox and a proven phone (ACC-03, ACC-04, R-01)."""

from models.errors import Forbidden
from models.people.tables import User


class EmailNotVerified(Forbidden):
    pass


class PhoneNotVerified(Forbidden):
    pass


def refuse_unverified(user: User) -> None:
    if not user.email_verified:
        raise EmailNotVerified
    if not user.phone_verified:
        raise PhoneNotVerified
