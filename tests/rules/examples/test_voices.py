"""What the staff of the example cities proposes: the same on every machine, and what the cities themselves describe."""

from dataclasses import replace
from datetime import date

import pytest

from sibina.assess.needs.rules import LONGEST_REASON, SHORTEST_REASON
from sibina.web.examples.rules import city_recipes, example_dictionary, make_city, make_voices, voice_themes

RECIPES = {one.slug: one for one in city_recipes()}


@pytest.mark.parametrize("slug", sorted(RECIPES))
def test_every_city_has_voices_of_the_office_floor_that_the_product_would_take(slug):
    codes = {one.code for one in example_dictionary()}
    themes = voice_themes(slug)
    assert {theme.login for theme in themes} >= {"asn", "mentor", "kepala_opd"}
    for theme in themes:
        assert bool(theme.competency) != bool(theme.subject)
        assert {theme.competency, theme.topic_competency} <= codes | {""}
        assert all(SHORTEST_REASON <= len(reason) <= LONGEST_REASON for reason in theme.reasons)
        assert not theme.verdict or len(theme.told) >= SHORTEST_REASON
        assert not (theme.verdict and theme.subject) or theme.topic
        assert theme.decided < theme.oldest


def test_sorong_asks_for_information_technology_at_the_administrative_desks():
    asked = [theme for theme in voice_themes("sorong") if theme.family == "Pengadministrasi Perkantoran"]
    assert [theme.competency for theme in asked] == ["LDG"]


def test_voices_are_repeatable_and_sent_within_their_days():
    example = make_city(replace(RECIPES["sorong"], size=400), seed=1, today=date(2026, 11, 23))
    for theme in voice_themes("sorong"):
        voices = list(make_voices(example, theme, seed=1))
        assert voices == list(make_voices(example, theme, seed=1))
        assert all(theme.newest <= one.days_ago <= theme.oldest for one in voices)
        assert [one.days_ago for one in voices] == sorted((one.days_ago for one in voices), reverse=True)
