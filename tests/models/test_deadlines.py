"""What will happen by itself in a conversation is said there beforehand."""

import pytest

from models.timer_effects import EFFECTS

SHOWN = {
    "lead.refund",
    "payment.expire",
    "payment.presume_complete",
    "escrow.release",
    "escrow.limit",
    "service.redo",
    "settlement.expire",
}
NOT_OF_A_CONVERSATION = {
    "auto_reload.retry": "fills a wallet",
    "budget.new_week": "tells those who spent",
    "deposit.check": "looks after a deposit whose news was lost",
    "lead.expire": "before anybody bought it",
    "dispute.sla": "tells operators",
    "escrow.alarm": "tells operators",
    "upload.erase": "of a file that nobody used",
    "withdrawal.expire": "between a handyman and his mailbox",
}
ONLY_SAYS_SOMETHING = {
    "lead.nudge_1h",
    "lead.nudge_12h",
    "lead.refund_reminder",
    "service.remind",
    "service.ask",
    "service.escalate",
}
FOR_STRIPE = {"checkout.expire": "the request that it belongs to has its own deadline"}


@pytest.mark.req("REF-05", "TIM-02", "TIM-05", "TIM-06")
def test_every_timer_is_a_deadline_of_its_conversation_or_is_none_of_its_people() -> None:
    """Each of `SHOWN` is in the state, and told when it moves: tests/realtime/stories.py."""
    assert EFFECTS.keys() == SHOWN | NOT_OF_A_CONVERSATION.keys() | ONLY_SAYS_SOMETHING | FOR_STRIPE.keys()
