"""Loading an example city into real PostgreSQL: whole or not at all, once, with log-ins that work."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.db.models import Count, Sum
from django.test import Client
from django.urls import reverse

from sibina.assess.needs.api import DemandChange, NeedsRound, Proposal, current_snapshot, get_impact
from sibina.ground.competencies.api import Competency, Measurement, Standard
from sibina.ground.cycles.api import Cycle, Rule, find_open_cycle
from sibina.ground.people.api import Membership, Person, Posting, holding_on
from sibina.ground.people.types import Sight
from sibina.lib.access import Role
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.planning.models import BudgetLine, CityPlan, PlanSeat, PlanSession, PlanStep
from sibina.plan.planning.reads import get_repeats, list_marked_sessions
from sibina.plan.planning.types import SessionState
from sibina.plan.programmes.api import Offering, Programme, SpeakerRating, find_partner_of, get_funding
from sibina.plan.programmes.rules import given_to_sessions
from sibina.web.examples import list_example_logins, load_examples
from sibina.web.examples.logins import EXAMPLE_PASSWORD
from sibina.web.examples.rules import city_recipes
from sibina.web.examples.types import ExamplesRefused

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
SABANG = replace(next(one for one in city_recipes() if one.slug == "sabang"), size=450)


def load() -> list[tuple[float, str]]:
    heard: list[tuple[float, str]] = []
    load_examples(lambda share, words: heard.append((share, words)), at=AT, recipes=[SABANG], at_once=1)
    return heard


@pytest.fixture
def sabang(db: None) -> Iterator[City]:
    load()
    made = City.objects.get(slug="sabang")
    with city_context(made):
        yield made


def test_loaded_city_is_marked_as_example_and_has_everything(sabang: City) -> None:
    assert sabang.is_example
    assert Person.objects.count() == SABANG.size
    assert Competency.objects.filter(is_national=True).count() == 9
    assert Posting.objects.filter(holding_on(AT.date())).count() == SABANG.size
    assert Programme.objects.count() == 18
    assert Offering.objects.count() > 18
    assert Standard.objects.exists()
    assert Rule.objects.exists()
    assert [cycle.year for cycle in Cycle.objects.order_by("year")] == [2025, 2026, 2027]
    assert find_open_cycle().year == 2027
    assert set(Proposal.objects.values_list("outcome", flat=True)) >= {"waiting", "declined"}
    assert set(Proposal.objects.values_list("endorsement", flat=True)) >= {
        "waiting",
        "endorsed",
        "not_needed",
    }
    assert Measurement.objects.values("measured_on__year").distinct().count() == 2


def test_a_loaded_city_has_a_partner_whose_gifts_lower_the_price_of_its_sessions(sabang: City) -> None:
    given = given_to_sessions(get_funding(cycle=find_open_cycle()).shares)
    resting = Offering.objects.filter(agreement__isnull=False)
    helped = resting.filter(programme__name="Komunikasi Efektif", cycle=find_open_cycle())
    assert given
    assert {row.pk for row in helped} == set(given)
    assert resting.filter(ends_on__lt=AT.date()).exists(), "a session under the agreement has been held"
    member = Membership.objects.get(role=Role.MITRA)
    assert find_partner_of(member).name == "Politeknik Contoh Sabang"


def test_the_years_behind_a_loaded_city_have_set_plans_whose_sums_are_those_of_their_rows(
    sabang: City,
) -> None:
    plans = CityPlan.objects.filter(approval="set").order_by("cycle__year")
    assert [plan.cycle.year for plan in plans] == [2025, 2026]
    assert {plan.cycle.phase for plan in plans} <= {"closed", "deliver"}
    for plan in plans:
        assert plan.was_made_elsewhere
        assert plan.gap is None
        assert [step.step for step in PlanStep.objects.filter(plan=plan)] == ["proposed", "reviewed", "set"]
        running = PlanSession.objects.filter(plan=plan, runs=True)
        seated = dict(PlanSeat.objects.filter(plan=plan).values_list("session").annotate(many=Count("pk")))
        assert {row.pk: row.taken for row in running} == seated
        assert (
            sum(row.cost for row in running)
            == plan.cost
            == BudgetLine.objects.filter(source__cycle=plan.cycle).aggregate(total=Sum("rka"))["total"]
        )
        states = {one.row.offering_id: one.state for one in list_marked_sessions(plan=plan)}
        assert set(states.values()) == {SessionState.DONE, SessionState.LAPSED}
        held = Offering.objects.filter(cycle=plan.cycle, is_held=True).values_list("pk", flat=True)
        assert set(held) == {key for key, state in states.items() if state == SessionState.DONE}
    rated = set(SpeakerRating.objects.values_list("offering_id", flat=True))
    assert rated
    assert rated <= set(Offering.objects.filter(is_held=True).values_list("pk", flat=True))
    repeats = dict(get_repeats(sight=Sight()).people_by_years)
    assert repeats[2] > 0


def test_gaps_of_a_loaded_city_are_counted(sabang: City) -> None:
    snapshot = current_snapshot(sabang)
    assert snapshot is not None
    assert snapshot.as_of == NeedsRound.objects.get().snapshot.as_of


def test_a_loaded_city_is_thinking_about_a_change_in_demand_and_has_tried_it(sabang: City) -> None:
    change = DemandChange.objects.select_related("trial").get()
    assert (change.state, change.starts_on.year) == ("draft", find_open_cycle().year)
    effect = get_impact(change, Sight()).whole
    assert effect.after.people > 0
    assert effect.after.shortfall > effect.before.shortfall
    assert change.trial.shortfall > current_snapshot(sabang).shortfall


def test_loading_again_leaves_a_city_that_is_there_alone(sabang: City) -> None:
    Person.objects.filter(pk=Person.objects.first().pk).update(name="Nama yang diubah petugas")
    heard = load()
    assert Person.objects.filter(name="Nama yang diubah petugas").count() == 1
    assert Person.objects.count() == SABANG.size
    assert "sudah ada" in heard[0][1]


def test_progress_rises_to_one(db: None) -> None:
    shares = [share for share, _words in load()]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) >= 5


def test_every_role_has_a_log_in_with_its_place(sabang: City) -> None:
    members = {row.role: row for row in Membership.objects.select_related("user", "unit", "person")}
    assert set(members) == set(Role)
    assert members[Role.KEPALA_OPD].unit.name == "Dinas Kesehatan"
    assert members[Role.KEPALA_OPD].person is not None
    assert members[Role.ASN].person.is_active
    assert members[Role.MENTOR].person_id != members[Role.ASN].person_id


def test_example_log_in_works_by_name_and_is_told(sabang: City) -> None:
    client = Client()
    answer = client.post(
        reverse("account_login"), {"login": "pengelola.sabang", "password": EXAMPLE_PASSWORD}
    )
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    told = "\n".join(list_example_logins())
    assert EXAMPLE_PASSWORD in told
    assert "pengelola.sabang" in told


def test_examples_are_refused_in_production(db: None, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ExamplesRefused):
        load()
    assert list_example_logins() == []
    assert not City.objects.exists()


def test_stop_in_the_middle_leaves_no_half_city(db: None) -> None:
    def stop(share: float, words: str) -> None:
        if "kesenjangan" in words:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_examples(stop, at=AT, recipes=[SABANG], at_once=1)
    assert not City.objects.filter(slug="sabang").exists()
    assert not get_user_model().objects.filter(username__endswith=".sabang").exists()
