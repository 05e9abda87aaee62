import pytest

from models.people.passwords import PasswordTooLong, PasswordTooShort, matches, scrambled


@pytest.mark.req("SEC-01")
async def test_a_password_is_kept_as_bcrypt_of_ten_rounds_or_more() -> None:
    stored = await scrambled("correcta y larga")
    kind, rounds = stored.split("$")[1:3]
    assert kind == "2b"
    assert int(rounds) >= 10
    assert await matches("correcta y larga", stored)
    assert not await matches("correcta y largo", stored)


@pytest.mark.req("SEC-01")
async def test_seven_characters_are_too_few_and_eight_enough() -> None:
    with pytest.raises(PasswordTooShort):
        await scrambled("1234567")
    assert await matches("12345678", await scrambled("12345678"))


async def test_all_of_a_long_password_counts() -> None:
    stored = await scrambled("x" * 100 + "a")
    assert not await matches("x" * 100 + "b", stored)
    with pytest.raises(PasswordTooLong):
        await scrambled("x" * 201)


async def test_nul_and_differently_typed_accents_are_no_trouble() -> None:
    assert not await matches("contraseña", await scrambled("contraseña\0 y más"))
    assert await matches("contrasen\u0303a", await scrambled("contraseña"))


async def test_without_a_stored_hash_nothing_matches() -> None:
    assert not await matches("", None)
    assert not await matches("!", "!")
