"""Saying how certificates are numbered and who signs them."""

from dataclasses import asdict
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from sibina.credit.certificates.models import CertificateSettings
from sibina.credit.certificates.rules import check_pattern
from sibina.credit.certificates.types import SettingsFacts
from sibina.lib.audit.api import record
from sibina.lib.editing.api import Overtaken, check_revision, mark_changed
from sibina.lib.tenancy.models import City


@transaction.atomic
def save_settings(
    *, city: City, facts: SettingsFacts, revision: int, by: User | None, at: datetime
) -> CertificateSettings:
    """Write the city's settings; they hold for what is issued from now on. Raises PatternRefused, Overtaken."""
    check_pattern(facts.pattern)
    found = CertificateSettings.objects.select_for_update().first()
    if found:
        check_revision(found, revision)
    else:
        found = CertificateSettings(city=city, revision=0)
    for name, value in asdict(facts).items():
        setattr(found, name, value)
    try:
        with transaction.atomic():
            mark_changed(found, by=by, at=at).save()
    except IntegrityError as lost:
        # Two officers wrote the first settings at once.
        raise Overtaken("", at) from lost
    record(
        verb="certificates.settings.saved",
        city=city,
        by=by,
        at=at,
        target=found,
        data={"typed": asdict(facts)},
    )
    return found
