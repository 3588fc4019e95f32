"""The pages of the pool: who can guide, who was added or taken out, who may not guide whom."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sibina.deliver.mentoring import actions, reads
from sibina.deliver.mentoring.forms import NOT_FOUND, AddMentorForm, BarForm, MentorForm
from sibina.deliver.mentoring.models import Mentor
from sibina.deliver.mentoring.sentences import ROLES, refusal_of
from sibina.deliver.mentoring.types import InPoolAlready, PlacesTaken
from sibina.deliver.mentoring.views.rounds import READERS
from sibina.ground.people.api import CityRequest, Person, get_sight, list_offices
from sibina.lib.access import Role, allow
from sibina.lib.editing.api import Overtaken
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page

EDITORS = (Role.PENGELOLA, Role.KEPALA_OPD)


def _state(row: Mentor) -> tuple[str, str]:
    if row.is_out:
        return _("Dikeluarkan OPD"), "warn"
    if not row.is_listed:
        return _("Tidak lagi memenuhi"), ""
    return (_("Penuh"), "info") if row.guided >= row.capacity else (_("Dapat membimbing"), "good")


@require_safe
@allow(*READERS)
def mentors(request: CityRequest) -> HttpResponse:
    """The pool, as far as the reader sees its people."""
    sight, today = get_sight(request.membership), timezone.localdate()
    states = {
        "ikut": {"is_out": False, "is_listed": True},
        "dikeluarkan": {"is_out": True},
        "tidak-lagi": {"is_listed": False},
    }
    titles = [
        ("ikut", _("Ikut")),
        ("dikeluarkan", _("Dikeluarkan OPD")),
        ("tidak-lagi", _("Tidak lagi memenuhi")),
    ]
    spec = ListSpec(
        name="mentor",
        title=_("Mentor"),
        lead=_("Atasan dan kepala menurut jabatan, senior menurut golongan dan masa kerja, dan yang ditambahkan OPD."),
        columns=[
            Column(
                "nama", _("Nama"), lambda row: str(row.person), sort="person__name",
                link=address_of("mentoring:mentor"), width=34,
            ),
            Column("unit", _("Unit"), "person__unit__name", sort="person__unit__name", width=30),
            Column("opd", _("OPD"), "person__office__name", sort="person__office__name", width=30),
            Column("sebagai", _("Sebagai"), "get_role_display", sort="role"),
            Column("membimbing", _("Membimbing"), "guided", sort="guided", kind="number"),
            Column("daya", _("Daya bimbing"), "capacity", sort="capacity", kind="number"),
            Column("keadaan", _("Keadaan"), lambda row: _state(row)[0], kind="badge", tone=lambda row: _state(row)[1]),
        ],
        search=("person__folded_name__contains", "person__number__contains"),
        search_label=_("Cari nama atau NIP"),
        filters=[
            Filter("sebagai", _("Sebagai"), list(ROLES.items()), "role"),
            Filter("keadaan", _("Keadaan"), titles, lambda rows, value: rows.filter(**states[value])),
            Filter("opd", _("OPD"), list_offices(sight=sight, day=today), "person__office_id"),
        ],
        order="nama",
        joining=reads.join_mentors,
        crumbs=[(_("Pendampingan"), reverse("mentoring:home"))],
        empty=Empty(_("Belum ada mentor"), _("Daftar mentor disusun saat pegawai baru dipasangkan."), icon="users"),
    )  # fmt: skip
    extra = {"may_edit": request.membership.role in EDITORS}
    return list_page(
        request,
        rows=reads.list_mentors(sight=sight),
        spec=spec,
        template="mentoring/mentors.html",
        extra=extra,
    )


def _find_person(request: CityRequest, number: str) -> Person | None:
    """An active person of this NIP whom the reader may name."""
    return reads.find_by_number(number=number, sight=get_sight(request.membership))


@allow(*EDITORS)
def add_mentor(request: CityRequest) -> HttpResponse:
    """Take somebody into the pool who is not in it by rule."""
    form = AddMentorForm(request.POST if request.method == "POST" else None, initial={"capacity": 2})
    if request.method == "POST" and form.is_valid():
        person = _find_person(request, form.cleaned_data["number"])
        if person is None:
            form.add_error("number", NOT_FOUND)
        else:
            try:
                made = actions.add_mentor(
                    person=person,
                    capacity=form.cleaned_data["capacity"],
                    by=request.membership,
                    at=timezone.now(),
                )
            except InPoolAlready as refused:
                form.add_error("number", refusal_of(refused))
            else:
                messages.success(request, _("%(name)s menjadi mentor.") % {"name": made.person})
                return redirect("mentoring:mentors")
    return render(request, "mentoring/mentor_add.html", {"form": form})


@allow(*READERS)
def mentor(request: CityRequest, pk: int) -> HttpResponse:
    """One mentor of the pool: whom this person guides, how many more, in or out."""
    found = reads.find_mentor(mentor_id=pk, sight=get_sight(request.membership))
    if found is None:
        raise Http404
    may_edit = request.membership.role in EDITORS
    stored = {"capacity": found.capacity, "is_out": found.is_out, "out_reason": found.out_reason}
    form = MentorForm(
        request.POST if request.method == "POST" else None, initial={**stored, "revision": found.revision}
    )
    if request.method == "POST" and may_edit and form.is_valid():
        told = form.cleaned_data
        try:
            actions.change_mentor(
                mentor=found,
                revision=told["revision"],
                capacity=told["capacity"],
                out_reason=told["out_reason"] if told["is_out"] else None,
                by=request.membership,
                at=timezone.now(),
            )
        except Overtaken as overtaken:
            tell_overtaken(form, overtaken, revision=found.revision, stored=stored)
        except PlacesTaken as refused:
            form.add_error("capacity", refusal_of(refused))
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("mentoring:mentor", pk=found.pk)
    context = {
        "mentor": found,
        "form": form if may_edit else None,
        "state": _state(found),
        "pairs": reads.list_live_of(mentor=found),
    }
    return render(request, "mentoring/mentor.html", context)


@require_safe
@allow(*READERS)
def bars(request: CityRequest) -> HttpResponse:
    """Who may not guide whom."""
    spec = ListSpec(
        name="pengecualian-mentor",
        title=_("Pengecualian"),
        lead=_("Siapa tidak boleh membimbing siapa. Pasangan seperti ini tidak pernah diusulkan."),
        columns=[
            Column(
                "mentor",
                _("Tidak boleh membimbing"),
                lambda row: str(row.mentor),
                sort="mentor__name",
                link=address_of("mentoring:bar"),
            ),
            Column("didampingi", _("Pegawai baru"), lambda row: str(row.mentee), sort="mentee__name"),
            Column("alasan", _("Alasan"), "reason"),
            Column("waktu", _("Dicatat"), "at", sort="at", kind="moment"),
        ],
        search=("mentor__folded_name__contains", "mentee__folded_name__contains"),
        search_label=_("Cari nama"),
        order="-waktu",
        crumbs=[(_("Pendampingan"), reverse("mentoring:home"))],
        empty=Empty(
            _("Tidak ada pengecualian"),
            _("Tambahkan bila seseorang tidak boleh membimbing orang tertentu."),
            icon="lock",
        ),
    )
    rows = reads.list_bars(sight=get_sight(request.membership))
    extra = {"may_edit": request.membership.role in EDITORS}
    return list_page(request, rows=rows, spec=spec, template="mentoring/bars.html", extra=extra)


@allow(*EDITORS)
def add_bar(request: CityRequest) -> HttpResponse:
    """Say that somebody may not guide somebody."""
    form = BarForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        people = {name: _find_person(request, form.cleaned_data[name]) for name in ("mentor", "mentee")}
        for name, person in people.items():
            if person is None:
                form.add_error(name, NOT_FOUND)
        mentor, mentee = people["mentor"], people["mentee"]
        if mentor is not None and mentor == mentee:
            form.add_error("mentee", _("Ini orang yang sama. Tulis NIP pegawai barunya."))
        elif mentor is not None and mentee is not None:
            actions.bar_pair(
                mentor=mentor,
                mentee=mentee,
                reason=form.cleaned_data["reason"],
                by=request.membership,
                at=timezone.now(),
            )
            told = _("%(mentor)s tidak akan diusulkan bagi %(mentee)s.")
            messages.success(request, told % {"mentor": mentor, "mentee": mentee})
            return redirect("mentoring:bars")
    return render(request, "mentoring/bar_add.html", {"form": form})


@allow(*READERS)
def bar(request: CityRequest, pk: int) -> HttpResponse:
    """One exception; who may, lifts it here."""
    found = reads.list_bars(sight=get_sight(request.membership)).filter(pk=pk).first()
    if found is None:
        raise Http404
    may_edit = request.membership.role in EDITORS
    if request.method == "POST" and may_edit:
        actions.lift_bar(bar=found, by=request.membership, at=timezone.now())
        messages.success(request, _("Pengecualian dicabut."))
        return redirect("mentoring:bars")
    return render(request, "mentoring/bar.html", {"bar": found, "may_edit": may_edit})
