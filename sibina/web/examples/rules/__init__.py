"""Pure making of example cities: recipes in tables, numbers from a seeded generator, no clock."""

from sibina.web.examples.rules.city import SECTORS, make_city
from sibina.web.examples.rules.measures import example_dictionary
from sibina.web.examples.rules.next_curricula import NextCurriculum, next_curricula
from sibina.web.examples.rules.outside import agency_of, make_outside
from sibina.web.examples.rules.partnerships import example_prices, partners_of
from sibina.web.examples.rules.placements import placements_of
from sibina.web.examples.rules.promises import promises_of_workshops
from sibina.web.examples.rules.recipes import calendar_on, city_recipes, needs_story
from sibina.web.examples.rules.voices import make_voices, voice_themes

__all__ = [
    "SECTORS",
    "NextCurriculum",
    "agency_of",
    "calendar_on",
    "city_recipes",
    "example_dictionary",
    "example_prices",
    "make_city",
    "make_outside",
    "make_voices",
    "needs_story",
    "next_curricula",
    "partners_of",
    "placements_of",
    "promises_of_workshops",
    "voice_themes",
]
