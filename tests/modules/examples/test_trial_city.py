"""The empty city for a newcomer's own workbooks, and example cities where real people work."""

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from config.checks import check_examples
from sibina.ground.competencies.api import Competency
from sibina.ground.cycles.api import find_open_cycle
from sibina.ground.people.api import Person
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.web.examples import list_example_logins, open_trial_city
from sibina.web.examples.logins import EXAMPLE_PASSWORD
from sibina.web.examples.types import ExamplesRefused

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def log_in(name: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": name, "password": EXAMPLE_PASSWORD})
    return client


def test_the_trial_city_is_empty_marked_as_example_and_its_log_in_is_told_and_works(db: None) -> None:
    assert open_trial_city(at=AT)
    city = City.objects.get(slug="percobaan")
    assert city.is_example
    with city_context(city):
        assert not Person.objects.exists()
        assert Competency.objects.filter(is_national=True).count() == 9
        cycle = find_open_cycle()
        assert cycle is not None
        assert cycle.year == 2027
    told = "\n".join(list_example_logins())
    assert "Kota Percobaan (kosong" in told
    assert "pengelola.percobaan" in told
    page = log_in("pengelola.percobaan").get("/").content.decode()
    assert "Unggah buku kerja kota" in page


def test_the_trial_city_is_opened_once(db: None) -> None:
    assert open_trial_city(at=AT)
    assert not open_trial_city(at=AT)
    assert City.objects.filter(slug="percobaan").count() == 1


def test_in_production_no_trial_city_is_opened(db: None, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ExamplesRefused):
        open_trial_city(at=AT)


def test_in_production_an_example_log_in_opens_no_city(db: None, settings: LazySettings) -> None:
    open_trial_city(at=AT)
    client = log_in("pengelola.percobaan")
    settings.PRODUCTION = True
    for visitor in (client, log_in("pengelola.percobaan")):
        assert "Kota Percobaan" not in visitor.get("/").content.decode()
        assert visitor.get(reverse("people:list")).status_code == 403


def test_in_production_the_check_names_the_example_cities_and_the_remedy(
    db: None, settings: LazySettings
) -> None:
    settings.PRODUCTION = True
    assert check_examples(None, databases=["default"]) == []
    settings.PRODUCTION = False
    open_trial_city(at=AT)
    assert check_examples(None, databases=["default"]) == []
    settings.PRODUCTION = True
    [found] = check_examples(None, databases=["default"])
    assert "Kota Percobaan" in found.msg
    assert "sibina open-city" in found.hint
