"""Every second: who is away and has unread messages is told once (R-17: at most one repeat per crash)."""

import structlog

from integrations import presence
from models.push.tell_absent import due, tell_absent
from models.push.watch import watch

log = structlog.get_logger()


async def look_for_news() -> int:
    """Find what moved; nothing to hurry about, so the next look is a second away."""
    await watch()
    return 0


async def tell_who_is_away() -> int:
    """Decide for everybody whose time has come, a page at a time; returns for how many."""
    watches = await due()
    if watches:
        here = await presence.online(set(watches.values()))
        pushed, mailed = await tell_absent(list(watches), here)
        if pushed or mailed:
            log.info("unread.told", pushed=pushed, mailed=mailed)
    return len(watches)
