"""Speakers in a plan: one place a day, the days of a set plan held, and who cannot any more named."""

from collections.abc import Callable
from datetime import date
from html import unescape

from django.test import Client

from sibina.lib.access import Role
from sibina.plan.planning.actions import propose_plan, review_plan
from sibina.plan.planning.models import CityPlan
from sibina.plan.programmes.models import Offering, Speaker, SpeakerPeriod
from tests.modules.planning.conftest import AT, Town, finish, set_by_all

ClientAs = Callable[..., Client]


def ask(town: Town) -> CityPlan:
    """A plan that was searched for a moment only."""
    plan = town.ask()
    CityPlan.objects.filter(pk=plan.pk).update(seconds=1)
    return finish(plan)


def speak(town: Town, code: str, name: str) -> Speaker:
    """Let this session of the town have a speaker of this name."""
    made, _new = Speaker.objects.get_or_create(city=town.city, key=name, name=name)
    Offering.objects.filter(code=code).update(speaker=made)
    return made


def test_a_set_plan_holds_the_days_of_its_speakers(town: Town) -> None:
    for offering in town.offerings:
        speak(town, offering.code, f"Dr. {offering.code}")
    plan = ask(town)
    set_by_all(plan)
    running = set(plan.sessions.filter(runs=True).values_list("code", flat=True))
    assert running
    assert set(SpeakerPeriod.objects.values_list("offering__code", flat=True)) == running
    assert all(row.speaker == f"Dr. {row.code}" for row in plan.sessions.all())


def test_of_sessions_of_one_speaker_on_one_day_a_plan_runs_one(town: Town) -> None:
    for code in ("P-1", "P-2", "E-1"):
        speak(town, code, "Dr. Sama")
    # In another room, on a day of both others.
    Offering.objects.filter(code="E-1").update(starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 3))
    plan = ask(town)
    assert plan.sessions.filter(runs=True, speaker="Dr. Sama").count() == 1
    set_by_all(plan)


def test_a_plan_whose_speaker_cannot_any_more_is_not_set_and_the_page_says_who(
    town: Town, client_as: ClientAs
) -> None:
    made = speak(town, "P-3", "Dr. Jauh")
    plan = ask(town)
    assert plan.sessions.get(code="P-3").runs
    days = {"starts_on": date(2026, 6, 3), "ends_on": date(2026, 6, 4)}
    SpeakerPeriod.objects.create(city=town.city, speaker=made, **days)
    propose_plan(plan=plan, reason="Diusulkan", by=None, at=AT)
    review_plan(plan=plan, reason="Diperiksa", by=None, at=AT)
    response = client_as(Role.PIMPINAN).post(f"/rencana/{plan.pk}/tetapkan/", {"reason": "Disepakati"})
    told = unescape(response.content.decode())
    assert "Dr. Jauh tidak dapat mengisi sesi P-3 (1–3 Juni 2026): berhalangan, 3–4 Juni 2026" in told
    plan.refresh_from_db()
    assert not plan.is_set
    assert not Offering.objects.filter(is_held=True).exists()


def test_a_plan_leaves_out_a_session_whose_speaker_cannot_and_says_so(
    town: Town, client_as: ClientAs
) -> None:
    made = speak(town, "P-3", "Dr. Jauh")
    days = {"starts_on": date(2026, 6, 3), "ends_on": date(2026, 6, 4)}
    SpeakerPeriod.objects.create(city=town.city, speaker=made, **days)
    plan = ask(town)
    assert plan.aside["sessions_without_speaker"] == ["P-3"]
    assert not plan.sessions.filter(code="P-3").exists()
    client = client_as(Role.PENGELOLA)
    for address in (f"/rencana/{plan.pk}/", "/rencana/baru/"):
        assert "P-3" in unescape(client.get(address).content.decode())
