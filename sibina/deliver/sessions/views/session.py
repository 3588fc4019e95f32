"""One session: its days, where it stands, what comes next; and who takes part."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sibina.deliver.sessions import reads
from sibina.deliver.sessions.models import Session
from sibina.deliver.sessions.rules.going import NextStep, Standing, next_step
from sibina.deliver.sessions.sentences import CONSENTS, ENROLMENT_STATES, ENROLMENT_TONES
from sibina.deliver.sessions.types import LIVE, SessionStage
from sibina.deliver.sessions.views.cooperation import answers_of
from sibina.deliver.sessions.views.frame import READERS, frame, get_session, way_to
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import number, short_date
from sibina.plan.planning.rules.mixing import mixing_of

CONSENT_TONES = {"pending": "", "given": "good", "refused": "bad"}


@require_safe
@allow(*READERS)
def session(request: CityRequest, pk: int) -> HttpResponse:
    """Days, rooms and speakers, how many come, the history, and the one next step."""
    found = get_session(pk)
    counts: Counter[str] = Counter()
    offices: Counter[str] = Counter()
    for state, office, people in reads.count_people(session=found):
        counts[state] += people
        offices[office] += people if state in LIVE else 0
    standing = Standing(
        stage=SessionStage(found.stage),
        decide_on=found.decide_on,
        ends_on=found.ends_on,
        taken=found.taken,
        least=found.min_seats,
        unanswered=counts.get("invited", 0),
    )
    step = next_step(standing, timezone.localdate())
    context = frame(request, found, "overview") | {
        "days": reads.list_days(session=found),
        "counts": [
            (title, ENROLMENT_TONES[state], counts[state])
            for state, title in ENROLMENT_STATES.items()
            if state in counts
        ],
        "step": step,
        "told": _told(step, found, standing.unanswered),
        "steps": reads.list_session_steps(session=found),
        "offices": [pair for pair in offices.most_common() if pair[1]],
        "mixing": mixing_of(offices.values()),
        **answers_of(found),
    }
    return render(request, "sessions/session.html", context)


def _told(step: NextStep, session: Session, unanswered: int) -> dict[str, Any]:
    """The next step in words."""
    by = {"day": short_date(session.decide_on)}
    few = _now("%(taken)s dari %(seats)s kursi terisi; paling sedikit %(least)s.") % {
        "taken": number(session.taken),
        "seats": number(session.seats),
        "least": number(session.min_seats),
    }
    words = {
        NextStep.SEND: (_now("Kirim undangan"), _now("Kursinya sudah disimpan; orangnya belum diberi tahu.")),
        NextStep.ANSWERS: (
            _now("Menunggu %(n)s jawaban") % {"n": number(unanswered)},
            _now("Diputuskan jadi atau batal paling lambat %(day)s.") % by,
        ),
        NextStep.DECIDE: (_now("Putuskan jadi atau batal"), few),
        NextStep.DAYS: (_now("Jadi diadakan"), few),
        NextStep.CLOSE: (
            _now("Catat bahwa sesi sudah diadakan"),
            _now("Sesudah dicatat, kehadirannya dihitung sebagai JP."),
        ),
    }
    title, text = words.get(step, ("", ""))
    return {"title": title, "text": text}


@require_safe
@allow(*READERS)
def people(request: CityRequest, pk: int) -> HttpResponse:
    """Everybody who has to do with the session, with what they said."""
    found = get_session(pk)
    spec = ListSpec(
        name=f"peserta-{found.code}",
        title=_("Peserta"),
        lead=found.title,
        columns=PEOPLE,
        search=("person__folded_name__contains", "person__number__contains"),
        search_label=_("Nama atau NIP"),
        filters=(
            Filter("keadaan", _("Keadaan"), list(ENROLMENT_STATES.items()), "state"),
            Filter("izin", _("Izin atasan"), list(CONSENTS.items()), "consent"),
        ),
        order="nama",
        joining=reads.join_enrolments,
        empty=Empty(
            _("Belum ada peserta"), _("Peserta datang dari rencana, atau diundang pengelola."), icon="users"
        ),
        crumbs=way_to(found),
        notes=(f"{found.code} {found.title}",),
    )
    rows = reads.list_enrolments(session=found, sight=get_sight(request.membership))
    extra = frame(request, found, "people")
    return list_page(request, rows=rows, spec=spec, template="sessions/people.html", extra=extra)


PEOPLE = (
    Column(
        "nama", _("Nama"), "person", sort="person__name", link=address_of("sessions:enrolment"), width=34
    ),
    Column("nip", _("NIP"), "person__number", kind="nip", sort="person__number"),
    Column("unit", _("Unit kerja"), "unit__name", sort="unit__name", width=30),
    Column("opd", _("Perangkat daerah"), "office__name", sort="office__name", width=30),
    Column(
        "keadaan", _("Keadaan"), "get_state_display", sort="state", kind="badge",
        tone=lambda row: ENROLMENT_TONES.get(row.state, ""),
    ),
    Column("tunggu", _("Urutan tunggu"), "place", sort="place", kind="number"),
    Column(
        "izin", _("Izin atasan"), "get_consent_display", sort="consent", kind="badge",
        tone=lambda row: CONSENT_TONES.get(row.consent, ""),
    ),
    Column("alasan", _("Alasan"), "reason", width=40),
    Column("jawab", _("Dijawab"), "answered_at", sort="answered_at", kind="moment"),
)  # fmt: skip
