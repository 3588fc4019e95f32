"""The verb of the table of conversion: a row changes from a day on, as a version of the whole table."""

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.credit.ledger import reads, rules
from sibina.credit.ledger.types import RateChange, VersionUsed
from sibina.ground.cycles.api import Rule, put_rule, version_of
from sibina.ground.cycles.types import RuleKey
from sibina.lib.tenancy.models import City


@transaction.atomic
def change_rate(*, city: City, change: RateChange, at: datetime, by: User | None) -> Rule:
    """Write the table that holds on a day once more from that day on, with one row changed.

    A version that begins on the same day and that nothing was counted by yet takes the row in, so that several rows may
    change together. The next counting shows whom it changed. Raises VersionUsed; Rule.DoesNotExist without any table.
    """
    rows = Rule.objects.select_for_update(of=("self",)).filter(key=RuleKey.JP_CONVERSION)
    begun = rows.filter(valid_from__lte=change.valid_from).order_by("-valid_from").first()
    base = begun or rows.order_by("valid_from").get()
    if base.valid_from == change.valid_from and reads.is_counted_by(base.pk):
        raise VersionUsed(change.valid_from)
    minutes, rates = rules.rates_of(base.value)
    value = rules.value_of(minutes, rates | {change.form: change.rate})
    version = replace(
        version_of(base),
        value=value,
        valid_from=change.valid_from,
        valid_to=None,
        legal_basis=change.legal_basis,
    )
    return put_rule(city=city, version=version, at=at, by=by)
