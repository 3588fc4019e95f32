"""The code at the door, which changes, and the code of a participant, which does not."""

import hmac
from base64 import b32encode
from datetime import datetime, timedelta
from hashlib import sha256

STEP_SECONDS = 30
LATE_STEPS = 1
"""A code may be this many steps old when it arrives: the line is slow, and people type."""
TICKET_LIFE = timedelta(minutes=10)
"""Who opened a fresh code has this long to log in and press the button."""
DOOR_LENGTH, PERSONAL_LENGTH = 10, 8


def _digest(secret: bytes, number: int, length: int) -> str:
    return b32encode(hmac.digest(secret, number.to_bytes(8, "big"), sha256)).decode()[:length]


def step_at(at: datetime) -> int:
    """Which code is shown at a time."""
    return int(at.timestamp()) // STEP_SECONDS


def seconds_left(at: datetime) -> int:
    """How long the code that is shown now stays."""
    return STEP_SECONDS - int(at.timestamp()) % STEP_SECONDS


def door_code(secret: bytes, at: datetime) -> str:
    """What the door of a day shows at a time; `secret` is the day's own."""
    return _digest(secret, step_at(at), DOOR_LENGTH)


def is_fresh_code(code: str, secret: bytes, at: datetime) -> bool:
    """Is this the code that is shown now, or one of the steps just before?"""
    shown = [_digest(secret, step_at(at) - back, DOOR_LENGTH) for back in range(LATE_STEPS + 1)]
    return any(hmac.compare_digest(code.upper().encode(), one.encode()) for one in shown)


def personal_code(secret: bytes, enrolment_id: int) -> str:
    """What a participant shows, or says, to be found on the organiser's list; `secret` is the session's own."""
    return _digest(secret, enrolment_id, PERSONAL_LENGTH)
