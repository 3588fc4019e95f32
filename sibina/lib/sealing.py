"""Secrets that must be read again: sealed with a key that stands outside the database; a stolen copy of it tells none.

A passphrase is a secret of this kind, and a private key. A password that is only compared is not: that is hashed.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBroken(ValueError):
    """The secret was sealed with another key, for another use, or too long ago."""


def seal(secret: bytes, *, use: str) -> bytes:
    """The secret, unreadable without the installation's key. What is sealed for one `use` is not read for another."""
    return _box(use).encrypt(secret)


def unseal(sealed: bytes | memoryview, *, use: str, seconds: int | None = None) -> bytes:
    """The secret again. Raises SealBroken; also when it is older than `seconds`."""
    try:
        return _box(use).decrypt(bytes(sealed), ttl=seconds)
    except InvalidToken as broken:
        raise SealBroken from broken


def _box(use: str) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_fernet(key, use) for key in keys])


@lru_cache(maxsize=16)
def _fernet(key: str, use: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"sibina {use}".encode()).derive(
        key.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
