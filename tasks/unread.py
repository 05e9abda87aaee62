"""Every second or two: who is away and has unread messages is told once (R-17: at most one repeat per crash)."""

import structlog

from integrations import presence
from models.push.tell_absent import due, tell_absent
from models.push.watch import watch

log = structlog.get_logger()


async def look_for_unread() -> int:
    """Find what moved, then decide for everybody whose time has come; returns for how many."""
    await watch()
    watches = await due()
    if watches:
        here = await presence.online(set(watches.values()))
        pushed, mailed = await tell_absent(list(watches), here)
        if pushed or mailed:
            log.info("unread.told", pushed=pushed, mailed=mailed)
    return len(watches)
