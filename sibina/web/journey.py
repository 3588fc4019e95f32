"""«Perjalanan saya»: what a person is invited to, owes, has earned, and with whom, on one page of a phone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sibina.assess.needs.api import Gap, Proposal
from sibina.assess.needs.types import GapState
from sibina.credit.certificates.api import Certificate
from sibina.credit.ledger.api import PersonCredit, jp_text
from sibina.credit.ledger.types import CreditState
from sibina.deliver.mentoring.api import LogEntry, Pair
from sibina.deliver.mentoring.types import EntryState, PairState, Side
from sibina.deliver.placements.api import DutyRow, Placement, Reader, duty_sentence, list_duties
from sibina.deliver.placements.types import DutyOwner
from sibina.deliver.sessions.api import Enrolment
from sibina.deliver.sessions.types import EnrolmentState, SessionStage
from sibina.ground.notices.api import list_unread
from sibina.ground.people.api import Membership, Person
from sibina.ground.people.types import Sight
from sibina.lib import words
from sibina.lib.questions import written_once
from sibina.web.tasks import Task
from sibina.web.voices import member_voices

SHOWN = 5
ANSWERABLE = (SessionStage.INVITING, SessionStage.CONFIRMED)
COMING = (EnrolmentState.ACCEPTED, EnrolmentState.WAITING, EnrolmentState.APPLIED, EnrolmentState.INVITED)


@dataclass(frozen=True)
class Part:
    """A session that I am invited to, go to or wait for."""

    session: int
    title: str
    starts_on: date
    ends_on: date
    venue: str
    state: EnrolmentState
    place: int | None

    @property
    def when(self) -> str:
        """Its days in words."""
        return words.date_span(self.starts_on, self.ends_on)

    @property
    def is_asked(self) -> bool:
        """Does it wait for my answer?"""
        return self.state == EnrolmentState.INVITED


@dataclass(frozen=True)
class Bond:
    """A mentor of mine, or somebody whom I guide: who, since when, the next meeting, what waits for my word."""

    pair: int
    name: str
    is_mentor: bool
    next_on: date | None
    waiting: int


@dataclass(frozen=True)
class Journey:
    """The whole page. `credit`: the year's hours as counted last, None before the first counting; `verdict` says how they
    stand.
    """

    person: Person
    tasks: list[Task]
    coming: list[Part]
    bonds: list[Bond]
    certificates: list[dict[str, Any]]
    proposals: list[Proposal]
    gaps: list[dict[str, Any]]
    credit: PersonCredit | None
    verdict: str

    @property
    def floor(self) -> Decimal | None:
        """JP that the year asks for, of whoever is still short of it."""
        return self.credit.recognised + self.credit.short if self.credit else None


def get_journey(*, member: Membership, today: date) -> Journey | None:
    """The journey of the person behind the log-in; None where no person stands behind it."""
    person = _own.first(person_id=member.person_id or 0, today=today, year=today.year)
    if person is None:
        return None
    parts = [_part(row) for row in person.parts]
    bonds = [_bond(row, person.pk) for row in person.pairs]
    duties = list_duties(Reader(member), today=today) if person.was_placed else []
    owed = [row for row in duties if _is_mine(row, person.pk)]
    voices = member_voices(member=member, sight=Sight(person_id=person.pk), today=today)
    credit = _credit(person.credit)
    return Journey(
        person=person,
        tasks=[*_answers(parts), *_words(bonds), *_owed(owed, today), *voices, *_unread(person.unread)],
        coming=[part for part in parts if not part.is_asked][:SHOWN],
        bonds=bonds,
        certificates=[row | {"issued_on": parse_date(row["issued_on"])} for row in person.certificates],
        proposals=[Proposal(**row) for row in person.proposals],
        credit=credit,
        gaps=person.gaps,
        verdict=_verdict(credit),
    )


def _credit(row: dict[str, Any] | None) -> PersonCredit | None:
    if row is None:
        return None
    hours = {name: Decimal(row[name]) for name in ("recognised", "short")}
    return PersonCredit(**row | hours)


def _verdict(credit: PersonCredit | None) -> str:
    """One sentence on the year's hours."""
    if credit is None:
        return _("JP tahun ini belum dihitung kota.")
    if credit.state == CreditState.SHORT:
        return _("Masih kurang %(jp)s JP tahun ini.") % {"jp": jp_text(credit.short)}
    return credit.get_state_display()


def _pairs_of(me: OuterRef) -> QuerySet[Any]:
    """Pairs under way of the person, on either side, with the meetings that wait for a word, by who wrote them down."""
    waiting = LogEntry.objects.filter(pair=OuterRef("pk"), state=EntryState.WAITING).order_by()
    by_side = {
        side: Coalesce(
            Subquery(waiting.filter(side=side).values("pair").annotate(n=Count("pk")).values("n")),
            0,
            output_field=IntegerField(),
        )
        for side in Side
    }
    return (
        Pair.objects.filter(Q(mentee=me) | Q(mentor__person=me), state=PairState.SET)
        .order_by("pk")
        .values(
            told=JSONObject(
                pair="pk", mentee="mentee__name", mentee_id="mentee_id", mentor="mentor__person__name",
                next_on="next_on", by_mentor=by_side[Side.MENTOR], by_mentee=by_side[Side.MENTEE],
            )
        )
    )  # fmt: skip


@written_once
def _own(person_id: int, today: date, year: int) -> QuerySet[Any]:
    """The person with everything that hangs on them, asked at once."""
    me = OuterRef("pk")
    parts = (
        Enrolment.objects.filter(person=me, state__in=COMING, session__ends_on__gte=today)
        .filter(session__stage__in=ANSWERABLE)
        .order_by("session__starts_on", "pk")
        .values(
            told=JSONObject(
                session="session_id", title="session__title", starts_on="session__starts_on",
                ends_on="session__ends_on", venue="session__venue__name", state="state", place="place",
            )
        )
    )  # fmt: skip
    certificates = (
        Certificate.objects.filter(person=me, revoked_on=None)
        .order_by("-issued_on", "-pk")
        .values(told=JSONObject(pk="pk", title="title", number="number", issued_on="issued_on"))[:SHOWN]
    )
    proposals = (
        Proposal.objects.filter(person=me)
        .order_by("-sent_at")
        .values(told=JSONObject(id="pk", subject="subject", endorsement="endorsement", outcome="outcome"))[
            :SHOWN
        ]
    )
    gaps = (
        Gap.objects.filter(person=me, snapshot__is_current=True, state=GapState.SHORT)
        .order_by("-shortfall", "competency__name")
        .values(told=JSONObject(competency="competency__name", required="required", present="present"))[
            :SHOWN
        ]
    )
    credit = PersonCredit.objects.filter(person=me, year=year).values(
        told=JSONObject(
            year="year",
            recognised=Cast("recognised", TextField()),
            short=Cast("short", TextField()),
            state="state",
        )
    )
    unread = list_unread(person_id=me).order_by().values("person").annotate(n=Count("pk")).values("n")  # type: ignore[arg-type]
    return (
        Person.objects.filter(pk=person_id)
        .select_related("position")
        .annotate(
            parts=ArraySubquery(parts),
            pairs=ArraySubquery(_pairs_of(me)),
            certificates=ArraySubquery(certificates),
            proposals=ArraySubquery(proposals),
            gaps=ArraySubquery(gaps),
            credit=Subquery(credit),
            was_placed=Exists(Placement.objects.filter(person=me)),
            unread=Coalesce(Subquery(unread), 0, output_field=IntegerField()),
        )
    )


def _part(row: dict[str, Any]) -> Part:
    return Part(
        session=row["session"],
        title=row["title"],
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        venue=row["venue"] or "",
        state=EnrolmentState(row["state"]),
        place=row["place"],
    )


def _bond(row: dict[str, Any], person_id: int) -> Bond:
    """Seen from this person: the other one, and how many meetings the other wrote down that I have not confirmed."""
    is_mentor = row["mentee_id"] != person_id
    return Bond(
        pair=row["pair"],
        name=row["mentee"] if is_mentor else row["mentor"],
        is_mentor=is_mentor,
        next_on=parse_date(row["next_on"]) if row["next_on"] else None,
        waiting=row["by_mentee"] if is_mentor else row["by_mentor"],
    )


def _is_mine(row: DutyRow, person_id: int) -> bool:
    return row.duty.owner == DutyOwner.PERSON and row.placement.person_id == person_id


# What waits.
def _answers(parts: list[Part]) -> list[Task]:
    return [
        Task(
            _("Jawab undangan: %(title)s") % {"title": part.title},
            ", ".join(filter(None, (part.when, part.venue))),
            reverse("sessions:invitation", args=[part.session]),
            _("Jawab"),
            "warn",
            _("Menunggu Anda"),
        )
        for part in parts
        if part.is_asked
    ]


def _words(bonds: list[Bond]) -> list[Task]:
    return [
        Task(
            ngettext(
                "%(n)s pertemuan dengan %(name)s menunggu kata Anda",
                "%(n)s pertemuan dengan %(name)s menunggu kata Anda",
                bond.waiting,
            )
            % {"n": words.number(bond.waiting), "name": bond.name},
            _("Pertemuan baru dihitung bila Anda berdua membenarkannya."),
            reverse("mentoring:pair", args=[bond.pair]),
            _("Benarkan"),
            "warn",
            _("Menunggu Anda"),
        )
        for bond in bonds
        if bond.waiting
    ]


def _owed(duties: list[DutyRow], today: date) -> list[Task]:
    return [
        Task(
            duty_sentence(row.duty),
            _("Batas %(day)s") % {"day": words.long_date(row.duty.due_on)},
            reverse("placements:placement", args=[row.placement.pk]),
            _("Buka"),
            *(("bad", _("Terlambat")) if row.duty.is_late(today) else ("now", "")),
        )
        for row in duties
    ]


def _unread(count: int) -> list[Task]:
    if not count:
        return []
    title = ngettext("%(n)s pesan baru", "%(n)s pesan baru", count) % {"n": words.number(count)}
    return [Task(title, "", reverse("notices:list"), _("Baca"))]
