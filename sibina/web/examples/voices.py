"""The staff's own voice in an example city, written by the product's own verbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from sibina.assess.needs.api import (
    Proposal,
    answer_proposal,
    decide_topic,
    gather_proposals,
    get_topic_mark,
    send_proposal,
)
from sibina.assess.needs.types import Endorsement, ProposalFacts, ProposalKind, ProposalStep, TopicFacts
from sibina.ground.competencies.api import Competency
from sibina.ground.people.api import Membership, Person, get_sight
from sibina.lib.access import Role
from sibina.web.examples.rules import make_voices, voice_themes
from sibina.web.examples.types import ExampleCity, ExampleVoice, VoiceTheme

ENDORSED_BELOW, DECLINED_FROM = 0.55, 0.85
"""Of what reaches a head who has a log-in: the share endorsed, and from where on declined; the rest waits."""
ANSWERED_AFTER = timedelta(days=3)
NOT_ENDORSED = "Ruangan sedang kekurangan orang; diusulkan lagi setelah pegawai baru masuk."


@dataclass(frozen=True)
class _Hall:
    """Who speaks in the city: persons by row number, members by role, and the words of the dictionary."""

    people: np.ndarray
    members: dict[Role, Membership]
    competencies: dict[str, int]
    head_units: frozenset[int]
    at: datetime


def write_voices(example: ExampleCity, people: np.ndarray, *, at: datetime, seed: int) -> None:
    """Every proposal of the city's themes, with the answers that it has had by now."""
    members = {Role(one.role): one for one in Membership.objects.select_related("user", "city", "person")}
    hall = _Hall(
        people=people,
        members=members,
        competencies=dict(Competency.objects.exclude(code="").values_list("code", "pk")),
        head_units=get_sight(members[Role.KEPALA_OPD]).unit_ids or frozenset(),
        at=at,
    )
    for theme in voice_themes(example.recipe.slug):
        voices = list(make_voices(example, theme, seed=seed))
        before = [one for one in voices if one.days_ago > theme.decided]
        decided_at = at - timedelta(days=theme.decided)
        sent = _send(hall, theme, before, until=decided_at)
        if theme.verdict and sent:
            _decide(hall, theme, sent, decided_at)
        _send(hall, theme, [one for one in voices if one.days_ago <= theme.decided], until=at)


def _send(
    hall: _Hall, theme: VoiceTheme, voices: Sequence[ExampleVoice], *, until: datetime
) -> list[Proposal]:
    """Each is sent on its day; the head with a log-in answers some of the own staff's three days later."""
    sent = []
    keys = [int(hall.people[one.person]) for one in voices if one.person is not None]
    known = Person.objects.in_bulk(keys)
    for one in voices:
        person = (
            hall.members[Role(theme.login)].person
            if one.person is None
            else known[int(hall.people[one.person])]
        )
        assert person is not None, "the log-ins of an example city speak for a person"
        facts = ProposalFacts(
            ProposalKind(theme.kind), hall.competencies.get(theme.competency), theme.subject, one.reason
        )
        when = hall.at - timedelta(days=one.days_ago)
        proposal = send_proposal(person=person, facts=facts, at=when)
        sent.append(proposal)
        is_heard = proposal.endorsement == Endorsement.WAITING and person.unit_id in hall.head_units
        if is_heard and when + ANSWERED_AFTER <= until:
            _answer(hall, proposal, one.draw, when + ANSWERED_AFTER)
    return sent


def _answer(hall: _Hall, proposal: Proposal, draw: float, when: datetime) -> None:
    head = hall.members[Role.KEPALA_OPD]
    if draw < ENDORSED_BELOW:
        answer_proposal(proposal=proposal, step=ProposalStep.ENDORSED, reason="", by=head, at=when)
    elif draw >= DECLINED_FROM:
        step = ProposalStep.NOT_ENDORSED
        answer_proposal(proposal=proposal, step=step, reason=NOT_ENDORSED, by=head, at=when)


def _decide(hall: _Hall, theme: VoiceTheme, sent: Sequence[Proposal], when: datetime) -> None:
    """The agency gathers what was sent in own words, and decides."""
    officer = hall.members[Role.PENGELOLA]
    topic = sent[0].topic
    if topic is None:
        named = TopicFacts(theme.topic, hall.competencies.get(theme.topic_competency))
        seen = {one.pk: None for one in sent}
        topic = gather_proposals(proposals=seen, into=named, by=officer, at=when)
    mark = get_topic_mark(topic=topic)
    step = ProposalStep(theme.verdict)
    decide_topic(topic=topic, step=step, reason=theme.told, mark=mark, by=officer, at=when)
