"""The table changes by versions: a row from a day on, with its ground; what was counted by it stays."""

from datetime import date
from fractions import Fraction

import pytest

from sibina.credit.ledger import actions, reads
from sibina.credit.ledger.models import CreditChange
from sibina.credit.ledger.rules import rates_of, version_on
from sibina.credit.ledger.types import Cause, Per, Rate, RateChange, VersionUsed
from sibina.ground.cycles.api import Rule
from sibina.ground.cycles.rules import STARTING_RULES
from sibina.lib.access import Role
from sibina.plan.programmes.types import Form
from tests.modules.ledger.conftest import AT

NEW_YEAR = date(2026, 1, 1)
TYPED = {
    "per": "day", "here": "3,5", "abroad": "", "daily": "", "daily_abroad": "", "monthly": "",
    "valid_from": "01-01-2026", "legal_basis": "Peraturan LAN baru", "certainty": "read",
}  # fmt: skip


def change(hall, form=Form.SEMINAR, here=3, day=NEW_YEAR):
    rate = Rate(Per.DAY, Fraction(here), None)
    return actions.change_rate(
        city=hall.city, change=RateChange(form, rate, day, "Peraturan baru"), at=AT, by=None
    )


def test_a_changed_row_holds_from_its_day_on_and_the_others_stay(hall):
    change(hall)
    versions = reads.list_versions()
    before, after = (version_on(versions, day) for day in (date(2025, 12, 31), NEW_YEAR))
    assert (before.rates[Form.SEMINAR].here, after.rates[Form.SEMINAR].here) == (4, 3)
    assert after.rates[Form.WORKSHOP] == before.rates[Form.WORKSHOP]


def test_several_rows_may_change_from_the_same_day_while_nothing_was_counted_by_them(hall):
    change(hall)
    change(hall, Form.WORKSHOP)
    assert Rule.objects.filter(key="jp_conversion").count() == 2
    table = version_on(reads.list_versions(), NEW_YEAR)
    assert (table.rates[Form.SEMINAR].here, table.rates[Form.WORKSHOP].here) == (3, 3)


def test_a_version_that_jp_was_counted_by_is_not_changed_any_more(hall):
    change(hall)
    hall.verified("Ani", form=Form.SEMINAR, jp=None)
    hall.count()
    with pytest.raises(VersionUsed):
        change(hall, here=2)
    assert change(hall, here=2, day=date(2026, 1, 2)).value["forms"]["seminar"]["here"] == "2"


def test_the_next_counting_shows_whom_a_changed_row_touched(hall, client_as):
    hall.verified("Ani", form=Form.SEMINAR, jp=None)
    hall.count()
    client_as(Role.PENGELOLA).post("/jp/konversi/seminar/", TYPED)
    counting = hall.count().counting
    (told,) = CreditChange.objects.filter(counting=counting)
    assert (told.before, float(told.after), counting.cause) == (4, 3.5, Cause.RULE)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"here": "tiga"}, "Tulis angka nol atau lebih"),
        ({"here": "-3"}, "Tulis angka nol atau lebih"),
        ({"here": "1,234"}, "Tulis angka nol atau lebih"),
        ({"daily": "3", "daily_abroad": "2"}, "tidak boleh lebih kecil"),
        ({"monthly": "2"}, "hanya untuk bentuk yang dihitung per sesi"),
        ({"monthly": "0"}, "Tulis angka bulat 1 sampai 31"),
        ({"legal_basis": ""}, "Dasarnya belum ditulis"),
        ({"valid_from": "awal tahun"}, "hari-bulan-tahun"),
    ],
)
def test_a_row_that_cannot_be_is_told_in_one_sentence(hall, client_as, typed, sentence):
    page = client_as(Role.PENGELOLA).post("/jp/konversi/seminar/", TYPED | typed).content.decode()
    assert sentence in page
    assert page.count("s-field-error") == 1
    assert "Peraturan LAN baru" in page or "legal_basis" in typed
    assert Rule.objects.filter(key="jp_conversion").count() == 1


def test_only_the_officer_changes_the_table(hall, client_as):
    assert client_as(Role.ANALIS).get("/jp/konversi/seminar/").status_code == 403
    officer = client_as(Role.PENGELOLA)
    assert officer.get("/jp/konversi/seminar/").status_code == 200
    assert officer.get("/jp/konversi/sulap/").status_code == 404


def test_the_table_that_cities_begin_with_is_a_table():
    (starting,) = (rule for rule in STARTING_RULES if rule.key == "jp_conversion")
    minutes, rates = rates_of(starting.value)
    assert (minutes, len(rates)) == (45, 25)
