"""Speakers: which days clash, what a session is for a record, what the ratings say."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sibina.plan.programmes.rules import (
    find_clashes,
    mean_score,
    speaker_key,
    standing_of,
    suggested_fee_classes,
    words_of,
)
from sibina.plan.programmes.sentences.speakers import clash_sentence, rating_words, why_not_free
from sibina.plan.programmes.types import HeldDays, SessionStanding

FIRST = date(2027, 3, 1)


def days(code: str, start: int, end: int, speaker: int = 1, reason: str = "") -> HeldDays:
    return HeldDays(speaker, "Dr. Uji", FIRST + timedelta(start), FIRST + timedelta(end), code, reason)


def test_capitals_and_blanks_do_not_make_another_speaker_and_another_institution_does() -> None:
    assert speaker_key("Dr.  UJI Coba", "LAN") == speaker_key("dr. uji coba", " lan ")
    assert speaker_key("Dr. Uji Coba", "LAN") != speaker_key("Dr. Uji Coba", "Universitas mitra")


def test_words_between_commas_are_fields_each_once() -> None:
    assert words_of(" pengadaan  barang, , Bahasa isyarat,PENGADAAN BARANG") == [
        "pengadaan barang",
        "Bahasa isyarat",
    ]
    assert words_of("") == []


def test_a_day_in_common_is_a_clash_and_the_day_after_is_none() -> None:
    held = [days("A", 0, 2)]
    assert [clash.held.code for clash in find_clashes([days("B", 2, 4)], held)] == ["A"]
    assert find_clashes([days("B", 3, 4)], held) == []
    assert find_clashes([days("B", 0, 2, speaker=2)], held) == []


def test_two_wanted_sessions_of_one_speaker_clash_too() -> None:
    clashes = find_clashes([days("B", 4, 6), days("A", 0, 4)], [])
    assert [(clash.wanted.code, clash.held.code) for clash in clashes] == [("B", "A")]


PERIODS = st.lists(
    st.builds(
        lambda code, start, length, speaker: days(str(code), start, start + length, speaker),
        st.integers(0, 999),
        st.integers(0, 30),
        st.integers(0, 6),
        st.integers(1, 3),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(wanted=PERIODS, held=PERIODS)
def test_clashes_are_exactly_the_pairs_of_one_speaker_that_share_a_day(
    wanted: list[HeldDays], held: list[HeldDays]
) -> None:
    def of(one: HeldDays) -> set[tuple[int, date]]:
        return {
            (one.speaker_id, one.starts_on + timedelta(n))
            for n in range((one.ends_on - one.starts_on).days + 1)
        }

    pairs = sum(bool(of(one) & of(other)) for one in wanted for other in held)
    pairs += sum(bool(of(one) & of(other)) for n, one in enumerate(wanted) for other in wanted[:n])
    assert len(find_clashes(wanted, held)) == pairs


@pytest.mark.parametrize(
    ("runs", "ends_on", "standing"),
    [
        (True, FIRST - timedelta(1), SessionStanding.HELD),
        (True, FIRST, SessionStanding.BOOKED),
        (False, FIRST, SessionStanding.OFFERED),
        (False, FIRST - timedelta(1), SessionStanding.NOT_RUN),
    ],
)
def test_a_session_is_held_only_when_it_ran_and_is_over(
    runs: bool, ends_on: date, standing: SessionStanding
) -> None:
    assert standing_of(runs=runs, ends_on=ends_on, today=FIRST) == standing


def test_without_a_rating_the_mean_is_unknown_and_not_nought() -> None:
    assert mean_score([]) is None
    assert mean_score([3, 4]) == 3.5
    assert rating_words(None, 0) == "Belum dinilai"
    assert rating_words(3.5, 2) == "3,5 dari 5 (2 penilaian)"


def test_sentences_name_who_when_and_why() -> None:
    told = clash_sentence(find_clashes([days("B-1", 1, 3)], [days("", 2, 5, reason="tugas luar kota")])[0])
    assert told.startswith("Dr. Uji tidak dapat mengisi sesi B-1 (2–4 Maret 2027)")
    assert "berhalangan, 3–6 Maret 2027 (tugas luar kota)" in told
    assert why_not_free(days("A-1", 0, 0)) == "mengisi sesi A-1, 1 Maret 2027"


def test_fee_classes_are_suggested_from_a_table() -> None:
    assert "Pakar atau praktisi" in suggested_fee_classes()
