"""Opening a year's round, proposing pairs for whoever has no mentor, and setting what the offices have looked through."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs.api import current_snapshot
from sibina.deliver.mentoring import reads, rules
from sibina.deliver.mentoring.actions.events import NOTICE, add_events
from sibina.deliver.mentoring.models import Mentor, MentoringRound, Pair
from sibina.deliver.mentoring.types import (
    Match,
    MentorRole,
    PairState,
    PairStep,
    PoolRule,
    ProposedPair,
    Reason,
    YearShut,
)
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.notices.api import tell
from sibina.ground.notices.types import Message
from sibina.ground.people.api import Membership, Person
from sibina.lib import words
from sibina.lib.audit.api import record

Tell = Callable[[int, str], None]


@transaction.atomic
def open_round(
    *, cycle: Cycle, rule: PoolRule, silence_days: int, at: datetime, by: Membership | None = None
) -> MentoringRound:
    """Open the mentoring of a year; the one that is open already is given back unchanged. Raises YearShut."""
    if not may_change(CyclePhase(cycle.phase), Part.DELIVERY):
        raise YearShut(cycle.year)
    made, is_new = MentoringRound.objects.get_or_create(
        city_id=cycle.city_id,
        cycle=cycle,
        defaults={
            "opened_at": at,
            "opened_by": by.user if by else None,
            "superior_may": rule.superior_may,
            "mentor_capacity": rule.capacity,
            "senior_rank": rule.senior_rank,
            "senior_years": rule.senior_years,
            "silence_days": silence_days,
        },
    )
    if is_new:
        record(
            verb="mentoring.round.opened",
            city=made.city,
            by=by.user if by else None,
            at=at,
            target=made,
            data={"year": cycle.year},
        )
    return made


def pool_rule_of(round_: MentoringRound) -> PoolRule:
    """The rule that the round was opened with."""
    return PoolRule(round_.senior_rank, round_.senior_years, round_.mentor_capacity, round_.superior_may)


@transaction.atomic
def propose_pairs(
    *,
    round_: MentoringRound,
    at: datetime,
    by: Membership | None = None,
    say: Tell = lambda percent, words: None,
) -> Match | None:
    """Find a mentor for everybody new who has none, over the places that are free; pairs that are there stay untouched.

    Whom nobody waits for needs no matching: None. Raises YearShut and PoolTooLarge.
    """
    found = (
        MentoringRound.objects.select_for_update(of=("self",))
        .select_related("cycle", "city")
        .get(pk=round_.pk)
    )
    if not may_change(CyclePhase(found.cycle.phase), Part.DELIVERY):
        raise YearShut(found.cycle.year)
    today = timezone.localdate(at)
    people = list(reads.list_unpaired(today=today).order_by("pk"))
    if not people:
        return None
    say(10, _("Menyusun daftar mentor"))
    refresh_pool(round_=found, day=today)
    snapshot = current_snapshot(found.city)
    mentees = reads.list_mentees_to_match(snapshot=snapshot, people=people)
    needed = {int(str(need.competency)) for one in mentees for need in one.needs}
    say(30, _("Membaca kekuatan mentor"))
    pool = reads.list_free_mentors(competencies=needed, snapshot=snapshot)
    barred = reads.list_barred(round_=found, mentees=mentees, guides=[guide for _row, guide in pool])
    say(50, _("Memasangkan %(n)s pegawai baru") % {"n": words.number(len(mentees))})
    best = rules.match([guide for _row, guide in pool], mentees, barred, rules.MATCH_RULES[-1])
    say(80, _("Menyimpan usulan pasangan"))
    pairs = _write_pairs(found, best.pairs, {row.person_id: row for row, _guide in pool}, at)
    add_events(pairs, PairStep.PROPOSED, at=at)
    found.computed_at, found.rule_version = at, best.rule
    found.score, found.bound = best.score, best.bound
    found.needs_as_of = snapshot.as_of if snapshot else None
    found.unmatched = [[mentee, why] for mentee, why in best.unmatched]
    found.save()
    _tell_heads(found, pairs, people, at)
    record(
        verb="mentoring.pairs.proposed",
        city=found.city,
        by=by.user if by else None,
        at=at,
        target=found,
        data={"pairs": len(pairs), "unmatched": len(best.unmatched), "rule": best.rule},
    )
    return best


def refresh_pool(*, round_: MentoringRound, day: date) -> None:
    """Bring the pool up to date with positions, ranks and years; what offices said of people stays."""
    rule = pool_rule_of(round_)
    people = reads.list_colleagues()
    at_work = {one.person: one for one in people}
    listed = {one.person: one for one in rules.pool_of(people, rule, day)}
    rows = {one.person_id: one for one in Mentor.objects.select_for_update()}
    for key, row in rows.items():
        now, colleague = listed.get(key), at_work.get(key)
        row.is_listed = now is not None or (row.by_office and colleague is not None)
        if now is not None:
            row.role = now.role
        elif row.is_listed:
            row.role = MentorRole.SENIOR
        if colleague is not None:
            row.unit_id, row.office_id = colleague.unit, colleague.office
    Mentor.objects.bulk_update(rows.values(), ["is_listed", "role", "unit", "office"], batch_size=2000)
    Mentor.objects.bulk_create(
        [
            Mentor(
                city_id=round_.city_id,
                person_id=one.person,
                unit_id=one.unit,
                office_id=one.office,
                role=one.role,
                capacity=rule.capacity,
            )
            for key, one in listed.items()
            if key not in rows
        ],
        batch_size=2000,
    )


def _write_pairs(
    round_: MentoringRound, proposed: Sequence[ProposedPair], mentors: dict[int, Mentor], at: datetime
) -> list[Pair]:
    taken = reads.list_taken_places(mentors=[one.pk for one in mentors.values()])
    made = []
    for one in proposed:
        mentor = mentors[int(str(one.mentor))]
        place = rules.free_place(taken[mentor.pk], mentor.capacity)
        assert place is not None, "the matching keeps the capacity"
        taken[mentor.pk].add(place)
        made.append(
            Pair(
                city_id=round_.city_id,
                round=round_,
                mentor=mentor,
                office_id=mentor.office_id,
                capacity=mentor.capacity,
                place=place,
                mentee_id=int(str(one.mentee)),
                state=PairState.PROPOSED,
                score=one.score,
                reasons=[_kept(reason) for reason in one.reasons],
                proposed_at=at,
            )
        )
    return Pair.objects.bulk_create(made, batch_size=1000)


def _kept(reason: Reason) -> dict[str, Any]:
    return {name: value for name, value in vars(reason).items() if value is not None}


def _tell_heads(
    round_: MentoringRound, pairs: Sequence[Pair], people: Sequence[Person], at: datetime
) -> None:
    """The heads of offices with proposals are asked to look through them."""
    office = {one.pk: one.office_id for one in people}
    heads = reads.list_heads_of(office_ids={office[pair.mentee_id] or 0 for pair in pairs})
    title = _("Usulan mentor bagi pegawai baru menunggu tinjauan Anda")
    text = _("Setujui, ganti mentornya, atau tolak dengan alasan; sesudah itu BKPSDM menetapkannya.")
    url = reverse("mentoring:round", args=[round_.pk])
    tell(city=round_.city, people=heads, message=Message(NOTICE, title, text, url), at=at)


@transaction.atomic
def set_pairs(*, round_: MentoringRound, seen: int, at: datetime, by: Membership) -> int:
    """The agency sets every pair that is proposed or agreed; both sides are told. Returns how many.

    `seen`: how many the officer saw; where it is another number now, nothing is set and -1 is given back.
    """
    waiting: QuerySet[Pair] = Pair.objects.select_for_update(of=("self",)).filter(
        round=round_, state__in=sorted(rules.OPEN)
    )
    pairs = list(waiting.select_related("mentor").order_by("pk"))
    if len(pairs) != seen:
        return -1
    Pair.objects.filter(pk__in=[one.pk for one in pairs]).update(state=PairState.SET, set_at=at)
    add_events(pairs, PairStep.SET, at=at, by=by)
    _tell_both_sides(round_, pairs, at)
    record(
        verb="mentoring.pairs.set",
        city=round_.city,
        by=by.user,
        at=at,
        target=round_,
        data={"pairs": len(pairs)},
    )
    return len(pairs)


def _tell_both_sides(round_: MentoringRound, pairs: Sequence[Pair], at: datetime) -> None:
    url = reverse("mentoring:mine")
    text = _("Sepakati pertemuan pertama, dan pilih sasaran dari kesenjangan pegawai baru.")
    for people, title in (
        ({pair.mentee_id for pair in pairs}, _("Mentor Anda sudah ditetapkan")),
        ({pair.mentor.person_id for pair in pairs}, _("Anda ditetapkan menjadi mentor")),
    ):
        tell(city=round_.city, people=people, message=Message(NOTICE, title, text, url), at=at)
