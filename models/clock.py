"""The two clocks (R-18).

Business time dates domain rows, timers, weeks, tokens and codes; the sandbox can move it. It is read from the
database, so that all nodes agree: `Transaction.now()` inside a verb, `business_now()` outside one. Real time
rules sessions, signatures, rate limits and backoff.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tortoise import connections

MEXICO_CITY = ZoneInfo("America/Mexico_City")


def real_now() -> datetime:
    return datetime.now(UTC)


async def business_now() -> datetime:
    rows = await connections.get("default").execute_query_dict("SELECT business_now() AS now")
    now: datetime = rows[0]["now"]
    return now


def week_of(moment: datetime) -> date:
    """The Monday, in Mexico City, of the week that `moment` falls into (R-07)."""
    day = moment.astimezone(MEXICO_CITY).date()
    return day - timedelta(days=day.weekday())


def week_ends_at(monday: date) -> datetime:
    """The next Monday's 00:00 in Mexico City."""
    following = monday + timedelta(days=7)
    return datetime(following.year, following.month, following.day, tzinfo=MEXICO_CITY).astimezone(UTC)
