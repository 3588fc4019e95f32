"""Words of the template language, forms and their errors, the geometry of the wheel."""

import gc
import weakref
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from sibina.lib.ui.forms import DayField, RupiahField
from sibina.lib.ui.wheel import segment_centre, segment_path, wheel_of

UI = Path(__file__).resolve().parents[3] / "sibina" / "lib" / "ui"
SPRITE = UI / "static" / "ui" / "icons.svg"


def render(text: str, **context: Any) -> str:
    return Template("{% load ui %}" + text).render(Context(context))


class Money(forms.Form):
    """Money and a day."""

    price = RupiahField(label="Biaya", min_value=1)
    day = DayField(label="Hari", required=False)


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("{{ x|rupiah }}", 1250000, "Rp\u00a01.250.000"),
        ("{{ x|rupiah }}", None, "–"),
        ("{{ x|bilangan }}", "", "–"),
        ("{{ x|desimal:2 }}", 1.255, "1,26"),
        ("{{ x|persen:0 }}", 0.5, "50\u00a0%"),
        ("{{ x|tanggal }}", date(2026, 11, 23), "23 November 2026"),
        ("{{ x|tanggal }}", datetime(2026, 11, 22, 18, tzinfo=UTC), "23 November 2026"),
        ("{{ x|waktu }}", datetime(2026, 11, 22, 18, tzinfo=UTC), "23 Nov 2026, 01.00"),
        ("{{ x|initials }}", "Siti Rahma Putri", "SR"),
    ],
)
def test_figures_and_days_are_written_for_indonesian_readers(text: str, value: Any, shown: str) -> None:
    assert render(text, x=value) == shown


class Row:
    """Something that a page shows."""


def test_what_a_page_was_made_of_is_let_go_as_soon_as_it_is_written() -> None:
    row = Row()
    gone = weakref.ref(row)
    gc.disable()
    try:
        render_to_string("ui/empty.html", {"title": row}, request=RequestFactory().get("/"))
        del row
        assert gone() is None
    finally:
        gc.enable()


def test_what_is_shown_is_never_taken_as_markup() -> None:
    evil = "<script>alert(1)</script>"
    for text in (
        '{% badge x "good" %}',
        "{% alert x text=x %}",
        "{% empty x x %}",
        "{% figure x x x %}",
        "{% crumb x %}",
    ):
        assert "<script>" not in render(text, x=evil)


def test_an_unknown_tone_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="unknown tone"):
        render('{% badge "x" "hijau" %}')


def test_a_bar_never_passes_its_whole_and_its_words_tell_the_rest() -> None:
    shown = render('{% progress "Pagu" 120 100 %}')
    assert 'value="100.0"' in shown
    assert "120\u00a0%" in shown


def test_the_question_of_an_address_is_changed_in_one_part() -> None:
    request = RequestFactory().get("/?q=a&hal=3")
    assert render("{% query_string hal=None urut='-nama' %}", request=request) == "?q=a&amp;urut=-nama"


def test_every_sign_that_a_template_asks_for_is_in_the_sprite() -> None:
    known = {node.get("id") for node in ElementTree.parse(SPRITE).getroot()}
    asked = set()
    for template in UI.parents[1].rglob("*.html"):
        for part in template.read_text().split('{% icon "')[1:]:
            asked.add(part.split('"')[0])
    assert asked
    assert asked <= known, asked - known


def test_no_template_carries_style_or_script_of_its_own() -> None:
    for template in UI.parents[1].rglob("*.html"):
        text = template.read_text()
        for forbidden in (' style="', "<style", "onclick=", "<script>"):
            assert forbidden not in text, f"{template.name}: {forbidden}"


def test_money_is_understood_and_shown_grouped() -> None:
    form = Money({"price": "1,25 miliar"})
    assert form.is_valid()
    assert form.cleaned_data["price"] == 1_250_000_000
    assert 'value="1.250.000"' in str(Money(initial={"price": 1250000})["price"])


def test_errors_stand_in_a_summary_that_leads_to_the_field_and_nothing_typed_is_lost() -> None:
    shown = str(Money({"price": "seribu", "day": "31-02-2027"}))
    assert '<a href="#id_price">' in shown
    assert 'value="seribu"' in shown
    assert 'aria-invalid="true"' in shown
    assert "misalnya 1.250.000" in shown


def test_an_amount_with_a_nought_too_many_is_refused_before_any_column_overflows() -> None:
    shown = str(Money({"price": "99999999999999999999"}))
    assert "paling banyak Rp\u00a010\u00a0triliun" in shown
    assert 'value="99999999999999999999"' in shown


class Plain(forms.Form):
    """Django's own fields, with nothing said by the form."""

    count = forms.IntegerField(min_value=2, max_value=9)
    gain = forms.DecimalField(max_digits=3, decimal_places=1)
    name = forms.CharField(max_length=4)
    kind = forms.ChoiceField(choices=[("a", "A")])


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("count", "abc", "Tulis bilangan bulat, misalnya 20."),
        ("count", "1", "Tulis 2 atau lebih."),
        ("count", "10", "Tulis 9 atau kurang."),
        ("gain", "abc", "Tulis angka, misalnya 0,6."),
        ("gain", "0.25", "Paling banyak 1 angka di belakang koma."),
        ("name", "terlalu", "Terlalu panjang: paling banyak 4 huruf, sekarang 7. Ringkaskan."),
        ("name", "a\x00", "Ada tanda yang tidak dapat dibaca di sini. Hapus, lalu ketik ulang."),
        ("kind", "41", "Pilihan ini tidak ada dalam daftar. Pilih salah satu yang ada."),
    ],
)
def test_what_a_form_says_nothing_about_is_still_said_plainly(field: str, typed: str, told: str) -> None:
    form = Plain({"count": "3", "gain": "1.5", "name": "ya", "kind": "a", field: typed})
    assert form.errors == {field: [told]}


@pytest.mark.parametrize("text", ["23-11-2026", "23/11/2026", "2026-11-23"])
def test_a_day_may_be_typed_the_indonesian_way(text: str) -> None:
    form = Money({"price": "1", "day": text})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 11, 23)


def test_the_wheel_s_segments_go_once_around_with_the_clock() -> None:
    assert segment_path(0, 6) != segment_path(1, 6)
    centres = [segment_centre(index, 4) for index in range(4)]
    assert [(x > 200, y > 200) for x, y in centres] == [
        (True, False),
        (True, True),
        (False, True),
        (False, False),
    ]


def test_a_phase_in_an_unknown_state_is_refused() -> None:
    with pytest.raises(KeyError):
        wheel_of([{"title": "Dasar", "state": "entah"}])
