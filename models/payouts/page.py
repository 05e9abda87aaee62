from models.notices.compose import environment
from models.notices.words import say_money, words_in
from models.payouts.tables import Withdrawal, WithdrawalStatus
from models.people.tables import User


def confirmation_page(withdrawal: Withdrawal, worker: User) -> str:
    """What the mail's link opens: the question, or that it was answered or is over."""
    words = words_in(worker.locale)
    is_open = withdrawal.status == WithdrawalStatus.REQUESTED
    state = "done" if withdrawal.confirmed_at else "ask" if is_open else "over"
    said = {
        "amount": say_money(withdrawal.amount, worker.locale),
        "bank": withdrawal.bank_name,
        "ends": withdrawal.clabe[-4:],
        "holder": withdrawal.account_holder,
    }
    shown = {
        "locale": worker.locale,
        "words": words,
        "state": state,
        "said": words[f"confirm.{state}"].format(**said),
    }
    return environment().get_template("confirm.html").render(shown)
