"""Why a review, what is said about one, or its removal won't be."""

from models.contact_details import contact_details
from models.errors import Conflict, Refused


class WorkNotConfirmed(Refused):
    """A review comes after both sides, or the client's silence, have said that the work is done (C26)."""


class AlreadyReviewed(Conflict):
    pass


class ContactInReview(Refused):
    """`details.kinds` says what was seen and `details.field` where (REV-15)."""


class AlreadyResponded(Conflict):
    pass


class OwnReview(Refused):
    """Nobody reports what they wrote themselves."""


class AlreadyFlagged(Conflict):
    pass


class ReviewRemoved(Conflict):
    pass


class NothingFlagged(Conflict):
    """No report of this review waits to be looked at."""


def refuse_contact(**texts: str) -> None:
    for field, text in texts.items():
        if kinds := contact_details(text):
            raise ContactInReview("A review carries no contact details", field=field, kinds=kinds)
