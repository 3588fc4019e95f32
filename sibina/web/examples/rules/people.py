"""Synthetic persons: well-formed numbers that nobody holds, a broad mix of names, careers that fit their age."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sibina.web.examples.rules.recipes import families, name_pools
from sibina.web.examples.rules.staff import Slots
from sibina.web.examples.types import Calendar, CityRecipe

FIRST_SEQUENCE = 901
"""Numbers of real civil servants count up from 001, so these are well-formed and held by nobody."""
SHARE_CPNS, SHARE_PPPK, SHARE_PART_TIME = 0.030, 0.245, 0.105
PART_TIME_FAMILIES = frozenset({"Guru", "Perawat", "Bidan"})
SHARE_MALE = {"Bidan": 0.0, "Perawat": 0.3, "Polisi Pamong Praja": 0.85, "Pemadam Kebakaran": 0.97}
PNS_GRADES = (
    *("II/a", "II/b", "II/c", "II/d", "III/a", "III/b", "III/c", "III/d"),
    *("IV/a", "IV/b", "IV/c"),
)
FIRST_GRADE = {"SLTA": 0, "Diploma III": 2, "S-1/Sarjana": 4, "S-2": 5}
PPPK_GRADES = {"SLTA": "V", "Diploma III": "VII", "S-1/Sarjana": "IX", "S-2": "X"}


def make_people(
    slots: Slots, recipe: CityRecipe, calendar: Calendar, *, rng: np.random.Generator
) -> pd.DataFrame:
    """One row per slot, in the same order; `career` is years of service, `entry` marks those not yet promoted."""
    employment = _employment(slots, rng=rng)
    is_head = slots.head_class != ""
    birth, appointed = _days(employment, is_head, calendar, rng=rng)
    share_male = np.array([SHARE_MALE.get(family, 0.42) for family in slots.family])
    is_male = rng.random(len(slots)) < share_male
    degree, front = _degrees(slots, rng=rng)
    education = _education(degree, is_head)
    career = _years_until(calendar, appointed)
    people = pd.DataFrame(
        {
            "name": _names(is_male, recipe.names, rng=rng),
            "front_title": front,
            "back_title": degree,
            "sex": np.where(is_male, "M", "F"),
            "birth_date": birth,
            "employment": employment,
            "appointed_on": appointed,
            "education": education,
            "grade": _grades(employment, education, career),
            "career": career,
            "entry": employment != "pns",
        }
    )
    people["number"] = _numbers(people, rng=rng)
    people["legal_standing"] = _standings(people, is_head, calendar, rng=rng)
    people["is_active"] = people["legal_standing"].isin(["Aktif", "PPPK Paruh Waktu"])
    return people


def _years_until(calendar: Calendar, since: np.ndarray) -> np.ndarray:
    return (np.datetime64(calendar.today) - since).astype("timedelta64[D]").astype(int) / 365.25


def _employment(slots: Slots, *, rng: np.random.Generator) -> np.ndarray:
    draw = rng.random(len(slots))
    bounds = np.cumsum([SHARE_CPNS, SHARE_PPPK, SHARE_PART_TIME])
    kinds = np.array(["cpns", "pppk", "pppk_paruh_waktu", "pns"], dtype=object)
    employment = kinds[np.searchsorted(bounds, draw, side="right")]
    known = families()
    may_be_part_time = np.array(
        [
            name in PART_TIME_FAMILIES or (name in known and known[name].levels[0][0] == "pelaksana")
            for name in slots.family
        ]
    )
    employment[(employment == "pppk_paruh_waktu") & ~may_be_part_time] = "pppk"
    employment[slots.head_class != ""] = "pns"
    return employment


def _days(
    employment: np.ndarray, is_head: np.ndarray, calendar: Calendar, *, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Birth and appointment. Appointment is a first of the month; nobody is younger than 19 at it."""
    count = len(employment)
    years = 1.3 + 31 * rng.beta(1.3, 1.5, count)
    years = np.where(is_head, 12 + 19 * rng.random(count), years)
    years = np.where(employment == "cpns", 0.15 + 0.75 * rng.random(count), years)
    years = np.where(employment == "pppk", 0.2 + 4.3 * rng.random(count), years)
    years = np.where(employment == "pppk_paruh_waktu", 0.3 + 0.9 * rng.random(count), years)
    age = np.where(employment == "pns", 20 + 9 * rng.beta(2, 2.5, count), 21 + 13 * rng.beta(1.5, 2.0, count))
    age = np.where(np.isin(employment, ["pppk", "pppk_paruh_waktu"]), age + 9 * rng.random(count), age)
    age = np.minimum(age, 59.4 - years)
    today = np.datetime64(calendar.today)
    appointed = (today - (years * 365.25).astype("timedelta64[D]")).astype("datetime64[M]")
    birth = appointed.astype("datetime64[D]") - (age * 365.25).astype("timedelta64[D]")
    return birth, appointed.astype("datetime64[D]")


def _names(is_male: np.ndarray, mix: Mapping[str, float], *, rng: np.random.Generator) -> list[str]:
    """A given name, for half of them a second, for most a family name; all from one origin's pools."""
    count = len(is_male)
    pools = name_pools()
    origins = list(mix)
    origin = rng.choice(len(origins), size=count, p=np.array(list(mix.values())) / sum(mix.values()))
    draws = rng.integers(0, 1 << 30, size=(count, 3))
    wants = rng.random((count, 2)) < (0.5, 0.72)
    names = []
    for number in range(count):
        place = origins[origin[number]]
        sex = pools["male" if is_male[number] else "female"]
        given = [*sex.get(place, ()), *sex["common"]]
        family = pools["family"].get(place) or pools["family"]["common"]
        first = given[draws[number, 0] % len(given)]
        second = sex["common"][draws[number, 1] % len(sex["common"])]
        last = family[draws[number, 2] % len(family)]
        words = [first]
        if wants[number, 0] and second != first:
            words.append(second)
        if wants[number, 1] or len(words) == 1:
            words.append(last)
        names.append(" ".join(words))
    return names


def _degrees(slots: Slots, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    known = families()
    draw = rng.integers(0, 1 << 30, size=len(slots))
    degrees, fronts = [], []
    leaders = ("S.E., M.Si.", "S.Sos., M.AP.", "S.H., M.H.", "S.IP.", "S.T., M.T.", "S.Pd., M.Pd.")
    for family, number in zip(slots.family, draw, strict=True):
        recipe = known.get(family)
        choices = recipe.degrees if recipe else leaders
        degrees.append(choices[number % len(choices)])
        fronts.append(recipe.front if recipe else "")
    return np.array(degrees, dtype=object), np.array(fronts, dtype=object)


def _education(degree: np.ndarray, is_head: np.ndarray) -> np.ndarray:
    text = pd.Series(degree)
    found = np.select(
        [text.str.contains(r"\bM\.|Sp\."), text.str.startswith("A.Md"), text == ""],
        ["S-2", "Diploma III", "SLTA"],
        default="S-1/Sarjana",
    )
    return np.where(is_head & (found == "SLTA"), "S-1/Sarjana", found).astype(object)


def _grades(employment: np.ndarray, education: np.ndarray, career: np.ndarray) -> list[str]:
    """Golongan: a step each four years for PNS; PPPK have their own, which never meet those of PNS."""
    return [
        PPPK_GRADES[school]
        if kind.startswith("pppk")
        else PNS_GRADES[min(FIRST_GRADE[school] + int(years // 4), len(PNS_GRADES) - 1)]
        for kind, school, years in zip(employment, education, career, strict=True)
    ]


def _numbers(people: pd.DataFrame, *, rng: np.random.Generator) -> pd.Series:
    """18 digits: birth, month of appointment (PPPK: year and 21 or more), sex, sequence within the rest."""
    birth = people["birth_date"].dt.strftime("%Y%m%d")
    month = people["appointed_on"].dt.strftime("%Y%m")
    contract = people["appointed_on"].dt.strftime("%Y") + np.where(
        people["employment"] == "pppk_paruh_waktu", "24", "21"
    )
    is_pppk = people["employment"].str.startswith("pppk")
    prefix = birth + month.where(~is_pppk, contract) + np.where(people["sex"] == "M", "1", "2")
    return prefix + (FIRST_SEQUENCE + prefix.groupby(prefix).cumcount()).astype(str)


def _standings(
    people: pd.DataFrame, is_head: np.ndarray, calendar: Calendar, *, rng: np.random.Generator
) -> np.ndarray:
    """Legal standing in SIASN's words: most are active, few are away, the oldest have retired."""
    age = _years_until(calendar, people["birth_date"].to_numpy())
    draw = rng.random(len(people))
    is_pns = (people["employment"] == "pns").to_numpy() & ~is_head
    standing = np.where(people["employment"] == "pppk_paruh_waktu", "PPPK Paruh Waktu", "Aktif").astype(
        object
    )
    standing[is_pns & (draw < 0.016)] = "Tugas Belajar"
    standing[is_pns & (draw > 0.996)] = "CLTN"
    standing[is_pns & (age > 57.5) & (draw < 0.25)] = "Masa Persiapan Pensiun"
    standing[is_pns & (age > 58.0) & (draw > 0.55)] = "Pensiun"
    standing[(people["employment"] == "pppk").to_numpy() & (draw > 0.997)] = "Diberhentikan"
    return standing
