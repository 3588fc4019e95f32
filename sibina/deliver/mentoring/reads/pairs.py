"""Questions about rounds and pairs: what a member may see of them, which are silent, what a pair does."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    DateField,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate

from sibina.assess.needs.api import Gap, current_snapshot
from sibina.assess.needs.types import GapState
from sibina.deliver.mentoring import rules
from sibina.deliver.mentoring.models import Goal, LogEntry, MentoringRound, Pair, PairEvent
from sibina.deliver.mentoring.types import EntryState, PairState, Side
from sibina.ground.competencies.api import Competency
from sibina.ground.people.api import Membership, get_sight, seen_by
from sibina.ground.people.types import Sight
from sibina.lib.questions import written_once
from sibina.lib.tenancy.models import City


# Rounds.
def list_rounds() -> list[MentoringRound]:
    """Rounds of the city, the latest first."""
    return _rounds()


@written_once
def _rounds() -> QuerySet[MentoringRound]:
    return MentoringRound.objects.select_related("cycle").order_by("-cycle__year")


def find_current_round() -> MentoringRound | None:
    """The latest round."""
    return next(iter(_rounds()), None)


def find_round(round_id: int) -> MentoringRound | None:
    """One round, or None."""
    return MentoringRound.objects.select_related("cycle").filter(pk=round_id).first()


# Pairs.
def of_side(sight: Sight) -> Q:
    """Pairs of which the reader sees the mentor or the mentee."""
    mentee = seen_by(sight, person="mentee_id", unit="mentee__unit_id")
    return mentee | seen_by(sight, person="mentor__person_id", unit="mentor__person__unit_id")


def list_pairs(*, round_: MentoringRound, sight: Sight) -> QuerySet[Pair]:
    """Pairs of a round that the reader may see."""
    return Pair.objects.filter(of_side(sight), round=round_)


def with_last_meeting(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Each pair with the day of its last confirmed meeting (None: none) and the day from which its silence is counted."""
    met = LogEntry.objects.filter(pair_id=OuterRef("pk"), state=EntryState.CONFIRMED).order_by()
    last = met.values("pair_id").annotate(last=Max("day")).values("last")
    told = pairs.annotate(last_met=Subquery(last, output_field=DateField()))
    return told.annotate(heard_on=Greatest(TruncDate("set_at"), Coalesce("last_met", TruncDate("set_at"))))


def list_silent(*, sight: Sight, today: date, days: int) -> QuerySet[Pair]:
    """Pairs under way without a confirmed meeting for so many days."""
    return only_silent(Pair.objects.filter(of_side(sight)), today=today, days=days)


def only_silent(pairs: QuerySet[Pair], *, today: date, days: int) -> QuerySet[Pair]:
    """Of these pairs, those under way without a confirmed meeting for so many days."""
    heard: Any = with_last_meeting(pairs.filter(state=PairState.SET))
    return heard.filter(heard_on__lt=rules.silent_before(today, days))


def list_quiet(*, today: date) -> QuerySet[Pair]:
    """Silent pairs of the whole city, each by the days of its own round."""
    heard: Any = with_last_meeting(Pair.objects.filter(state=PairState.SET))
    days = Func(
        Value(today),
        F("heard_on"),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    return heard.annotate(quiet_days=days).filter(quiet_days__gt=F("round__silence_days"))


def join_pairs(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Each pair with what a list tells of the two."""
    told = with_last_meeting(pairs)
    return told.select_related(
        "mentor__person__unit", "mentor__person__office", "mentee__unit", "mentee__office", "mentee__position"
    )


@dataclass(frozen=True)
class Standing:
    """How many pairs of a round stand where, and how many are silent, of those that the reader sees."""

    pairs: int
    proposed: int
    agreed: int
    running: int
    completed: int
    silent: int
    unpaired: int


def get_standing(*, round_: MentoringRound, sight: Sight, today: date, unpaired: int) -> Standing:
    """The figures of a round's page."""
    rows = with_last_meeting(list_pairs(round_=round_, sight=sight)).order_by()
    silent = Q(state=PairState.SET, heard_on__lt=rules.silent_before(today, round_.silence_days))
    found = rows.aggregate(
        pairs=Count("pk"),
        proposed=Count("pk", filter=Q(state=PairState.PROPOSED)),
        agreed=Count("pk", filter=Q(state=PairState.AGREED)),
        running=Count("pk", filter=Q(state=PairState.SET)),
        completed=Count("pk", filter=Q(state=PairState.COMPLETED)),
        silent=Count("pk", filter=silent),
    )
    return Standing(**found, unpaired=unpaired)


def find_pair(*, pair_id: int, member: Membership) -> Pair | None:
    """One pair with the two: of the city, of the head's own people, or the own."""
    sight = get_sight(member)
    seen = of_side(sight)
    if member.person_id and not sight.whole_city:
        seen |= Q(mentee_id=member.person_id) | Q(mentor__person_id=member.person_id)
    rows = Pair.objects.filter(pk=pair_id) if sight.whole_city else Pair.objects.filter(seen, pk=pair_id)
    return join_pairs(rows).select_related("round__cycle").first()


def list_own_pairs(*, person_id: int) -> list[Pair]:
    """The own pairs that were set, as mentor and as mentee; those under way first."""
    own = Q(mentee_id=person_id) | Q(mentor__person_id=person_id)
    rows = Pair.objects.filter(own, set_at__isnull=False).annotate(
        waiting=Count("entries", filter=Q(entries__state=EntryState.WAITING), distinct=True),
    )
    joined = join_pairs(rows).select_related("round")
    return sorted(joined, key=lambda one: (one.state != PairState.SET, one.next_on or date.max, one.pk))


def list_events(*, pair: Pair) -> list[PairEvent]:
    """Everything that happened to a pair, in order."""
    return list(pair.events.select_related("by").order_by("at", "pk"))


def name_competencies(pairs: list[Pair]) -> dict[int, str]:
    """The names of the competencies that stand in the reasons of these pairs."""
    keys = {reason["competency"] for pair in pairs for reason in pair.reasons if reason.get("competency")}
    return dict(Competency.objects.filter(pk__in=keys).values_list("pk", "name"))


# What a pair does.
def list_goals(*, pair: Pair) -> list[Goal]:
    """Goals of a pair, the next first."""
    return list(pair.goals.select_related("competency"))


def list_entries(*, pair: Pair) -> list[LogEntry]:
    """The logbook, the latest first."""
    return list(pair.entries.all())


def sum_of(entries: list[LogEntry]) -> tuple[int, int]:
    """How many confirmed entries there are, and how many minutes they make."""
    counted = [entry.minutes for entry in entries if entry.state == EntryState.CONFIRMED]
    return len(counted), sum(counted)


def goals_by_pair(*, pairs: list[Pair]) -> dict[int, list[Goal]]:
    """Goals of several pairs, the next first."""
    found: dict[int, list[Goal]] = {}
    for goal in Goal.objects.filter(pair__in=[one.pk for one in pairs]):
        found.setdefault(goal.pair_id, []).append(goal)
    return found


def list_waiting_entries(*, pairs: list[Pair]) -> list[LogEntry]:
    """Entries of these pairs that wait for a word, the oldest first."""
    rows = LogEntry.objects.filter(pair__in=[one.pk for one in pairs], state=EntryState.WAITING)
    return list(rows.order_by("day", "pk"))


def find_entry(*, entry_id: int) -> LogEntry | None:
    """One entry; whose it is, the pair says."""
    return LogEntry.objects.filter(pk=entry_id).first()


def find_goal(*, goal_id: int) -> Goal | None:
    """One goal; whose it is, the pair says."""
    return Goal.objects.filter(pk=goal_id).first()


def list_gaps_for_goals(*, pair: Pair, city: City) -> dict[int, Gap]:
    """What the mentee lacks and is no goal of the pair yet, the largest shortfall first; by competency."""
    snapshot = current_snapshot(city)
    if snapshot is None:
        return {}
    short = Gap.objects.filter(snapshot=snapshot, person_id=pair.mentee_id, state=GapState.SHORT)
    open_ones = short.exclude(competency_id__in=pair.goals.exclude(competency=None).values("competency_id"))
    rows = open_ones.select_related("competency").order_by("-shortfall", "competency__name")
    return {gap.competency_id: gap for gap in rows}


def side_of(pair: Pair, person_id: int | None) -> Side | None:
    """Which side of the pair the person is; None for neither."""
    if person_id is None:
        return None
    if pair.mentee_id == person_id:
        return Side.MENTEE
    return Side.MENTOR if pair.mentor.person_id == person_id else None


def list_heads_of(*, office_ids: set[int]) -> list[int]:
    """The persons who log in as heads of these offices."""
    heads = Membership.objects.filter(role="kepala_opd", unit_id__in=office_ids, person__isnull=False)
    return list(heads.values_list("person_id", flat=True))
