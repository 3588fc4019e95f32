"""The dictionary that every city starts from, and the levels that a class of position prefills."""

from datetime import date

from sibina.ground.competencies.rules import (
    default_level_of,
    default_levels_on,
    level_names,
    national_competencies,
    prefill_standard,
    technical_competencies,
)
from sibina.ground.competencies.types import Kind
from sibina.ground.people.types import PositionClass


def test_nine_national_competencies_eight_managerial_and_one_socio_cultural() -> None:
    kinds = [one.kind for one in national_competencies()]
    assert kinds.count(Kind.MANAJERIAL) == 8
    assert kinds.count(Kind.SOSIAL_KULTURAL) == 1
    assert all(one.is_national for one in national_competencies())


def test_every_competency_has_five_different_level_descriptors() -> None:
    for one in (*national_competencies(), *technical_competencies()):
        assert len(set(one.levels)) == 5, one.name
        assert all(text.endswith(".") for text in one.levels), one.name


def test_codes_and_names_are_unique_in_the_whole_dictionary() -> None:
    everything = (*national_competencies(), *technical_competencies())
    assert len({one.code for one in everything}) == len(everything)
    assert len({one.name for one in everything}) == len(everything)


def test_levels_are_named_one_to_five() -> None:
    assert [level.number for level in level_names()] == [1, 2, 3, 4, 5]


def test_defaults_begin_in_2017_and_say_their_basis() -> None:
    assert default_levels_on(date(2016, 12, 31)) is None
    defaults = default_levels_on(date(2026, 1, 1))
    assert defaults is not None
    assert "38/2017" in defaults.legal_basis


def test_every_class_of_position_has_a_default_with_its_certainty() -> None:
    defaults = default_levels_on(date(2026, 1, 1))
    assert defaults is not None
    assert set(defaults.by_kind) == set(PositionClass)
    assert all(defaults.certainty.values())


def test_prefill_follows_the_class_and_keeps_the_exception_of_ahli_utama() -> None:
    defaults = default_levels_on(date(2026, 1, 1))
    assert defaults is not None
    national = national_competencies()
    assert set(prefill_standard(PositionClass.ADMINISTRATOR, national, defaults=defaults).values()) == {3}
    utama = prefill_standard(PositionClass.AHLI_UTAMA, national, defaults=defaults)
    assert utama["INT"] == 5
    assert utama["PBA"] == 5
    assert utama["KOM"] == 4


def test_technical_competencies_are_never_prefilled() -> None:
    defaults = default_levels_on(date(2026, 1, 1))
    assert defaults is not None
    for one in technical_competencies():
        assert default_level_of(PositionClass.PENGAWAS, one, defaults=defaults) is None
