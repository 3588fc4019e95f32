"""Loading the example cities: each in one transaction, so that a stop in the middle leaves no half city."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from sibina.assess.needs.api import measure_gaps
from sibina.credit.ledger.api import count_year
from sibina.deliver.placements.api import give_paper_rules
from sibina.ground.competencies.api import Measurement, Standard, take_reference_competencies
from sibina.ground.cycles.api import Cycle, give_starting_rules
from sibina.ground.people.api import Person, PersonNumber, Position, Posting, Sector, Unit, keep_present
from sibina.ground.people.rules import name_key, unit_key
from sibina.lib.access import Role
from sibina.lib.audit.api import record
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import Offering, take_starter_programmes
from sibina.plan.programmes.rules import starter_catalogue
from sibina.web.cities import open_city
from sibina.web.examples.budgets import PAYING_CITIES, let_office_pay, write_sources
from sibina.web.examples.certificates import write_certificates
from sibina.web.examples.curricula import write_next_curricula
from sibina.web.examples.demand import write_demand
from sibina.web.examples.logins import EXAMPLE_PASSWORD, TRIAL_SLUG, Places, make_logins
from sibina.web.examples.mentoring import write_mentoring
from sibina.web.examples.needs_rounds import opened_at, write_needs_round
from sibina.web.examples.outside import siasn_id_of, write_outside
from sibina.web.examples.partnerships import write_partnerships
from sibina.web.examples.past_years import write_past_years
from sibina.web.examples.placements import write_placements
from sibina.web.examples.promises import write_promises
from sibina.web.examples.rules import city_recipes, example_dictionary, make_city
from sibina.web.examples.speaking import hold_past_sessions, write_ratings, write_record, write_speakers
from sibina.web.examples.terms import write_terms
from sibina.web.examples.types import CityRecipe, ExampleCity, ExamplesRefused
from sibina.web.examples.voices import write_voices
from sibina.web.examples.writing import linked, reserve_ids, write_rows

SEED = 2026
UNKNOWN_DISTANCE = 0.08
Progress = Callable[[float, str], None]


@dataclass
class _Meter:
    """Adds up what several cities have done, weighed by their size, and tells it in order."""

    tell: Progress
    total: int
    done: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def say(self, recipe: CityRecipe, share: float, words: str) -> None:
        with self.lock:
            self.done[recipe.slug] = share * recipe.size
            self.tell(sum(self.done.values()) / self.total, f"{recipe.name}: {words}")


def load_examples(
    progress: Progress,
    *,
    at: datetime | None = None,
    recipes: Sequence[CityRecipe] | None = None,
    at_once: int = 2,
) -> list[str]:
    """Load the example cities that are not there yet; `progress` hears the share done and a sentence.

    Returns the names of those loaded. Each city is one transaction; `at_once` of them are written side by side.
    Raises ExamplesRefused in production.
    """
    if settings.PRODUCTION:
        raise ExamplesRefused
    at = at or timezone.now()
    recipes = city_recipes() if recipes is None else recipes
    meter = _Meter(progress, total=sum(recipe.size for recipe in recipes))
    known = set(City.objects.values_list("slug", flat=True))
    missing = [recipe for recipe in recipes if recipe.slug not in known]
    for recipe in recipes:
        if recipe.slug in known:
            meter.say(recipe, 1.0, "sudah ada, dibiarkan")
    if at_once == 1:
        for recipe in missing:
            _load_city(recipe, at, meter)
    else:
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(lambda recipe: _load_city_apart(recipe, at, meter), missing))
    progress(1.0, "Kota contoh siap")
    return [recipe.name for recipe in missing]


TRIAL_CITY = "Kota Percobaan"
"""A city without anybody in it, for whoever wants to see the own workbooks go in."""


def open_trial_city(*, at: datetime | None = None) -> bool:
    """Open the empty city for a newcomer's own workbooks; False when it is there. Raises ExamplesRefused."""
    if settings.PRODUCTION:
        raise ExamplesRefused
    if City.objects.filter(slug=TRIAL_SLUG).exists():
        return False
    officer = f"{Role.PENGELOLA}.{TRIAL_SLUG}"
    open_city(
        name=TRIAL_CITY,
        officer=officer,
        password=EXAMPLE_PASSWORD,
        at=at or timezone.now(),
        example_slug=TRIAL_SLUG,
    )
    return True


def _load_city_apart(recipe: CityRecipe, at: datetime, meter: _Meter) -> None:
    """In a thread of its own, with connections of its own: PostgreSQL does the work, Python waits."""
    try:
        _load_city(recipe, at, meter)
    finally:
        connections.close_all()


def _load_city(recipe: CityRecipe, at: datetime, meter: _Meter) -> None:
    meter.say(recipe, 0.0, "menyusun pegawai")
    today = timezone.localdate(at)
    example = make_city(recipe, seed=SEED, today=today)
    with transaction.atomic():
        city = City.objects.create(
            name=recipe.name,
            slug=recipe.slug,
            province=recipe.province,
            time_zone=recipe.time_zone,
            is_example=True,
        )
        with city_context(city):
            meter.say(recipe, 0.1, "menulis tabel")
            places = _write_city(city, example, at, meter)
            meter.say(recipe, 0.5, "menghitung kesenjangan")
            opened = opened_at(at)
            measure_gaps(city=city, as_of=timezone.localdate(opened), at=opened)
            write_needs_round(city, head_of=places.office_id, at=at)
            write_placements(city, places, at=at)
            meter.say(recipe, 0.6, "memasangkan mentor")
            write_mentoring(city, places, at=at, seed=SEED)
            write_certificates(city, at=at)
            write_promises(places)
            meter.say(recipe, 0.65, "mencoba perubahan tuntutan")
            write_demand(city, example.calendar, at=at)
            meter.say(recipe, 0.75, "menghitung JP")
            count_year(city=city, year=today.year, at=at)
            counts = {name: len(table) for name, table in example.tables.items()}
            record(verb="examples.city.loaded", city=city, at=at, data=counts)
            meter.say(recipe, 0.8, "memeriksa dan menyimpan")
    meter.say(recipe, 1.0, "siap")


def _write_city(city: City, example: ExampleCity, at: datetime, meter: _Meter) -> Places:
    tables = example.tables
    give_starting_rules(city=city, at=at)
    give_paper_rules(city=city, at=at)
    competencies = take_reference_competencies(city=city, competencies=example_dictionary(), at=at)
    competency_ids = np.array([row.pk for row in competencies])
    units = _write_units(city, tables)
    positions = _write_positions(city, tables["positions"])
    people = _write_people(city, tables, units, positions)
    _write_postings(city, tables["postings"], people, units, positions)
    keep_present(city=city)
    _write_standards(city, tables["standards"], positions, competency_ids)
    meter.say(example.recipe, 0.25, "menulis hasil ukur")
    _write_measurements(city, tables["measurements"], people, competency_ids)
    cycles = [Cycle(city=city, **row) for row in tables["cycles"].replace({np.nan: None}).to_dict("records")]
    cycles = Cycle.objects.bulk_create(cycles)
    open_cycle = cycles[-1]
    programmes = take_starter_programmes(
        city=city, programmes=starter_catalogue(), at=at, price_level=example.recipe.price
    )
    programme_ids = np.array([row.pk for row in programmes])
    speakers = write_speakers(city, tables, people, at)
    offerings = tables["offerings"].assign(
        city_id=city.pk,
        cycle_id=open_cycle.pk,
        programme_id=programme_ids[tables["offerings"]["programme"]],
        speaker_id=linked(tables["offerings"]["speaker"], speakers),
        is_held=False,
    )
    write_rows(Offering, offerings.drop(columns=["programme", "speaker"]))
    places = _places(tables, people, units)
    heads = int(tables["people"]["is_active"].sum())
    write_sources(cycles=cycles, office_id=places.office_id, heads=heads)
    logins = make_logins(city, places)
    past = write_record(city, tables, speakers=speakers, programmes=programme_ids, cycles=cycles)
    by_code = {one.code: row for one, row in zip(starter_catalogue(), programmes, strict=True)}
    write_next_curricula(by_code, competencies, at=at)
    write_terms(by_code, at=at)
    write_partnerships(city, example.calendar, by_code, at=at)
    if city.slug in PAYING_CITIES:
        let_office_pay(cycle=open_cycle, office_id=places.office_id, programmes=by_code)
    meter.say(example.recipe, 0.4, "menulis rencana tahun lalu")
    past_cycles, planned = cycles[:-1], example.recipe.plans
    held = hold_past_sessions(past_cycles[:-planned])
    held |= write_past_years(city, past_cycles[-planned:], logins, seed=SEED)
    write_ratings(past, held=held, rater=logins[Role.PENGELOLA])
    write_voices(example, people, at=at, seed=SEED)
    write_outside(city, example, people, at=at, seed=SEED)
    return places


def _write_units(city: City, tables: dict[str, pd.DataFrame]) -> np.ndarray:
    sectors = Sector.objects.bulk_create(
        Sector(city=city, **row) for row in tables["sectors"].to_dict("records")
    )
    sector_of = {row.key: row.pk for row in sectors}
    units = tables["units"]
    ids = reserve_ids(Unit, len(units))
    names = zip(units["office_name"], units["name"], strict=True)
    rows = pd.DataFrame(
        {
            "id": ids,
            "city_id": city.pk,
            "key": [unit_key(office, name) for office, name in names],
            "name": units["name"],
            "parent_id": linked(units["parent"], ids),
            "office_id": linked(units["office"], ids),
            "sector_id": units["sector"].map(sector_of).astype("Int64"),
            "successor_id": linked(units["successor"], ids),
            "basis": units["basis"],
            "distance_km": _distances(units),
            "valid_from": units["valid_from"],
            "valid_to": units["valid_to"],
        }
    )
    write_rows(Unit, rows)
    return ids


def _distances(units: pd.DataFrame) -> pd.Series:
    """Kilometres to the town hall: offices stand in the town, units below them up to the edge of the city; some unknown."""
    chance = np.random.default_rng([SEED, len(units)])
    away = np.minimum(90, chance.exponential(14.0, len(units))).round()
    near = chance.integers(0, 5, len(units))
    known = pd.Series(np.where(units["parent"] < 0, near, away)).astype("Int64")
    return known.mask(chance.random(len(units)) < UNKNOWN_DISTANCE).set_axis(units.index)


def _write_people(
    city: City, tables: dict[str, pd.DataFrame], units: np.ndarray, positions: np.ndarray
) -> np.ndarray:
    people, postings = tables["people"], tables["postings"]
    ids = reserve_ids(Person, len(people))
    held = postings[postings["valid_to"].isna()].set_index("person")[["unit", "position"]]
    office = tables["units"]["office"].to_numpy()[held["unit"]]
    held = held.assign(office=np.where(office < 0, held["unit"], office))
    held = held.reindex(range(len(people)), fill_value=-1)
    same = ["name", "front_title", "back_title", "sex", "birth_date", "employment", "legal_standing"]
    same += ["is_active", "appointed_on", "grade", "education", "number"]
    rows = people[same].assign(
        id=ids,
        city_id=city.pk,
        siasn_id=people["number"].map(siasn_id_of),
        unit_id=linked(held["unit"], units).to_numpy(),
        office_id=linked(held["office"], units).to_numpy(),
        position_id=linked(held["position"], positions).to_numpy(),
    )
    write_rows(Person, rows)
    numbers = pd.DataFrame({"person_id": ids, "number": people["number"], "is_current": True})
    write_rows(PersonNumber, numbers.assign(city_id=city.pk))
    return ids


def _write_positions(city: City, positions: pd.DataFrame) -> np.ndarray:
    ids = reserve_ids(Position, len(positions))
    rows = positions[["name", "kind", "position_class", "grade"]].assign(
        id=ids, city_id=city.pk, key=positions["name"].map(name_key)
    )
    write_rows(Position, rows)
    return ids


def _write_postings(
    city: City, postings: pd.DataFrame, people: np.ndarray, units: np.ndarray, positions: np.ndarray
) -> None:
    rows = pd.DataFrame(
        {
            "city_id": city.pk,
            "person_id": people[postings["person"]],
            "unit_id": units[postings["unit"]],
            "position_id": positions[postings["position"]],
            "valid_from": postings["valid_from"],
            "valid_to": postings["valid_to"],
        }
    )
    write_rows(Posting, rows)


def _write_standards(
    city: City, standards: pd.DataFrame, positions: np.ndarray, competencies: np.ndarray
) -> None:
    rows = standards[["level", "legal_basis", "valid_from", "valid_to"]].assign(
        city_id=city.pk,
        position_id=positions[standards["position"]],
        competency_id=competencies[standards["competency"]],
        weight=1,
    )
    write_rows(Standard, rows)


def _write_measurements(
    city: City, measured: pd.DataFrame, people: np.ndarray, competencies: np.ndarray
) -> None:
    same = ["level", "method", "rater", "measured_on", "purpose", "evidence"]
    rows = measured[same].assign(
        city_id=city.pk,
        person_id=people[measured["person"]],
        competency_id=competencies[measured["competency"]],
        recorded_at=(measured["measured_on"] + timedelta(days=7)).dt.strftime("%Y-%m-%d 02:00:00+00"),
    )
    write_rows(Measurement, rows)


def _places(tables: dict[str, pd.DataFrame], people: np.ndarray, units: np.ndarray) -> Places:
    """Whom the example log-ins speak for: all of the health office, where every kind of gap is found."""
    office = int(tables["units"].index[tables["units"]["name"] == "Dinas Kesehatan"][0])
    postings = tables["postings"]
    now = postings[postings["valid_to"].isna() & tables["people"]["is_active"].to_numpy()[postings["person"]]]
    head = now.loc[now["unit"] == office, "person"].iloc[0]
    below = now["unit"].map(tables["units"]["office"]) == office
    measured = tables["measurements"]["person"].unique()
    kind = tables["positions"]["kind"].to_numpy()[now["position"]]
    staff = now.loc[below & (kind == "fungsional") & now["person"].isin(measured), "person"]
    career = tables["people"]["career"].to_numpy()[staff]
    return Places(
        office_id=int(units[office]),
        head_id=int(people[head]),
        staff_id=int(people[staff.iloc[int(np.argmin(np.abs(career - 8)))]]),
        mentor_id=int(people[staff.iloc[int(np.argmax(career))]]),
    )
