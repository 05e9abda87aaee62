"""The number of a Mexican bank account: 18 digits, the first three the bank's, the last a control digit."""

import re

from models.errors import Refused
from models.payouts.banks import BANKS

WEIGHTS = (3, 7, 1)


class ClabeInvalid(Refused):
    """Not 18 digits, or one of them is wrong (R-10)."""


class BankUnknown(Refused):
    """Its first three digits are no bank that we know, and none was named."""


def control_digit(seventeen: str) -> int:
    products = (int(digit) * WEIGHTS[place % 3] % 10 for place, digit in enumerate(seventeen))
    return -sum(products) % 10


def bank_of(clabe: str, named: str | None = None) -> str:
    """The bank's name; `named` by the handyman only where we know none. Raises ClabeInvalid, BankUnknown."""
    if not re.fullmatch(r"[0-9]{18}", clabe) or control_digit(clabe[:17]) != int(clabe[17]):
        raise ClabeInvalid(field="clabe")
    bank = BANKS.get(clabe[:3], named)
    if bank is None:
        raise BankUnknown(field="bank_name")
    return bank
