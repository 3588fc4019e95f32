"""The needs round of an example city: offices that have signed, are filling or have not begun, and past findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle as in_turn
from typing import Any

from django.utils import timezone

from sibina.assess.needs.api import (
    NeedsRound,
    OfficeSheet,
    SheetLine,
    add_performance_gap,
    answer_line,
    decide_signal,
    endorse_lines,
    open_round,
    receive_signal,
    sign_sheet,
)
from sibina.assess.needs.types import (
    Amendment,
    Decision,
    Evidence,
    PerformanceFacts,
    Priority,
    SignalFacts,
    SignalSource,
)
from sibina.ground.competencies.api import Competency
from sibina.ground.cycles.api import Cycle, find_open_cycle
from sibina.ground.people.api import Unit
from sibina.ground.people.types import Sight
from sibina.lib.tenancy.models import City
from sibina.web.examples.rules import needs_story

USUAL_DAYS_LEFT = 9
STATES = ("signed", "filling", "signed", "not_begun")
"""In turn over the offices by name."""


@dataclass(frozen=True)
class _Story:
    """Where the city's round stands, and the words that it is told with."""

    city: City
    at: datetime
    told: Mapping[str, Any]
    competencies: Mapping[str, int]


def opened_at(at: datetime) -> datetime:
    """When an example city that is loaded at this moment has opened its round."""
    return at - timedelta(days=needs_story()["opened_days_ago"])


def write_needs_round(city: City, *, head_of: int, at: datetime) -> None:
    """Open the round of the open year on the gaps counted last, let its offices answer, and bring in findings.

    `head_of` is the office whose head can log in: it is left to be signed by whoever tries the product.
    """
    told = needs_story()
    codes = Competency.objects.exclude(code="").values_list("code", "pk")
    story = _Story(city, at, told, dict(codes))
    cycle = find_open_cycle()
    assert cycle is not None
    today = timezone.localdate(at)
    made = open_round(
        city=city,
        cycle=cycle,
        opens_on=today - timedelta(days=told["opened_days_ago"]),
        closes_on=today + timedelta(days=told["closes_in"].get(city.slug, USUAL_DAYS_LEFT)),
        at=opened_at(at),
    )
    _answer(story, made, head_of)
    _bring_findings(story)


def _answer(story: _Story, made: NeedsRound, head_of: int) -> None:
    amendments, gaps = in_turn(story.told["amendment"]), in_turn(story.told["performance"])
    sheets = OfficeSheet.objects.filter(round=made).exclude(office_id=head_of).order_by("office__name")
    for number, (sheet, state) in enumerate(zip(sheets, in_turn(STATES), strict=False)):
        day = opened_at(story.at) + timedelta(days=2 + number % 17, hours=number % 5)
        sight = Sight(unit_ids=frozenset({sheet.office_id}))
        if state == "not_begun":
            continue
        _amend_one(sheet, next(amendments), sight, day)
        if number % 3 == 0:
            _report(story, sheet, next(gaps), sight, day)
        if state == "signed":
            endorse_lines(sheet=sheet, sight=sight, at=day)
            sheet.refresh_from_db()
            sign_sheet(sheet=sheet, version=sheet.version, sight=sight, at=day)
    own = OfficeSheet.objects.filter(round=made, office_id=head_of).first()
    if own is not None:
        _report(story, own, story.told["performance"][0], Sight(unit_ids=frozenset({head_of})), story.at)


def _amend_one(sheet: OfficeSheet, told: Mapping[str, Any], sight: Sight, day: datetime) -> None:
    """The office's heaviest need that is large enough to be amended."""
    line = SheetLine.objects.filter(sheet=sheet, short__gt=1).order_by("-weighted").first()
    if line is None:
        return
    people = max(1, round(line.short * told["share"])) if told["share"] else None
    if people == line.short:
        return
    amendment = Amendment(people, Priority(told["priority"]), told["reason"])
    answer_line(line=line, version=line.version, amendment=amendment, sight=sight, at=day)


def _report(story: _Story, sheet: OfficeSheet, told: Mapping[str, Any], sight: Sight, day: datetime) -> None:
    competency = story.competencies.get(told["competency"])
    people = min(told["people"], sheet.people)
    facts = PerformanceFacts(competency, people, told["observed"], told["evidence"])
    add_performance_gap(sheet=sheet, facts=facts, sight=sight, at=day)


def _bring_findings(story: _Story) -> None:
    past = Cycle.objects.order_by("-year")[1]
    offices = dict(Unit.objects.filter(parent__isnull=True).values_list("name", "pk"))
    for number, told in enumerate(story.told["finding"], start=1):
        facts = SignalFacts(
            source=SignalSource(told["source"]),
            key=f"{past.year}-{number}",
            title=told["title"],
            found=told["found"],
            evidence=tuple(Evidence(label, value) for label, value in told["evidence"]),
            competency_id=story.competencies.get(told["competency"]),
            unit_id=offices.get(told["office"]),
        )
        signal = receive_signal(city=story.city, cycle=past, facts=facts, at=opened_at(story.at))
        if told["decision"]:
            decide_signal(
                signal=signal,
                version=signal.version,
                decision=Decision(told["decision"]),
                reason=told["reason"],
                at=opened_at(story.at) + timedelta(days=number),
            )
