"""When the database itself says no: a race lost at a constraint is a refusal like any other."""

from collections.abc import Iterator
from contextlib import contextmanager

from tortoise.exceptions import IntegrityError

from models.errors import Refusal


@contextmanager
def refusing(**refusals: type[Refusal]) -> Iterator[None]:
    """Around a whole transaction, which is lost by then: the violated constraint's name picks the refusal."""
    try:
        yield
    except IntegrityError as error:
        refusal = refusals.get(str(getattr(error.args[0], "constraint_name", "")))
        if refusal is None:
            raise
        raise refusal from None
