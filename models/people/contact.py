"""Addresses and numbers in the one form in which they are stored and compared."""

import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from models.contact_details import contact_details
from models.errors import Malformed
from settings import settings

HOME = "MX"


class InvalidEmail(Malformed):
    def __init__(self) -> None:
        super().__init__(fields={"email": "invalid"})


class InvalidPhone(Malformed):
    def __init__(self) -> None:
        super().__init__(fields={"phone": "invalid"})


class InvalidName(Malformed):
    def __init__(self) -> None:
        super().__init__(fields={"full_name": "invalid"})


SHOWN_LATER = {"phone", "email", "link"}


def normal_name(text: str) -> str:
    """One line, single spaces, nothing invisible that could turn what follows around. Raises InvalidName.

    Nor a phone, mailbox or link: a first name is shown before the contact is (R-02, LEAD-12).
    """
    seen = (each for each in text if each.isspace() or not unicodedata.category(each).startswith("C"))
    name = " ".join("".join(seen).split())
    if not any(character.isalnum() for character in name) or SHOWN_LATER & set(contact_details(name)):
        raise InvalidName
    return name


def normal_email(text: str) -> str:
    """Lower case throughout: nobody has two mailboxes that differ only there. Raises InvalidEmail.

    The reserved `.test` is for tests: production refuses it.
    """
    try:
        address = validate_email(
            text.strip(),
            check_deliverability=False,
            test_environment=settings().trustme_env != "production",
            allow_smtputf8=False,
        )
    except EmailNotValidError:
        raise InvalidEmail from None
    return address.normalized.lower()


def normal_phone(text: str) -> str:
    """E.164, Mexican unless it says otherwise (ACC-04). Raises InvalidPhone.

    Mexico dropped its prefixes in 2019 and people go on writing them: 044 and 045 before a mobile, 01 before a
    town, 1 after +52.
    """
    digits = re.sub(r"[^0-9+]", "", text)
    digits = re.sub(r"^(\+|00)?52(1|044|045)?(?=[0-9]{10}$)", "+52", digits)
    digits = re.sub(r"^(044|045|01)(?=[0-9]{10}$)", "+52", digits)
    if re.search(r"[^0-9+\s().\-/]", text):
        raise InvalidPhone
    try:
        number = phonenumbers.parse(digits, HOME)
    except phonenumbers.NumberParseException:
        raise InvalidPhone from None
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
