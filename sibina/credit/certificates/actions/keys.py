"""Keys of the city: handing one in, and taking one out of use."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from sibina.credit.certificates.models import SigningKey
from sibina.credit.certificates.types import KeyRefused, KeyRefusedBecause
from sibina.lib.audit.api import record
from sibina.lib.sealing import seal
from sibina.lib.signing import KeyFile, KeyUnusable, read_key_file
from sibina.lib.tenancy.models import City

KEY_USE = "certificates signing key"
LONGEST_SUBJECT = 200


def open_key_file(content: bytes, passphrase: str) -> KeyFile:
    """What the file says of itself. Raises KeyRefused."""
    try:
        return read_key_file(content, passphrase)
    except KeyUnusable as unusable:
        raise KeyRefused(KeyRefusedBecause(unusable.why)) from unusable


@transaction.atomic
def add_key(
    *, city: City, label: str, content: bytes, passphrase: str, by: User | None, at: datetime
) -> SigningKey:
    """Keep a key file. The passphrase only opens it now, to see what it is, and is not kept. Raises KeyRefused."""
    told = open_key_file(content, passphrase)
    if told.valid_to <= at:
        raise KeyRefused(KeyRefusedBecause.EXPIRED)
    key = SigningKey(
        city=city,
        label=label,
        subject=told.subject[:LONGEST_SUBJECT],
        issuer=told.issuer[:LONGEST_SUBJECT],
        valid_from=told.valid_from,
        valid_to=told.valid_to,
        fingerprint=told.fingerprint,
        sealed=seal(content, use=KEY_USE),
        added_at=at,
        added_by=by,
    )
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError as known:
        raise KeyRefused(KeyRefusedBecause.KNOWN) from known
    data = {"name": label, "subject": key.subject, "valid_to": str(told.valid_to.date())}
    record(verb="certificates.key.added", city=city, by=by, at=at, target=key, data=data)
    return key


@transaction.atomic
def retire_key(*, key: SigningKey, by: User | None, at: datetime) -> None:
    """Use a key no longer and throw its content away; what it has signed stays signed. A second call changes nothing."""
    changed = SigningKey.objects.filter(pk=key.pk, retired_at__isnull=True).update(retired_at=at, sealed=b"")
    if changed:
        record(
            verb="certificates.key.retired",
            city=key.city,
            by=by,
            at=at,
            target=key,
            data={"name": key.label},
        )
