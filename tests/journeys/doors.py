"""How people come in: sign up, prove who they are, sign in."""

import re

from tests.journeys.browser import Reader
from tests.journeys.person import PASSWORD
from tests.journeys.spoken import expect


async def sign_up(person: Reader, door: str, full_name: str, email: str, phone: str) -> None:
    await person.opens("/")
    await person.shows("welcome")
    await person.taps(door)
    await person.writes("Nombre completo", full_name)
    await person.writes("Correo electrónico", email)
    await person.writes("Teléfono (WhatsApp)", phone)
    await person.writes("Contraseña", PASSWORD)
    await person.shows("sign-up")
    await person.taps("Crear cuenta")
    await person.is_at("/verify-phone")
    await person.taps("Enviar código")
    await expect(person.page.get_by_label("Código", exact=True)).to_be_visible()
    codes = await person.stack.outside.codes(phone)
    await person.writes("Código", codes[0]["code"])
    await person.shows("verify-phone")
    await person.taps("Verificar")
    await person.page.wait_for_url(lambda url: "verify-phone" not in url)
    await verify_mailbox(person, email)


async def verify_mailbox(person: Reader, email: str) -> None:
    """Follow the link of the mail, in the same browser."""
    link = None
    while link is None:
        mails = await person.stack.outside.mails(email)
        texts = [mail["text"] for mail in mails if "Confirm" in mail["subject"]]
        link = re.search(r"http\S+verify-email\S+", texts[0]) if texts else None
        await person.page.wait_for_timeout(50)
    await person.opens(link[0])
    await expect(person.page.get_by_role("heading", name="Correo verificado")).to_be_visible()
    await person.shows("mail-verified")


async def sign_in(person: Reader, email: str, password: str) -> None:
    """To an account that speaks the reader's language: it would speak its own otherwise."""
    await person.stack.sql("UPDATE users SET locale = $1 WHERE email = $2", person.language, email)
    await person.opens("/sign-in")
    await person.writes("Correo electrónico", email)
    await person.writes("Contraseña", password)
    await person.taps("Entrar")
    await person.page.wait_for_url(lambda url: "sign-in" not in url)
