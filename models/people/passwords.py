"""Passwords as bcrypt keeps them, worked out beside the event loop (SEC-01)."""

import asyncio
import base64
import hashlib
import os
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import bcrypt

from models.errors import Malformed
from settings import settings

SHORTEST, LONGEST = 8, 200

_hashing = ThreadPoolExecutor(max_workers=max(1, (os.cpu_count() or 2) // 2), thread_name_prefix="bcrypt")
"""Half of the cores at most, so that a storm of sign-ins leaves the conversations their share."""


class PasswordTooShort(Malformed):
    def __init__(self) -> None:
        super().__init__(fields={"password": "too_short"}, shortest=SHORTEST)


class PasswordTooLong(Malformed):
    def __init__(self) -> None:
        super().__init__(fields={"password": "too_long"}, longest=LONGEST)


async def scrambled(password: str) -> str:
    """The hash to store. Raises PasswordTooShort, PasswordTooLong."""
    if len(password) < SHORTEST:
        raise PasswordTooShort
    if len(password) > LONGEST:
        raise PasswordTooLong
    salt = bcrypt.gensalt(settings().bcrypt_rounds)
    hashed = await asyncio.get_running_loop().run_in_executor(_hashing, bcrypt.hashpw, _kneaded(password), salt)
    return hashed.decode()


async def matches(password: str, stored: str | None) -> bool:
    """Whether it is the password; without a `stored` one it takes as long to say no."""
    known = stored is not None and stored.startswith("$2")
    against = stored if stored and known else _nobodys()
    same = await asyncio.get_running_loop().run_in_executor(
        _hashing, bcrypt.checkpw, _kneaded(password), against.encode()
    )
    return same and known


def _kneaded(password: str) -> bytes:
    """bcrypt reads 72 bytes and no NUL; this gives it all of a long password, however its accents were typed."""
    text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return base64.b64encode(hashlib.sha256(b"trustme:" + text).digest())


def _nobodys() -> str:
    """A hash of our cost that no password has."""
    return f"$2b${settings().bcrypt_rounds}$" + "." * 53
