"""The draw: repeated by a few lines of its own here, and as fair as it says."""

import hashlib
import json
from collections import Counter
from datetime import date
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sibina.deliver.sessions.files import run_draw
from sibina.deliver.sessions.rules.draw import (
    band_of,
    check_days,
    digest_of,
    draw_seats,
    list_as_text,
    list_bands,
    order_of,
    seed_of,
)
from sibina.deliver.sessions.types.draw import Applicant, DrawDaysWrong, Drawn, DrawTerms, Ground
from sibina.lib.tables import BadInput

SEED = "Apel 1 Maret 2027"
APPLICANTS = st.dictionaries(st.text(min_size=1, max_size=6), st.integers(-2, 3), min_size=1, max_size=25)
SEATS = st.integers(0, 30)
SEEDS = st.text(min_size=1, max_size=10)


def drawn(bands: dict[str, int], seats: int, seed: str = SEED) -> list[Drawn]:
    return draw_seats([Applicant(person, band) for person, band in bands.items()], seats, seed)


def repeated(bands: dict[str, int], seats: int, seed: str) -> list[tuple[str, bool]]:
    """What anybody can write who has read the rule; it shares nothing with the program."""
    order: list[str] = []
    for band in sorted(set(bands.values())):
        inside = [person for person in bands if bands[person] == band]
        order += sorted(inside, key=lambda who: hashlib.sha256((seed + who).encode("utf-8")).hexdigest())
    return [(person, place < seats) for place, person in enumerate(order)]


@given(APPLICANTS, SEATS, SEEDS)
def test_a_few_lines_of_ones_own_give_the_same_list(bands: dict[str, int], seats: int, seed: str) -> None:
    assert [(one.person, one.seated) for one in drawn(bands, seats, seed)] == repeated(bands, seats, seed)


def test_the_order_is_that_of_the_digits_that_sha256sum_prints() -> None:
    people = dict.fromkeys(["Ani", "Budi", "Citra", "Dewi", "Eka"], 1)  # 1b3f…, 7ff5…, c301…, 55ce…, 231d…
    assert [one.person for one in drawn(people, 2)] == ["Ani", "Eka", "Dewi", "Budi", "Citra"]


@pytest.mark.parametrize(
    ("seats", "chances", "drawn_band"),
    [
        (0, (0, 0, 0), None),
        (1, (Fraction(1, 2), 0, 0), 1),
        (2, (1, 0, 0), None),
        (4, (1, Fraction(2, 3), 0), 2),
        (5, (1, 1, 0), None),
        (8, (1, 1, Fraction(3, 4)), 3),
        (9, (1, 1, 1), None),
        (50, (1, 1, 1), None),
    ],
)
def test_the_last_seat_decides_in_which_band_is_drawn(
    seats: int, chances: tuple[Fraction | int, ...], drawn_band: int | None
) -> None:
    bands = list_bands([1, 1, 2, 2, 2, 3, 3, 3, 3], seats)
    assert [one.probability for one in bands] == [float(chance) for chance in chances]
    assert [one.band for one in bands if one.is_drawn] == ([] if drawn_band is None else [drawn_band])


@pytest.mark.parametrize(
    ("bands", "seats"), [([1] * 12, 5), ([1] * 12, 11), ([1, 1, *[2] * 9, 3], 4), ([0, *[7] * 15], 2)]
)
def test_each_share_of_ten_thousand_draws_agrees_with_the_stated_probability(
    bands: list[int], seats: int
) -> None:
    people = {f"19870{at:03}": band for at, band in enumerate(bands)}
    stated = {one.person: one.probability for one in drawn(people, seats)}
    draws = 10_000
    won = Counter[str]()
    for turn in range(draws):
        won.update(one.person for one in drawn(people, seats, f"undian {turn}") if one.seated)
    sure = {person for person, chance in stated.items() if chance in (0.0, 1.0)}
    assert all(won[person] == draws * stated[person] for person in sure)
    # Seats are drawn without putting back, so the squares of m applicants add up to (m − 1)/m of independent ones.
    open_to_chance = sorted(set(people) - sure)
    chance, m = stated[open_to_chance[0]], len(open_to_chance)
    squares = sum((won[person] - draws * chance) ** 2 for person in open_to_chance)
    statistic = squares / (draws * chance * (1 - chance)) * (m - 1) / m
    low, high = stats.chi2.ppf([0.0005, 0.9995], m - 1)
    assert low < statistic < high, "too far from the stated probability, or too near to be chance"


@given(APPLICANTS, SEATS, SEEDS)
def test_every_seat_is_given_in_the_order_of_the_bands(bands: dict[str, int], seats: int, seed: str) -> None:
    found = drawn(bands, seats, seed)
    assert sum(one.seated for one in found) == min(seats, len(bands))
    assert sum(one.probability for one in found) == pytest.approx(min(seats, len(bands)))
    assert [one.rank for one in found] == list(range(1, len(bands) + 1))
    seated = [one.band for one in found if one.seated]
    assert all(band <= other.band for band in seated for other in found if not other.seated)
    assert all(one.seated for one in found if one.probability == 1)
    assert not any(one.seated for one in found if one.probability == 0)


@given(APPLICANTS, SEATS, SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_table_decides_nothing(bands: dict[str, int], seats: int, seed: str, chance) -> None:
    shuffled = list(bands.items())
    chance.shuffle(shuffled)
    assert drawn(dict(shuffled), seats, seed) == drawn(bands, seats, seed)


@given(APPLICANTS, SEATS, SEEDS)
def test_who_withdraws_takes_nobodys_seat_away(bands: dict[str, int], seats: int, seed: str) -> None:
    before = {one.person for one in drawn(bands, seats, seed) if one.seated}
    for gone in list(bands)[:5]:
        rest = {person: band for person, band in bands.items() if person != gone}
        after = {one.person for one in drawn(rest, seats, seed) if one.seated}
        assert before - {gone} <= after


def written(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    match name.rsplit(".")[-1]:
        case "csv":
            frame.to_csv(folder / name, index=False)
        case "xlsx":
            frame.to_excel(folder / name, index=False, engine="xlsxwriter")
        case "parquet":
            frame.to_parquet(folder / name, index=False)
    return folder / name


@pytest.mark.parametrize("name", ["pemohon.xlsx", "pemohon.parquet"])
def test_a_workbook_and_a_parquet_file_give_the_list_of_the_csv(tmp_path: Path, name: str) -> None:
    people = pd.DataFrame(
        {"person": [f"1987{at:014}" for at in range(30)], "band": [1 + at % 3 for at in range(30)]}
    )
    texts = []
    for each in ("pemohon.csv", name):
        run_draw(written(tmp_path, each, people), tmp_path / "out", seats="12", seed=SEED)
        texts.append((tmp_path / "out" / "draw.csv").read_text())
    assert texts[0] == texts[1]
    assert texts[0].startswith("person,band,rank,probability,seated\n")


def test_the_answer_says_in_which_band_chance_decided(tmp_path: Path) -> None:
    source = tmp_path / "pemohon.csv"
    source.write_text("band,person\n2,A\n2,B\n1,C\n2,D\n")
    told = run_draw(source, tmp_path / "out", seats="2", seed=SEED)
    assert (told["applicants"], told["seats"], told["seated"], told["band"]) == (4, 2, 2, 2)
    assert told["bands"][1] == {"band": 2, "applicants": 3, "seats": 1, "probability": 1 / 3}
    table = pd.read_csv(tmp_path / "out" / "draw.csv")
    assert table.to_dict("records") == told["list"]
    assert table["seated"].tolist() == [1, 1, 0, 0]
    json.dumps(told)


def test_without_bands_everybody_is_equally_entitled(tmp_path: Path) -> None:
    source = tmp_path / "pemohon.csv"
    source.write_text("person,jabatan\nA,x\nB,y\n")
    told = run_draw(source, seats="1", seed=SEED)
    assert [one["band"] for one in told["list"]] == [1, 1]
    assert told["warnings"] == [
        "pemohon.csv, baris 1, kolom jabatan: kolom “jabatan” tidak dipakai dan diabaikan."
    ]


def problems(tmp_path: Path, text: str, *, seats: str = "1", seed: str = SEED) -> list[tuple]:
    source = tmp_path / "pemohon.csv"
    source.write_text(text)
    with pytest.raises(BadInput) as caught:
        run_draw(source, tmp_path / "out", seats=seats, seed=seed)
    assert not (tmp_path / "out").exists()
    return [(each.file, each.row, each.column, each.value, each.code) for each in caught.value.problems]


def test_everything_wrong_is_said_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    text = "person,band\nA,1.5\nB,\nA,2\n,1\nC,satu\n"
    assert problems(tmp_path, text, seats="-2", seed=" ") == [
        ("pemohon.csv", 5, "person", None, "empty"),
        ("pemohon.csv", 2, "band", "1.5", "kind"),
        ("pemohon.csv", 3, "band", None, "empty"),
        ("pemohon.csv", 6, "band", "satu", "kind"),
        ("pemohon.csv", 4, "person", "A", "double"),
        ("--seats", None, None, "-2", "kind"),
        ("--seed", None, None, None, "note"),
    ]


@pytest.mark.parametrize("text", ["person,band\n", "person\n\n\n"])
def test_a_table_without_anybody_is_refused(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == [("pemohon.csv", None, None, None, "note")]


@pytest.mark.parametrize("seats", ["", "1.5", "sepuluh", "1_0", "٣", "+3", "9" * 5000])
def test_seats_that_are_no_whole_number_are_refused(tmp_path: Path, seats: str) -> None:
    assert [each[0] for each in problems(tmp_path, "person\nA\n", seats=seats)] == ["--seats"]


def test_a_seed_that_has_no_utf8_is_refused(tmp_path: Path) -> None:
    assert [each[0] for each in problems(tmp_path, "person\nA\n", seed="apel \udcff")] == ["--seed"]


def test_the_first_ground_of_the_citys_rule_gives_the_band() -> None:
    order = order_of("jp, kalah")
    assert order == (Ground.FLOOR, Ground.LOST, Ground.OTHER)
    assert band_of({Ground.LOST, Ground.FLOOR}, order) == (1, Ground.FLOOR)
    assert band_of({Ground.LOST}, order) == (2, Ground.LOST)
    assert band_of({Ground.GAP}, order) == (3, Ground.OTHER), (
        "a ground that the rule does not name counts nothing"
    )
    assert band_of(set(), order_of("")) == (1, Ground.OTHER)


@given(
    st.dictionaries(st.text("BCDFG", min_size=3, max_size=6), st.integers(1, 4), min_size=1),
    st.text(max_size=9),
)
def test_the_published_list_is_read_back_and_any_change_of_it_is_another_seed(
    bands: dict[str, int], words: str
) -> None:
    applicants = [Applicant(person, band) for person, band in bands.items()]
    text = list_as_text(applicants)
    assert text == list_as_text(reversed(applicants))
    assert pd.read_csv(StringIO(text)).set_index("person")["band"].to_dict() == bands
    seed = seed_of(words, digest_of(text))
    assert seed != seed_of(words, digest_of(list_as_text([*applicants, Applicant("ZZZ", 1)])))


@pytest.mark.parametrize(
    ("closes", "draws"),
    [("2027-02-28", "2027-03-02"), ("2027-03-05", "2027-03-05"), ("2027-03-05", "2027-04-01")],
)
def test_the_draw_comes_after_applying_and_before_the_session(closes: str, draws: str) -> None:
    terms = DrawTerms("apel", date.fromisoformat(closes), date.fromisoformat(draws))
    with pytest.raises(DrawDaysWrong):
        check_days(terms, date(2027, 3, 1), date(2027, 4, 1))
    check_days(DrawTerms("apel", date(2027, 3, 1), date(2027, 3, 2)), date(2027, 3, 1), date(2027, 4, 1))
