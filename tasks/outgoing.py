"""Reactions that send money wait at the gate while an admin has frozen it."""

import functools
from datetime import timedelta

from models.outgoing.gate import OutgoingMoneyFrozen, gate
from tasks.event import Event, NotYet, Reaction

OUTGOING: set[str] = set()
"""Their names: while it is frozen, these aren't even leased."""
AGAIN_IN = timedelta(seconds=2)


def outgoing(reaction: Reaction) -> Reaction:
    """Mark a reaction whose calls send money: refunds to cards, transfers."""

    @functools.wraps(reaction)
    async def gated(event: Event) -> None:
        try:
            async with gate():
                await reaction(event)
        except OutgoingMoneyFrozen:
            raise NotYet("outgoing money is frozen", AGAIN_IN) from None

    OUTGOING.add(gated.__name__)
    return gated
