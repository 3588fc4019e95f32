"""What cooperation came of mixed sessions: the question on a phone, and the answers beside the mixing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sibina.deliver.sessions import actions, reads
from sibina.deliver.sessions.forms.cooperation import CooperationForm
from sibina.deliver.sessions.models import Session
from sibina.deliver.sessions.sentences.cooperation import COLLEAGUES, QUESTION
from sibina.deliver.sessions.types.cooperation import LEAST_ANSWERS
from sibina.deliver.sessions.views.frame import PERSONS, READERS
from sibina.ground.people.api import CityRequest
from sibina.lib.access import allow
from sibina.lib.lists.api import Column, Empty, ListSpec, address_of, list_page
from sibina.plan.planning.rules.mixing import pairs_among
from sibina.plan.planning.types import Mixing


@allow(*PERSONS)
def question(request: CityRequest, pk: int) -> HttpResponse:
    """With how many people of other offices I have worked since the session."""
    found = reads.find_question(pk=pk, person_id=request.membership.person_id or 0)
    if found is None:
        raise Http404
    form = CooperationForm(request.POST or None, initial={"purpose": found.purpose})
    if request.method == "POST" and form.is_valid():
        actions.answer_cooperation(
            question=found,
            colleagues=form.chosen(),
            purpose=form.cleaned_data["purpose"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Terima kasih, jawaban Anda tersimpan."))
        return redirect("cooperation:question", pk=pk)
    context = {
        "question": found,
        "form": form,
        "asks": QUESTION,
        "choices": COLLEAGUES.items(),
        "least": LEAST_ANSWERS,
    }
    return render(request, "sessions/cooperation/question.html", context)


def mixing_share(row: Any) -> float | None:
    """How mixed the plan seated the session; unknown where it was not counted."""
    return None if row.mixed is None else Mixing(pairs_among(row.seated), row.mixed).share


def together_share(row: Any) -> float | None:
    """Of those who answered, who has worked with somebody; unsaid where too few did."""
    return row.together / row.answered if row.answered >= LEAST_ANSWERS else None


COLUMNS = (
    Column("sesi", _("Sesi"), "title", sort="title", link=address_of("sessions:session"), width=44),
    Column("kode", _("Kode"), "code", sort="code"),
    Column("selesai", _("Selesai"), "ends_on", sort="ends_on", kind="date"),
    Column("campur", _("Percampuran dalam rencana"), mixing_share, kind="percent"),
    Column("ditanya", _("Ditanya"), "asked", kind="number"),
    Column("dijawab", _("Menjawab"), "answered", kind="number"),
    Column("bersama", _("Bekerja bersama OPD lain"), together_share, kind="percent"),
)


@require_safe
@allow(*READERS)
def cooperation(request: CityRequest) -> HttpResponse:
    """Session by session: how mixed it was, and what cooperation came of it three months later."""
    spec = ListSpec(
        name="kerja-sama-lintas-opd",
        title=_("Kerja sama lintas perangkat daerah"),
        lead=_("Apa yang tumbuh dari sesi yang bercampur, ditanyakan kepada peserta tiga bulan kemudian."),
        columns=COLUMNS,
        search=("title__icontains", "code__icontains"),
        search_label=_("Judul atau kode sesi"),
        joining=reads.join_cooperation,
        order="-selesai",
        empty=Empty(
            _("Belum ada yang ditanya"),
            _("Tiga bulan sesudah sesi yang diikuti beberapa perangkat daerah, pesertanya ditanya satu hal."),
            icon="users",
        ),
    )
    rows = reads.list_asked_sessions()
    extra = {"least": LEAST_ANSWERS, "asks": QUESTION, "programmes": reads.list_programme_cooperation()}
    return list_page(request, rows=rows, spec=spec, template="sessions/cooperation/list.html", extra=extra)


def answers_of(session: Session) -> dict[str, Any]:
    """What the page of a session says of it."""
    told = reads.get_cooperation(session=session)
    return {
        "cooperation": told,
        "answers": [(COLLEAGUES[one], n) for one, n in told.answers.items()],
        "least": LEAST_ANSWERS,
    }
