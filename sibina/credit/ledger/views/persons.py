"""One person's ledger (Buku JP): what counts, why something counts less, and what still counts."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.credit.ledger import reads
from sibina.credit.ledger.models import FORM_TITLES
from sibina.credit.ledger.sentences import (
    CREDIT_STATES,
    CREDIT_TONES,
    SOURCE_TITLES,
    jp_text,
    opening_text,
    why_sentence,
)
from sibina.credit.ledger.types import CreditState, Recognition, Source
from sibina.credit.ledger.views.places import CITY_READERS, PERSONS, year_of
from sibina.ground.cycles.api import CERTAINTY_TITLES
from sibina.ground.people.api import CityRequest, Person, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import WHOLE_CITY, allow
from sibina.lib.lists.api import Column, table_of
from sibina.lib.words import date_span, long_date, number, short_date

FORMS = {str(form): str(title) for form, title in FORM_TITLES}


@allow(*PERSONS)
def mine(request: CityRequest) -> HttpResponse:
    """My own ledger, for a phone: what I have, what is missing, what still counts."""
    found = reads.find_person(pk=request.membership.person_id or 0, sight=Sight())
    if found is None:
        return render(request, "ledger/nobody.html")
    return _book(request, found, is_own=True)


@allow(*CITY_READERS)
def person(request: CityRequest, pk: int) -> HttpResponse:
    """The ledger of somebody whom the reader sees."""
    found = reads.find_person(pk=pk, sight=get_sight(request.membership))
    if found is None:
        raise Http404
    return _book(request, found, is_own=found.pk == request.membership.person_id)


def _book(request: CityRequest, found: Person, *, is_own: bool) -> HttpResponse:
    year = year_of(request)
    today = timezone.localdate()
    credit = reads.get_credit(person=found, year=year, today=today)
    # One's own page is looked at on the phone: it asks no more than it must.
    changes = [] if is_own else reads.list_changes_of(person_id=found.pk)
    counted = {one.counting.year for one in changes} | {today.year - 1}
    context: dict[str, Any] = {
        "credit": credit,
        "person": found,
        "is_own": is_own,
        "year": year,
        "years": sorted(counted | {today.year, year}, reverse=True),
        "state": str(CREDIT_STATES[credit.stand.state]),
        "tone": CREDIT_TONES[credit.stand.state],
        "verdict": verdict_of(credit),
        "entries": table_of(_entry_columns(credit), credit.recognised),
        "by_form": [(FORMS[str(form)], jp_text(jp), number(many)) for form, jp, many in credit.by_form],
        "openings": _openings_by_gift(credit),
        "changes": changes,
        "facts": _facts(credit),
        "sees_city": request.membership.role in WHOLE_CITY,
    }
    return render(request, "ledger/person.html", context)


def _openings_by_gift(credit: reads.Credit) -> list[tuple[str, str, bool]]:
    """What still counts: what is given, the forms that give it, and whether their cap is used up; capped forms first."""
    forms: dict[str, list[str]] = {}
    used_up: set[str] = set()
    for one in sorted(credit.openings, key=lambda opening: (opening.left == 0, opening.most is None)):
        gift = opening_text(one)
        forms.setdefault(gift, []).append(FORMS[str(one.form)])
        if one.left == 0:
            used_up.add(gift)
    return [(gift, ", ".join(names), gift in used_up) for gift, names in forms.items()]


def verdict_of(credit: reads.Credit) -> str:
    """One sentence: how a person stands, and against which number."""
    stand = credit.stand
    told = {
        "short": jp_text(stand.short),
        "floor": number(int(credit.floor.value)),
        "ceiling": number(int(credit.ceiling.value)),
        "jp": jp_text(stand.period_jp),
        "since": long_date(stand.period.first) if stand.period else "",
    }
    sentences = {
        CreditState.MET: _("Batas bawah %(floor)s JP setahun sudah terpenuhi."),
        CreditState.SHORT: _("Masih kurang %(short)s JP dari %(floor)s JP setahun."),
        CreditState.WITHIN: _("%(jp)s dari paling lama %(ceiling)s JP dalam tahun kontrak sejak %(since)s."),
        CreditState.OVER: _("%(jp)s JP dalam tahun kontrak sejak %(since)s: melewati batas %(ceiling)s JP."),
        CreditState.NO_CONTRACT: _(
            "Awal kontrak belum diketahui, jadi batas %(ceiling)s JP per tahun kontrak belum dapat dinilai. "
            "BKPSDM melengkapinya lewat Data ASN (TMT)."
        ),
        CreditState.NOTED: _("JP dicatat; aturan tidak menyebut angka untuk jenis ASN ini."),
    }
    return sentences[stand.state] % told


def _entry_columns(credit: reads.Credit) -> list[Column]:
    def basis(one: Recognition) -> str:
        version = credit.version_of(one)
        return short_date(version.valid_from) if version else ""

    return [
        Column("kegiatan", _("Kegiatan"), "fact__title", link=_way_to),
        Column("bentuk", _("Bentuk"), _form_of),
        Column("waktu", _("Waktu"), lambda one: date_span(one.fact.starts_on, one.fact.ends_on)),
        Column("jp", _("JP diakui"), lambda one: jp_text(one.jp), kind="decimal"),
        Column("sertifikat", _("JP pada sertifikat"), "fact__printed", kind="number"),
        Column("nomor", _("Nomor sertifikat"), "fact__number"),
        Column("sebab", _("Mengapa kurang"), lambda one: why_sentence(one.why or "")),
        Column("aturan", _("Tabel sejak"), basis),
    ]


def _way_to(one: Recognition) -> str:
    is_outside = one.fact.source == Source.OUTSIDE
    return reverse("ledger:training", args=[one.fact.key]) if is_outside else ""


def _form_of(one: Recognition) -> str:
    """Form, where it was, and who reports it."""
    form = FORMS[str(one.fact.form)]
    source = str(SOURCE_TITLES[one.fact.source])
    told = {"form": form, "source": source}
    if one.fact.abroad:
        return _("%(form)s di luar negeri; %(source)s") % told
    return _("%(form)s; %(source)s") % told


def _facts(credit: reads.Credit) -> list[tuple[str, str]]:
    """By which versions of which rules: for «Dari mana angka ini?»."""
    certainty = dict(CERTAINTY_TITLES)
    used = {one.rule_id for one in credit.recognised}
    found = [
        (
            _("Batas bawah PNS"),
            _("%(jp)s JP per tahun kalender. %(basis)s")
            % {"jp": credit.floor.value, "basis": credit.floor.legal_basis},
        ),
        (
            _("Batas atas PPPK"),
            _("%(jp)s JP per tahun kontrak. %(basis)s")
            % {"jp": credit.ceiling.value, "basis": credit.ceiling.legal_basis},
        ),
    ]
    if credit.since is not None and credit.stand.period is not None:
        found.append((_("Awal kontrak"), long_date(credit.since)))
    for version in credit.versions:
        if version.rule_id in used or not used:
            title = _("Tabel konversi sejak %(day)s") % {"day": short_date(version.valid_from)}
            found.append((title, f"{version.legal_basis}. {certainty[version.certainty]}."))
    return found
