"""Business time in a test: each has a database of its own, and that is where the clock is read."""

from datetime import datetime

from tortoise import connections


async def stand_still_at(moment: datetime) -> None:
    """From now on, in this test's database, it is `moment`, to the millisecond."""
    await connections.get("default").execute_script(
        "CREATE OR REPLACE FUNCTION business_now() RETURNS timestamptz LANGUAGE sql STABLE AS"
        f" $$ SELECT timestamptz '{moment.isoformat()}' $$"
    )
