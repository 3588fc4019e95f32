"""Example cities: five synthetic cities as large as the real ones, so that every page has something true to show.

Takes: a recipe, a seed and a day. Gives: a city's tables, and log-ins to try each role.
Decides: nothing; a city that is there is left alone. Tells next: needs, by a gap measurement.
"""

from sibina.web.examples.actions import load_examples, open_trial_city
from sibina.web.examples.logins import list_example_logins

__all__ = ["list_example_logins", "load_examples", "open_trial_city"]
