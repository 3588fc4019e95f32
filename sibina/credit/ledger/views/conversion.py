"""The table of conversion as it holds, with its ground and how sure each row is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.credit.ledger import reads, rules
from sibina.credit.ledger.models import FORM_TITLES
from sibina.credit.ledger.sentences import amount_text, cap_text
from sibina.credit.ledger.types import ALL_FORMS, Conversion, CreditForm, Rate
from sibina.credit.ledger.views.places import CITY_READERS, PERSONS
from sibina.ground.cycles.api import CERTAINTY_TITLES
from sibina.ground.cycles.types import Certainty
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.lists.api import Column, table_of

TONES = {Certainty.READ: "good", Certainty.TOLD: "info", Certainty.REMEMBERED: "warn"}


@allow(*dict.fromkeys((*CITY_READERS, *PERSONS)))
def conversion(request: CityRequest) -> HttpResponse:
    """How each form becomes JP today, and the versions before and after."""
    versions = reads.list_versions()
    holding = rules.version_on(versions, timezone.localdate())
    context = {
        "tab": "ledger:conversion",
        "holding": holding,
        "versions": [(version, version == holding) for version in versions],
        "table": table_of(_columns(holding), _rows(holding)) if holding else None,
        "certainties": dict(CERTAINTY_TITLES),
        "sees_city": request.membership.role in CITY_READERS,
        "may_change": request.membership.role == Role.PENGELOLA,
    }
    return render(request, "ledger/conversion.html", context)


Row = tuple[CreditForm, Rate]


def _rows(version: Conversion) -> list[Row]:
    """Rows in the order in which the forms are listed nationally."""
    return [(form, version.rates[form]) for form in ALL_FORMS if form in version.rates]


def _columns(version: Conversion) -> list[Column]:
    titles = dict(FORM_TITLES)

    def certainty(row: Row) -> Certainty:
        return row[1].certainty or version.certainty

    return [
        Column("bentuk", _("Bentuk"), lambda row: str(titles[row[0]])),
        Column("dalam", _("Dalam negeri"), lambda row: amount_text(row[1], abroad=False)),
        Column("luar", _("Luar negeri"), lambda row: amount_text(row[1], abroad=True)),
        Column("batas", _("Batas"), lambda row: cap_text(row[1])),
        Column(
            "kepastian",
            _("Kepastian"),
            lambda row: str(dict(CERTAINTY_TITLES)[certainty(row)]),
            kind="badge",
            tone=lambda row: TONES[certainty(row)],
        ),
    ]
