import pytest

from models.people.contact import (
    InvalidEmail,
    InvalidName,
    InvalidPhone,
    normal_email,
    normal_name,
    normal_phone,
)


@pytest.mark.req("ACC-04")
@pytest.mark.parametrize(
    "written",
    [
        "5512345678",
        "55 1234 5678",
        "(55) 1234-5678",
        "55.1234.5678",
        "+52 55 1234 5678",
        "+52 1 55 1234 5678",
        "+5215512345678",
        "521 55 1234 5678",
        "52 55 1234 5678",
        "044 55 1234 5678",
        "045 55 1234 5678",
        "+52 044 55 1234 5678",
        "01 55 1234 5678",
        "0052 55 1234 5678",
        "  5512345678\n",
    ],
)
def test_every_way_to_write_a_mexican_number_is_the_same_number(written: str) -> None:
    assert normal_phone(written) == "+525512345678"


@pytest.mark.req("ACC-04")
@pytest.mark.parametrize(
    ("written", "is_"), [("+1 (415) 555-2671", "+14155552671"), ("+34 612 345 678", "+34612345678")]
)
def test_a_foreign_number_stays_foreign(written: str, is_: str) -> None:
    assert normal_phone(written) == is_


@pytest.mark.parametrize(
    "written", ["", "123", "abc", "55 1234 567x", "+52 55", "55123456789", "+", "5512345678;ext=1", "٥٥١٢٣٤٥٦٧٨"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(InvalidPhone):
        normal_phone(written)


def test_addresses_that_differ_in_case_alone_are_one() -> None:
    assert normal_email(" Ana.Torres+TrustMe@Example.COM ") == "ana.torres+trustme@example.com"


@pytest.mark.parametrize(
    "written",
    ["", "ana", "ana@", "@example.com", "ana @example.com", "ana@example", "a@b@c.mx", "ana@exa\0mple.com"],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(InvalidEmail):
        normal_email(written)


@pytest.mark.parametrize(
    ("written", "is_"),
    [
        ("  Ana \t María\n Torres ", "Ana María Torres"),
        ("José\u202e Peña\u200b", "José Peña"),
        ("Ana\x1b[31m", "Ana[31m"),
        ("O'Brien-Núñez Jr.", "O'Brien-Núñez Jr."),
    ],
)
def test_a_name_is_one_line_without_anything_invisible(written: str, is_: str) -> None:
    assert normal_name(written) == is_


@pytest.mark.parametrize("written", ["\x1c", "\u200b\u2060", " . ", "\u202e"])
def test_what_shows_nothing_is_no_name(written: str) -> None:
    with pytest.raises(InvalidName):
        normal_name(written)


@pytest.mark.req("R-02", "LEAD-12")
@pytest.mark.parametrize("written", ["5512345678 Juan", "Juan j@gmail.com", "wa.me/525512345678", "55 1234 5678"])
def test_a_way_around_us_is_no_name(written: str) -> None:
    with pytest.raises(InvalidName):
        normal_name(written)
