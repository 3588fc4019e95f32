"""The table of conversion as it holds, with its ground and how sure each row is."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.credit.ledger import actions, reads, rules
from sibina.credit.ledger.forms import RateForm
from sibina.credit.ledger.models import FORM_TITLES
from sibina.credit.ledger.sentences import amount_text, cap_text
from sibina.credit.ledger.types import ALL_FORMS, Conversion, CreditForm, Rate, VersionUsed
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
    may_change = request.membership.role == Role.PENGELOLA
    context = {
        "tab": "ledger:conversion",
        "holding": holding,
        "versions": [(version, version == holding) for version in versions],
        "table": table_of(_columns(holding, may_change=may_change), _rows(holding)) if holding else None,
        "certainties": dict(CERTAINTY_TITLES),
        "sees_city": request.membership.role in CITY_READERS,
    }
    return render(request, "ledger/conversion.html", context)


@allow(Role.PENGELOLA)
def change(request: CityRequest, form: str) -> HttpResponse:
    """Change one row from a day on; what was counted by the versions before stays as it was counted."""
    versions = reads.list_versions()
    if form not in {str(one) for one in ALL_FORMS} or not versions:
        raise Http404
    changed = rules.form_of(form)
    holding = rules.version_on(versions, timezone.localdate())
    rate = holding.rates.get(changed) if holding else None
    typed = RateForm(request.POST if request.method == "POST" else None, rate=rate)
    if request.method == "POST" and typed.is_valid():
        try:
            actions.change_rate(
                city=request.city, change=typed.change(changed), at=timezone.now(), by=request.user
            )
        except VersionUsed as used:
            told = _("Sejak %(day)s sudah ada tabel yang dipakai menghitung JP. Pilih hari lain.")
            typed.add_error("valid_from", told % {"day": f"{used.valid_from:%d-%m-%Y}"})
        else:
            messages.success(
                request,
                _(
                    "Versi baru tersimpan. Hitungan berikutnya menunjukkan siapa yang JP-nya berubah karenanya."
                ),
            )
            return redirect("ledger:conversion")
    title = dict(FORM_TITLES)[changed]
    return render(request, "ledger/rate.html", {"form": typed, "title": title})


Row = tuple[CreditForm, Rate]


def _rows(version: Conversion) -> list[Row]:
    """Rows in the order in which the forms are listed nationally."""
    return [(form, version.rates[form]) for form in ALL_FORMS if form in version.rates]


def _columns(version: Conversion, *, may_change: bool) -> list[Column]:
    titles = dict(FORM_TITLES)

    def address(row: Row) -> str:
        return reverse("ledger:rate", args=[str(row[0])])

    def certainty(row: Row) -> Certainty:
        return row[1].certainty or version.certainty

    return [
        Column("bentuk", _("Bentuk"), lambda row: str(titles[row[0]]), link=address if may_change else None),
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
