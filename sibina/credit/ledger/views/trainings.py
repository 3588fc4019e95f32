"""Trainings elsewhere: one's own on a phone, and the agency's queue with one step to verify."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.credit.ledger import actions, reads
from sibina.credit.ledger.forms import ReasonForm, TrainingForm, stored_of
from sibina.credit.ledger.models import FORM_TITLES, OutsideTraining
from sibina.credit.ledger.sentences import (
    KNOWN_FROM_CITY,
    NO_EVIDENCE,
    NOT_HERE,
    OUTSIDE_STATES,
    OWN_RECORD,
)
from sibina.credit.ledger.types import (
    BadFacts,
    KnownAlready,
    NoEvidence,
    OutsideState,
    OutsideStep,
    OwnRecord,
    StepRefused,
)
from sibina.credit.ledger.views.places import CITY_READERS, PERSONS, VERIFIERS
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import Role, allow
from sibina.lib.editing.api import Overtaken
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.files.api import attachment
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import date_span

READERS = tuple(dict.fromkeys((*CITY_READERS, *PERSONS)))
MENDABLE = frozenset({OutsideState.WAITING, OutsideState.REFUSED})


@allow(*CITY_READERS)
def trainings(request: CityRequest) -> HttpResponse:
    """Records of the people whom the reader sees; what waits longest stands first."""
    sight = get_sight(request.membership)
    spec = ListSpec(
        name="riwayat-luar",
        title=_("Riwayat pelatihan luar"),
        lead=_("Pelatihan di luar pelaksanaan kota, dengan buktinya. Yang terverifikasi ikut dihitung."),
        columns=[
            Column("pelatihan", _("Pelatihan"), "title", sort="title", link=address_of("ledger:training")),
            Column("pegawai", _("Pegawai"), "person", sort="person__name"),
            Column("opd", _("OPD"), "person__office__name", sort="person__office__name"),
            *_shared_columns(),
            Column("terkirim", _("Terkirim"), "sent_at", kind="moment", sort="sent_at"),
        ],
        search=["title", "organiser", "person__folded_name__contains"],
        search_label=_("Pelatihan, penyelenggara, atau nama"),
        filters=_filters(),
        order="terkirim",
        joining=reads.join_people,
        crumbs=[(_("Buku JP"), reverse("ledger:city"))],
        empty=Empty(
            _("Belum ada riwayat luar"),
            _("Pegawai mencatatnya sendiri lewat ponsel, dengan foto sertifikatnya."),
            icon="inbox",
        ),
    )
    rows = reads.list_trainings(sight=sight)
    sees_sheets = request.membership.role in {Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT}
    extra = {"tab": "ledger:trainings", "sees_sheets": sees_sheets}
    return list_page(request, rows=rows, spec=spec, template="ledger/trainings.html", extra=extra)


def _shared_columns() -> list[Column]:
    return [
        Column("bentuk", _("Bentuk"), "get_form_display", sort="form"),
        Column("waktu", _("Waktu"), lambda row: date_span(row.starts_on, row.ends_on), sort="starts_on"),
        Column("jp", _("JP pada sertifikat"), "jp", kind="number", sort="jp"),
        Column(
            "keadaan",
            _("Keadaan"),
            "get_state_display",
            kind="badge",
            tone=lambda row: row.tone,
            sort="state",
        ),
    ]


def _filters() -> list[Filter]:
    return [
        Filter("keadaan", _("Keadaan"), list(OUTSIDE_STATES.items()), "state"),
        Filter("bentuk", _("Bentuk"), FORM_TITLES, "form"),
    ]


@allow(*PERSONS)
def own(request: CityRequest) -> HttpResponse:
    """What I have recorded, and where each stands."""
    person_id = request.membership.person_id
    if person_id is None:
        return render(request, "ledger/nobody.html")
    spec = ListSpec(
        name="riwayat-saya",
        title=_("Riwayat pelatihan saya"),
        lead=_("Pelatihan di luar pelaksanaan kota. Yang terverifikasi ikut dihitung dalam Buku JP Anda."),
        columns=[
            Column("pelatihan", _("Pelatihan"), "title", sort="title", link=address_of("ledger:training")),
            *_shared_columns(),
            Column("alasan", _("Alasan"), "reason"),
        ],
        filters=_filters()[:1],
        order="-waktu",
        crumbs=[(_("JP saya"), reverse("ledger:mine"))],
        empty=Empty(
            _("Belum ada yang dicatat"),
            _("Pernah ikut pelatihan, seminar, atau kursus di luar? Foto sertifikatnya, lalu catat di sini."),
            reverse("ledger:training-new"),
            _("Catat pelatihan"),
            "upload",
        ),
    )
    rows = reads.list_own_trainings(person_id=person_id)
    return list_page(request, rows=rows, spec=spec, template="ledger/own_trainings.html")


@allow(*PERSONS)
def new(request: CityRequest) -> HttpResponse:
    """A record of one's own, with the photo of its certificate."""
    person = request.membership.person
    if person is None:
        return render(request, "ledger/nobody.html")
    is_sent = request.method == "POST"
    form = TrainingForm(request.POST, request.FILES) if is_sent else TrainingForm()
    context: dict[str, Any] = {"form": form}
    if is_sent and form.is_valid():
        try:
            made = actions.send_training(
                person=person,
                facts=form.facts(),
                evidence=form.cleaned_data["evidence"],
                at=timezone.now(),
                by=request.membership,
            )
        except (BadFacts, KnownAlready, NoEvidence) as refused:
            _tell_refused(form, context, refused)
        else:
            messages.success(
                request, _("Catatan terkirim. BKPSDM memeriksanya; hasilnya sampai lewat pesan.")
            )
            return redirect("ledger:training", pk=made.pk)
    return render(request, "ledger/training_edit.html", context)


def _tell_refused(
    form: TrainingForm, context: dict[str, Any], refused: BadFacts | KnownAlready | NoEvidence
) -> None:
    """Why the record was not taken: beside its field, or above with the way to the one that is there."""
    if isinstance(refused, BadFacts):
        form.tell(refused)
    elif isinstance(refused, NoEvidence):
        form.add_error("evidence", NO_EVIDENCE)
    elif refused.pk is None:
        form.add_error(None, KNOWN_FROM_CITY)
    else:
        context["there"] = refused.pk


def _get_training(request: CityRequest, pk: int) -> OutsideTraining:
    found = reads.find_training(pk=pk, member=request.membership)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def training(request: CityRequest, pk: int) -> HttpResponse:
    """One record: what it says, its evidence, its history, and what the reader may do about it."""
    found = _get_training(request, pk)
    member = request.membership
    is_own = found.person_id == member.person_id
    state = OutsideState(found.state)
    may_judge = member.role in VERIFIERS
    context = {
        "training": found,
        "is_own": is_own,
        "sees_city": member.role in CITY_READERS,
        "events": reads.list_events(training=found),
        "span": date_span(found.starts_on, found.ends_on),
        "may_mend": is_own and state in MENDABLE,
        "may_judge": may_judge and state == OutsideState.WAITING and not is_own,
        "may_revoke": may_judge and state == OutsideState.VERIFIED and not is_own,
        "next": reads.find_next_waiting(after=found) if may_judge else None,
    }
    return render(request, "ledger/training.html", context)


@allow(*READERS)
def mend(request: CityRequest, pk: int) -> HttpResponse:
    """Mend a record that waits or was refused, and send it once more."""
    found = _get_training(request, pk)
    if found.person_id != request.membership.person_id:
        raise Http404
    if OutsideState(found.state) not in MENDABLE:
        messages.error(request, NOT_HERE)
        return redirect("ledger:training", pk=pk)
    is_sent = request.method == "POST"
    form = (
        TrainingForm(request.POST, request.FILES, training=found) if is_sent else TrainingForm(training=found)
    )
    context: dict[str, Any] = {"form": form, "training": found}
    if is_sent and form.is_valid():
        try:
            actions.mend_training(
                training=found,
                facts=form.facts(),
                evidence=form.cleaned_data["evidence"],
                revision=form.cleaned_data["revision"],
                at=timezone.now(),
                by=request.membership,
            )
        except (BadFacts, KnownAlready, NoEvidence) as refused:
            _tell_refused(form, context, refused)
        except Overtaken as overtaken:
            now = _get_training(request, pk)
            stored = stored_of(now)
            tell_overtaken(form, overtaken, revision=now.revision, stored=stored)
        except StepRefused:
            messages.error(request, NOT_HERE)
            return redirect("ledger:training", pk=pk)
        else:
            messages.success(request, _("Perbaikan terkirim. BKPSDM memeriksanya sekali lagi."))
            return redirect("ledger:training", pk=pk)
    return render(request, "ledger/training_edit.html", context)


@require_POST
@allow(*PERSONS)
def withdraw(request: CityRequest, pk: int) -> HttpResponse:
    """Its person takes a record back; its history stays."""
    found = _get_training(request, pk)
    if found.person_id != request.membership.person_id:
        raise Http404
    try:
        actions.withdraw_training(training=found, by=request.membership, at=timezone.now())
    except StepRefused:
        messages.error(request, NOT_HERE)
    else:
        messages.success(request, _("Catatan ditarik. Riwayatnya tetap tersimpan."))
    return redirect("ledger:training", pk=pk)


@require_POST
@allow(*VERIFIERS)
def verify(request: CityRequest, pk: int) -> HttpResponse:
    """Verify a record as it was shown; the next one that waits follows."""
    found = _get_training(request, pk)
    asked = request.POST.get("revision", "")
    try:
        actions.judge_training(
            training=found,
            step=OutsideStep.VERIFIED,
            reason="",
            revision=int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0,
            by=request.membership,
            at=timezone.now(),
        )
    except (OwnRecord, StepRefused, Overtaken) as refused:
        messages.error(request, OWN_RECORD if isinstance(refused, OwnRecord) else NOT_HERE)
        return redirect("ledger:training", pk=pk)
    messages.success(request, _("«%(title)s» terverifikasi dan ikut dihitung.") % {"title": found.title})
    following = reads.find_next_waiting(after=found)
    return redirect("ledger:training", pk=following.pk) if following else redirect("ledger:trainings")


@allow(*VERIFIERS)
def refuse(request: CityRequest, pk: int) -> HttpResponse:
    """Refuse a record that waits, or take a verification back; always with a reason."""
    found = _get_training(request, pk)
    state = OutsideState(found.state)
    steps = {OutsideState.WAITING: OutsideStep.REFUSED, OutsideState.VERIFIED: OutsideStep.REVOKED}
    if state not in steps:
        messages.error(request, NOT_HERE)
        return redirect("ledger:training", pk=pk)
    form = ReasonForm(
        request.POST if request.method == "POST" else None, initial={"revision": found.revision}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.judge_training(
                training=found,
                step=steps[state],
                reason=form.cleaned_data["reason"],
                revision=form.cleaned_data["revision"],
                by=request.membership,
                at=timezone.now(),
            )
        except (OwnRecord, StepRefused, Overtaken) as refused:
            messages.error(request, OWN_RECORD if isinstance(refused, OwnRecord) else NOT_HERE)
        else:
            messages.success(
                request, _("Ditolak; yang bersangkutan membaca alasannya dan dapat memperbaiki.")
            )
        return redirect("ledger:training", pk=pk)
    context = {"form": form, "training": found, "is_revoking": state == OutsideState.VERIFIED}
    return render(request, "ledger/training_refuse.html", context)


EVIDENCE_READERS = (Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT, *PERSONS)


@allow(*EVIDENCE_READERS)
def evidence(request: CityRequest, pk: int) -> HttpResponse:
    """The file of a record: for its person, who verifies, the inspectorate, and the head of the own office."""
    found = _get_training(request, pk)
    if found.evidence is None:
        raise Http404(_("Catatan ini masuk dari lembar SIASN, tanpa berkas bukti."))
    kept = found.evidence
    return attachment(name=kept.name, content=bytes(kept.content), content_type=kept.content_type)
