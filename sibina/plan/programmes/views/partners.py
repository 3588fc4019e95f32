"""The pages of partners: the register, one partner, an agreement, the sessions that rest on it, a partner's own page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.editing.types import Overtaken
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page, table_of
from sibina.lib.words import date_span, number
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.forms import AgreementForm, PartnerForm, RestingForm
from sibina.plan.programmes.models import PARTNER_KIND_TITLES, Agreement, Offering, Partner
from sibina.plan.programmes.sentences import (
    AGREEMENT_STATES,
    AGREEMENT_TONES,
    REVIEW_STATES,
    REVIEW_TONES,
    sentence_of,
)
from sibina.plan.programmes.types import (
    AgreementState,
    EndsBeforeItBegins,
    NumberTaken,
    OutsideAgreement,
    PartnershipError,
)
from sibina.plan.programmes.views.contributions import CONTRIBUTION_COLUMNS, contribution_rows

READERS = tuple(sorted(WHOLE_CITY))
FIELD_OF = {NumberTaken: "number", EndsBeforeItBegins: "ends_on", OutsideAgreement: "ends_on"}
MOST_SESSIONS = 200


def is_officer(request: CityRequest) -> bool:
    """May this member write about partners?"""
    return request.membership.role == Role.PENGELOLA


def way_to(*parts: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way back to the register, and on to here."""
    return [(_("Mitra"), reverse("partners:list")), *parts]


@allow(*READERS, Role.KEPALA_OPD)
def partners(request: CityRequest) -> HttpResponse:
    """The register."""
    spec = ListSpec(
        name="mitra",
        title=_("Mitra"),
        lead=_("Perguruan tinggi, organisasi profesi, dan instansi yang mengembangkan ASN bersama kota."),
        columns=[
            Column("nama", _("Nama"), "name", sort="name", link=address_of("partners:partner"), width=44),
            Column("jenis", _("Jenis"), "get_kind_display", sort="kind"),
            Column("tempat", _("Tempat"), "whereabouts", sort="place"),
            Column("kantor", _("Kantor penghubung"), "office"),
            Column("berlaku", _("Perjanjian berlaku"), "in_force", sort="in_force", kind="number"),
            Column(
                "keadaan",
                _("Keadaan"),
                lambda row: _("Aktif") if row.is_active else _("Tidak aktif"),
                kind="badge",
                tone=lambda row: "good" if row.is_active else "",
            ),
        ],
        search=("name", "place", "country", "office"),
        search_label=_("Nama, tempat, atau kantor"),
        filters=[
            Filter("jenis", _("Jenis"), PARTNER_KIND_TITLES, "kind"),
            Filter("aktif", _("Keadaan"), [("True", _("Aktif")), ("False", _("Tidak aktif"))], "is_active"),
        ],
        order="nama",
        empty=_no_partner(request),
    )
    return list_page(
        request,
        rows=reads.list_partners(day=timezone.localdate()),
        spec=spec,
        template="programmes/partners/list.html",
        extra={
            "may_change": is_officer(request),
            "sees_agreements": request.membership.role in WHOLE_CITY,
            "lapsing": len(reads.list_lapsing(day=timezone.localdate())),
        },
    )


def _no_partner(request: CityRequest) -> Empty:
    title = _("Belum ada mitra")
    if not is_officer(request):
        return Empty(title, _("Pengelola BKPSDM yang mencatatnya."), icon="link")
    text = _("Catat lembaganya dulu, lalu perjanjian dan kontribusinya.")
    return Empty(title, text, link=reverse("partners:new"), link_text=_("Catat mitra"), icon="link")


def get_partner(pk: int) -> Partner:
    """The partner, or the page that says it is not there."""
    found = reads.find_partner(partner_id=pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS, Role.KEPALA_OPD)
def partner(request: CityRequest, pk: int) -> HttpResponse:
    """One partner with its agreements and, for those who see the whole city, what it gives."""
    found = get_partner(pk)
    sees_all = request.membership.role in WHOLE_CITY
    agreements = reads.list_agreements(partner=found)
    context = {
        "partner": found,
        "may_change": is_officer(request),
        "agreements": table_of(agreement_columns(linked=sees_all, of_one=True), agreements),
        "contributions": table_of(
            CONTRIBUTION_COLUMNS, contribution_rows(reads.list_contributions(partner=found))
        )
        if sees_all
        else None,
    }
    return render(request, "programmes/partners/partner.html", context)


@allow(Role.PENGELOLA)
def edit_partner(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """A partner to be written; without a number a new one."""
    found = get_partner(pk) if pk is not None else None
    form = PartnerForm(request.POST if request.method == "POST" else None, partner=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_partner(
                city=request.city,
                partner=found,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except Overtaken as overtaken:
            now = get_partner(pk or 0)
            tell_overtaken(form, overtaken, revision=now.revision, stored=form.stored(now))
        except PartnershipError as refused:
            form.add_error("name", sentence_of(refused))
        else:
            messages.success(request, _("Mitra %(name)s disimpan.") % {"name": saved.name})
            return redirect("partners:partner", pk=saved.pk)
    return render(request, "programmes/partners/edit_partner.html", {"form": form, "partner": found})


def agreement_columns(*, linked: bool, of_one: bool) -> list[Column]:
    """The columns of agreements; `of_one`: of one partner, whose name stands above."""
    day = timezone.localdate()
    days_before = reads.reminder_days(day=day)

    def state(row: Agreement) -> AgreementState:
        return reads.state_of(row, day=day, days_before=days_before)

    whose = Column(
        "mitra",
        _("Mitra"),
        "partner__name",
        sort="partner__name",
        link=address_of("partners:partner", "partner_id"),
        width=34,
    )
    return [
        Column(
            "nomor",
            _("Nomor"),
            "number",
            sort="number",
            link=address_of("partners:agreement") if linked else None,
        ),
        *([] if of_one else [whose]),
        Column("tentang", _("Tentang"), "title", sort="title", width=44),
        Column("jenis", _("Jenis"), "get_kind_display", sort="kind"),
        Column(
            "masa",
            _("Masa berlaku"),
            lambda row: date_span(row.starts_on, row.ends_on),
            sort="ends_on",
            width=30,
        ),
        Column(
            "keadaan",
            _("Keadaan"),
            lambda row: AGREEMENT_STATES[state(row)],
            kind="badge",
            tone=lambda row: AGREEMENT_TONES[state(row)],
        ),
    ]


@allow(*READERS)
def agreements(request: CityRequest) -> HttpResponse:
    """All agreements; `?keadaan=ending` are those that end soon."""
    day = timezone.localdate()
    days_before = reads.reminder_days(day=day)

    def stand_so(rows: Any, value: str) -> Any:
        return reads.in_state(rows, AgreementState(value), day=day, days_before=days_before)

    spec = ListSpec(
        name="perjanjian",
        title=_("Perjanjian dengan mitra"),
        lead=_(
            "Nota kesepahaman dan perjanjian kerja sama. «Segera berakhir» sejak %(days)s hari sebelumnya."
        )
        % {"days": number(days_before)},
        columns=agreement_columns(linked=True, of_one=False),
        search=("number", "title", "partner__name", "scope"),
        search_label=_("Nomor, tentang, mitra, atau bidang"),
        filters=[Filter("keadaan", _("Keadaan"), list(AGREEMENT_STATES.items()), stand_so)],
        order="masa",
        crumbs=way_to(),
        empty=Empty(
            _("Belum ada perjanjian"),
            _("Perjanjian dicatat dari halaman mitranya."),
            link=reverse("partners:list"),
            link_text=_("Buka daftar mitra"),
            icon="file",
        ),
    )
    return list_page(request, rows=reads.list_agreements(), spec=spec)


def get_agreement(pk: int, partner: Partner | None = None) -> Agreement:
    """The agreement, of this partner where one is given, or the page that says it is not there."""
    found = reads.find_agreement(agreement_id=pk, partner=partner)
    if found is None:
        raise Http404
    return found


@allow(*READERS, Role.MITRA)
def agreement(request: CityRequest, pk: int) -> HttpResponse:
    """One agreement: what it says, what the partner gives under it, which sessions rest on it."""
    partner = None
    if request.membership.role == Role.MITRA:
        partner = reads.find_partner_of(request.membership)
        if partner is None:
            raise Http404
    found = get_agreement(pk, partner)
    day = timezone.localdate()
    state = reads.state_of(found, day=day, days_before=reads.reminder_days(day=day))
    sessions = list(reads.list_resting(agreement=found)[:MOST_SESSIONS])
    is_partner = partner is not None
    context = {
        "agreement": found,
        "state": AGREEMENT_STATES[state],
        "tone": AGREEMENT_TONES[state],
        "is_ending": state == AgreementState.ENDING,
        "days_left": (found.ends_on - day).days,
        "may_change": is_officer(request),
        "is_partner": is_partner,
        "contributions": table_of(
            CONTRIBUTION_COLUMNS[:1] + CONTRIBUTION_COLUMNS[2:],
            contribution_rows(reads.list_contributions(agreement=found), linked=not is_partner),
        ),
        "sessions": table_of(session_columns(linked=not is_partner), sessions),
    }
    return render(request, "programmes/partners/agreement.html", context)


def session_columns(*, linked: bool) -> list[Column]:
    """Sessions as a partner may know them: what, when, where; nobody's name."""
    link = address_of("programmes:programme", "programme_id") if linked else None
    return [
        Column("kode", _("Sesi"), "code"),
        Column("program", _("Program"), "programme__name", link=link, width=40),
        Column("waktu", _("Waktu"), _when, width=30),
        Column("tempat", _("Tempat"), "venue"),
        Column("kursi", _("Kursi"), "seats", kind="number"),
    ]


def _when(row: Offering) -> str:
    return date_span(row.starts_on, row.ends_on)


@allow(Role.PENGELOLA)
def new_agreement(request: CityRequest, pk: int) -> HttpResponse:
    """An agreement with a partner to be written."""
    return _agreement_page(request, get_partner(pk), None)


@allow(Role.PENGELOLA)
def edit_agreement(request: CityRequest, pk: int) -> HttpResponse:
    """An agreement to be changed."""
    found = get_agreement(pk)
    return _agreement_page(request, found.partner, found)


def _agreement_page(request: CityRequest, partner: Partner, found: Agreement | None) -> HttpResponse:
    programmes = list(reads.list_programmes().order_by("name"))
    form = AgreementForm(
        request.POST if request.method == "POST" else None, agreement=found, programmes=programmes
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_agreement(
                partner=partner,
                agreement=found,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except Overtaken as overtaken:
            now = get_agreement(found.pk if found else 0)
            tell_overtaken(form, overtaken, revision=now.revision, stored=form.stored(now))
        except PartnershipError as refused:
            form.add_error(FIELD_OF.get(type(refused)), sentence_of(refused))
        else:
            messages.success(request, _("Perjanjian %(number)s disimpan.") % {"number": saved.number})
            return redirect("partners:agreement", pk=saved.pk)
    context = {"form": form, "partner": partner, "agreement": found}
    return render(request, "programmes/partners/edit_agreement.html", context)


@allow(Role.PENGELOLA)
def resting_sessions(request: CityRequest, pk: int) -> HttpResponse:
    """Choose which sessions of the open year rest on the agreement."""
    found = get_agreement(pk)
    restable = list(reads.list_restable(agreement=found))
    form = RestingForm(request.POST if request.method == "POST" else None, restable=restable, agreement=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rest_sessions(
                agreement=found,
                offering_ids=form.cleaned_data["sessions"],
                by=request.user,
                at=timezone.now(),
            )
        except OutsideAgreement as refused:
            form.add_error("sessions", sentence_of(refused))
        else:
            told = _("%(n)s sesi bersandar pada perjanjian ini.")
            messages.success(request, told % {"n": number(len(form.cleaned_data["sessions"]))})
            return redirect("partners:agreement", pk=pk)
    context = {"form": form, "agreement": found, "has_sessions": bool(restable)}
    return render(request, "programmes/partners/resting.html", context)


REVIEW_COLUMNS = [
    Column(
        "program",
        gettext_lazy("Program"),
        "review__version__programme__name",
        link=lambda row: reverse("partners:review", args=[row.review.pk]),
        width=44,
    ),
    Column("versi", gettext_lazy("Versi"), "review__version__number", kind="number"),
    Column("diminta", gettext_lazy("Diminta"), "review__asked_at", kind="moment"),
    Column(
        "keadaan",
        gettext_lazy("Keadaan"),
        lambda row: REVIEW_STATES[row.state],
        kind="badge",
        tone=lambda row: REVIEW_TONES[row.state],
    ),
]
"""What a partner was given to review, on the partner's own page."""


@allow(Role.MITRA)
def own_page(request: CityRequest) -> HttpResponse:
    """What a partner's people see: their agreements, what they give, the sessions in which they are named."""
    found = reads.find_partner_of(request.membership)
    if found is None:
        return render(request, "programmes/partners/own.html", {"partner": None})
    contributions = contribution_rows(reads.list_contributions(partner=found), linked=False)
    context = {
        "partner": found,
        "agreements": table_of(
            agreement_columns(linked=True, of_one=True), reads.list_agreements(partner=found)
        ),
        "contributions": table_of(CONTRIBUTION_COLUMNS, contributions),
        "reviews": table_of(REVIEW_COLUMNS, reads.list_reviews_of(partner=found)),
        "sessions": table_of(
            session_columns(linked=False), reads.list_named_sessions(partner=found)[:MOST_SESSIONS]
        ),
    }
    return render(request, "programmes/partners/own.html", context)
