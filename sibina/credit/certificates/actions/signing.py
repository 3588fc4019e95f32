"""Having the sheets of an issue signed, a few at a time, so that a killed worker goes on where it was.

The passphrase is typed when the signing is asked for. It is sealed in the order while the work runs, for a few hours at
most, and removed at its end: nobody can sign with the database alone.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from sibina.credit.certificates.actions.keys import KEY_USE, open_key_file
from sibina.credit.certificates.actions.printing import file_name
from sibina.credit.certificates.models import Certificate, Issue, SigningKey, SigningOrder
from sibina.credit.certificates.types import KeyRefused, KeyRefusedBecause, NothingToSign, SigningWay
from sibina.lib.audit.api import record
from sibina.lib.documents import Typesetter
from sibina.lib.files.api import PDF, store_file
from sibina.lib.jobs.api import start_job
from sibina.lib.sealing import SealBroken, seal, unseal
from sibina.lib.signing import Look, OwnKey, Place, Service, ServiceSigner, Signer
from sibina.lib.words import moment

SIGN = "certificates.sign"
SECRET_USE = "certificates signing secret"
SECRET_HOURS = 6
SIGNATURE_PLACE = Place(page=0, box=(541, 84, 768, 132))
"""Between the signer's position and name, as `certificate.typ` sets them."""
LONGEST_FAILURE = 200


@dataclass(frozen=True)
class Secret:
    """What a signer types: the passphrase, and for the service whose it is."""

    passphrase: str
    number: str = ""
    name: str = ""


@transaction.atomic
def start_signing(
    *, issue: Issue, key: SigningKey | None, secret: Secret, by: User | None, at: datetime
) -> SigningOrder:
    """Have every valid sheet of the issue signed: with this key of the city, or without one by the service.

    Raises KeyRefused (the passphrase is tried on an own key), NothingToSign.
    """
    waiting = Certificate.objects.filter(issue=issue, signed_file__isnull=True, revoked_on__isnull=True)
    many = waiting.count()
    if not many:
        raise NothingToSign
    if key is not None:
        _check_key(key, secret, at)
    order = SigningOrder(
        city=issue.city,
        issue=issue,
        way=SigningWay.SERVICE if key is None else SigningWay.OWN_KEY,
        key=key,
        sealed_secret=seal(json.dumps(vars(secret)).encode(), use=SECRET_USE),
        asked_at=at,
        asked_by=by,
    )
    order.save()
    title = _("Tanda tangan %(title)s") % {"title": issue.title}
    order.job = start_job(
        city=issue.city, kind=SIGN, title=title, at=at, by=by, arguments={"order_id": order.pk}
    )
    order.save(update_fields=["job"])
    data = {"title": issue.title, "certificates": many, "key": key.label if key else ""}
    record(verb="certificates.signing.asked", city=issue.city, by=by, at=at, target=issue, data=data)
    return order


def _check_key(key: SigningKey, secret: Secret, at: datetime) -> None:
    if key.retired_at is not None or key.valid_to <= at:
        raise KeyRefused(KeyRefusedBecause.EXPIRED)
    if key.valid_from > at:
        raise KeyRefused(KeyRefusedBecause.NOT_YET)
    open_key_file(_content_of(key), secret.passphrase)


def _content_of(key: SigningKey) -> bytes:
    try:
        return unseal(key.sealed, use=KEY_USE)
    except SealBroken as broken:
        raise KeyRefused(KeyRefusedBecause.SEAL_BROKEN) from broken


def open_signer(order: SigningOrder) -> Signer:
    """Whoever signs for this order. Raises SealBroken when the secret is gone, KeyRefused."""
    sealed = order.sealed_secret
    if sealed is None:
        raise SealBroken
    seconds = int(timedelta(hours=SECRET_HOURS).total_seconds())
    secret = Secret(**json.loads(unseal(sealed, use=SECRET_USE, seconds=seconds)))
    if order.key is not None:
        return OwnKey(_content_of(order.key), secret.passphrase)
    return ServiceSigner(
        Service(**settings.SIGNING_SERVICE),
        name=secret.name,
        number=secret.number,
        passphrase=secret.passphrase,
    )


def picture_of(signer: Signer, *, at: datetime) -> Look:
    """How the signature is seen on every sheet of an order; `at` carries the city's zone."""
    left, bottom, right, top = SIGNATURE_PLACE.box
    words = _("Ditandatangani secara elektronik")
    told = {"words": words, "name": signer.name, "day": moment(at)}
    drawn = Typesetter("signature.typ").set(told | {"width": right - left, "height": top - bottom})
    return Look(picture=drawn, place=SIGNATURE_PLACE, reason=words)


@transaction.atomic
def sign_next(*, issue: Issue, signer: Signer, look: Look, most: int, at: datetime) -> int:
    """Sign and store the next `most` sheets that are made, valid and unsigned; how many were. Call until it answers 0.

    Raises SigningFailed at the first that is refused; nothing of this call is kept then.
    """
    rows = Certificate.objects.filter(
        issue=issue, file__isnull=False, signed_file__isnull=True, revoked_on__isnull=True
    )
    rows = rows.select_related("file").select_for_update(of=("self",)).order_by("sequence")
    found = list(rows[:most])
    for row in found:
        content = signer.sign(bytes(row.file.content), look)  # type: ignore[union-attr]
        row.signed_file = store_file(
            city=issue.city, name=file_name(row), content=content, at=at, content_type=PDF
        )
        row.signed_at, row.signed_by = at, signer.name[:LONGEST_FAILURE]
        row.save(update_fields=["signed_file", "signed_at", "signed_by"])
    return len(found)


@transaction.atomic
def forget_secret(*, order: SigningOrder, signed: int, at: datetime) -> None:
    """The order has ended: its secret is removed, and the trail says how many were signed."""
    SigningOrder.objects.filter(pk=order.pk).update(sealed_secret=None)
    issue = order.issue
    data = {"title": issue.title, "certificates": signed}
    record(
        verb="certificates.signing.ended", city=issue.city, by=order.asked_by, at=at, target=issue, data=data
    )


@transaction.atomic
def forget_old_secrets(*, at: datetime) -> int:
    """Remove the secrets of orders that came to no end: a worker killed again and again. How many there were."""
    old = SigningOrder.objects.filter(
        sealed_secret__isnull=False, asked_at__lt=at - timedelta(hours=SECRET_HOURS)
    )
    return old.update(sealed_secret=None)
