"""The example cities: synthetic, well-formed, repeatable, and as large as the real ones."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from sibina.plan.programmes.rules import problems_of_offering, starter_catalogue
from sibina.plan.programmes.types import OfferingFacts
from sibina.web.examples.rules import calendar_on, city_recipes, make_city
from sibina.web.examples.rules.recipes import money_of_year
from sibina.web.examples.types import ExampleCity

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module", params=["sabang", "tanjungpinang"])
def example(request: pytest.FixtureRequest) -> ExampleCity:
    recipe = next(one for one in city_recipes() if one.slug == request.param)
    return make_city(recipe, seed=1, today=TODAY)


def test_there_are_five_cities_as_large_as_the_real_ones() -> None:
    sizes = {recipe.slug: recipe.size for recipe in city_recipes()}
    assert sizes == {"medan": 15000, "sorong": 5000, "tanjungpinang": 3500, "sibolga": 2500, "sabang": 1800}


def test_same_seed_and_day_give_the_same_city_and_another_seed_another() -> None:
    sabang = next(one for one in city_recipes() if one.slug == "sabang")
    first, second = (make_city(sabang, seed=1, today=TODAY) for _turn in range(2))
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, second.tables[name])
    other = make_city(sabang, seed=2, today=TODAY)
    assert (other.tables["people"]["number"] != first.tables["people"]["number"]).any()


def test_city_has_exactly_its_size_and_everybody_holds_one_position_today(example: ExampleCity) -> None:
    people, postings = example.tables["people"], example.tables["postings"]
    assert len(people) == example.recipe.size
    open_ones = postings[postings["valid_to"].isna()]
    assert sorted(open_ones["person"]) == list(range(len(people)))


def test_numbers_are_well_formed_unique_and_fit_the_person(example: ExampleCity) -> None:
    people = example.tables["people"]
    assert people["number"].is_unique
    for row in people.itertuples():
        assert len(row.number) == 18
        assert row.number.isdigit()
        assert datetime.strptime(row.number[:8], "%Y%m%d").date() == row.birth_date.date()
        assert row.number[14] == ("1" if row.sex == "M" else "2")
        month = int(row.number[12:14])
        assert month >= 21 if row.employment.startswith("pppk") else 1 <= month <= 12
        assert int(row.number[15:]) >= 901, "a sequence that real numbers do not reach"


def test_nobody_was_appointed_before_eighteen_or_works_beyond_sixty(example: ExampleCity) -> None:
    people = example.tables["people"]
    at_appointment = (people["appointed_on"] - people["birth_date"]).dt.days / 365.25
    age = (pd.Timestamp(TODAY) - people["birth_date"]).dt.days / 365.25
    assert at_appointment.min() >= 18
    assert age.max() < 60


def test_kinds_of_employment_and_standing_are_plausible(example: ExampleCity) -> None:
    people = example.tables["people"]
    share = people["employment"].value_counts(normalize=True)
    assert 0.5 < share["pns"] < 0.75
    assert set(share.index) == {"pns", "cpns", "pppk", "pppk_paruh_waktu"}
    assert 0.95 < people["is_active"].mean() < 1
    newly = people["appointed_on"] > pd.Timestamp(TODAY) - pd.Timedelta(days=365)
    assert 0.05 < newly.mean() < 0.25


def test_postings_of_one_person_follow_each_other_without_overlap(example: ExampleCity) -> None:
    postings = example.tables["postings"]
    following = postings["person"].to_numpy()[1:] == postings["person"].to_numpy()[:-1]
    ends = postings["valid_to"].to_numpy()[:-1][following]
    starts = postings["valid_from"].to_numpy()[1:][following]
    assert following.sum() > 100
    assert (ends <= starts).all()
    closed = postings[postings["valid_to"].notna()]
    assert (closed["valid_from"] < closed["valid_to"]).all()


def test_no_posting_lies_outside_the_life_of_its_unit(example: ExampleCity) -> None:
    units, postings = example.tables["units"], example.tables["postings"]
    began = pd.to_datetime(units["valid_from"]).to_numpy()[postings["unit"]]
    ended = pd.to_datetime(units["valid_to"]).to_numpy()[postings["unit"]]
    since = np.maximum(postings["valid_from"].to_numpy(), np.datetime64("2017-01-01"))
    assert (since >= began).all()
    until = postings["valid_to"].fillna(pd.Timestamp(TODAY)).to_numpy()
    assert ((until <= ended) | np.isnat(ended)).all()


def test_every_unit_of_today_has_a_head(example: ExampleCity) -> None:
    tables = example.tables
    postings = tables["postings"][tables["postings"]["valid_to"].isna()]
    structural = tables["positions"]["kind"].to_numpy()[postings["position"]] == "struktural"
    led = set(postings["unit"].to_numpy()[structural])
    now = tables["units"]
    now = now[(now["valid_from"] <= TODAY) & (now["valid_to"].isna() | (now["valid_to"] > TODAY))]
    assert set(now.index) == led


def test_measurements_lie_in_the_past_and_are_never_doubled(example: ExampleCity) -> None:
    measured = example.tables["measurements"]
    assert measured["level"].between(1, 5).all()
    assert (measured["measured_on"] < pd.Timestamp(TODAY)).all()
    assert not measured.duplicated(["person", "competency", "measured_on", "method", "level", "rater"]).any()
    appointed = example.tables["people"]["appointed_on"].to_numpy()[measured["person"]]
    assert (measured["measured_on"].to_numpy() > appointed).all()


def test_later_round_shows_progress_and_many_are_unmeasured(example: ExampleCity) -> None:
    measured = example.tables["measurements"]
    objective = measured[measured["method"] != "self"]
    first, second = example.calendar.past_years
    rounds = {
        year: objective[objective["purpose"].str.endswith(str(year))].set_index(["person", "competency"])[
            "level"
        ]
        for year in (first, second)
    }
    both = rounds[first].to_frame("first").join(rounds[second].rename("second"), how="inner")
    assert len(both) > 1000
    assert 0.1 < (both["second"] - both["first"]).mean() < 0.5
    pairs = measured.drop_duplicates(["person", "competency"])
    assert len(pairs) < 0.85 * example.recipe.size * 11


def test_sessions_keep_the_rules_of_a_session(example: ExampleCity) -> None:
    catalogue = starter_catalogue()
    offerings = example.tables["offerings"]
    assert offerings["code"].is_unique
    for row in offerings.itertuples():
        programme = catalogue[row.programme]
        facts = OfferingFacts(
            row.starts_on, row.ends_on, row.seats, row.min_seats, row.fixed_cost, row.seat_cost
        )
        problems = problems_of_offering(
            facts,
            year=example.calendar.open_year,
            min_participants=programme.min_participants,
            max_participants=programme.max_participants,
        )
        assert problems == ()
        assert row.starts_on.weekday() < 5
        assert row.ends_on.weekday() < 5


def test_money_does_not_reach_for_everything_that_is_offered(example: ExampleCity) -> None:
    offered = example.tables["offerings"]
    cost = (offered["fixed_cost"] + offered["seat_cost"] * offered["seats"]).sum()
    assert cost > money_of_year(int(example.tables["people"]["is_active"].sum()), back=0)


def test_past_sessions_were_paid_for_and_shared_no_room_or_speaker_on_a_day(example: ExampleCity) -> None:
    held = example.tables["past_sessions"]
    heads = int(example.tables["people"]["is_active"].sum())
    for back, year in ((2, 2025), (1, 2026)):
        own = held[held["year"] == year]
        assert len(own) > 10
        assert (own["fixed_cost"] + own["seat_cost"] * own["seats"]).sum() < money_of_year(heads, back)
        for holder in ("venue", "speaker"):
            for _name, its in own.sort_values("starts_on").groupby(holder):
                assert (its["starts_on"].iloc[1:].to_numpy() > its["ends_on"].iloc[:-1].to_numpy()).all()


def test_nine_offices_of_tanjungpinang_become_four_next_year() -> None:
    recipe = next(one for one in city_recipes() if one.slug == "tanjungpinang")
    units = make_city(recipe, seed=1, today=TODAY).tables["units"]
    merges_on = calendar_on(TODAY).merges_on
    offices = units[units["parent"] == -1]
    ending = offices[offices["valid_to"] == merges_on]
    starting = offices[offices["valid_from"] == merges_on]
    assert (len(ending), len(starting)) == (9, 4)
    assert set(ending["successor"]) == set(starting.index)
    past = offices[(offices["valid_to"].notna()) & (offices["valid_to"] != merges_on)]
    assert sorted(past["name"]) == ["Dinas Kebudayaan", "Dinas Pariwisata"]


@pytest.mark.parametrize(
    ("today", "year"), [(date(2026, 3, 1), 2026), (date(2026, 9, 30), 2026), (date(2026, 10, 1), 2027)]
)
def test_from_october_on_the_next_year_is_planned(today: date, year: int) -> None:
    calendar = calendar_on(today)
    assert calendar.open_year == year
    assert calendar.past_years == (year - 2, year - 1)


def test_city_can_be_made_early_in_a_year_too() -> None:
    sabang = next(one for one in city_recipes() if one.slug == "sabang")
    example = make_city(sabang, seed=1, today=date(2026, 1, 2))
    assert (example.tables["measurements"]["measured_on"] < pd.Timestamp("2026-01-02")).all()
    assert (example.tables["offerings"]["starts_on"].map(lambda day: day.year) == 2026).all()
