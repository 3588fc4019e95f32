"""What came of a plan, a page for each question."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import CityRequest, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.charts import Span, bar_chart, calendar_chart
from sibina.lib.charts import before_after as draw_before_after
from sibina.lib.ui.kept import kept_html
from sibina.lib.words import MONTHS, number, rupiah
from sibina.plan.planning import reads
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.templatetags.planning import signed, signed_rupiah
from sibina.plan.planning.types import Approval, Mixing, Step
from sibina.plan.planning.views.origins import panels_of, weights_panel
from sibina.plan.planning.views.steps import next_act

RIVALS = {
    "this": gettext_lazy("Rencana ini"),
    "first_come": gettext_lazy("Siapa cepat dia dapat"),
    "largest_gap_first": gettext_lazy("Kesenjangan terbesar dulu"),
}
LEGEND = (
    gettext_lazy("tidak ada"),
    gettext_lazy("sampai 0,1 tingkat per pegawai"),
    gettext_lazy("sampai 0,25"),
    gettext_lazy("sampai 0,5"),
    gettext_lazy("sampai 0,75"),
    gettext_lazy("di atas 0,75"),
)
SHOWN = 8
CALENDAR_FIELDS = (
    "plan",
    "programme_name",
    "code",
    "starts_on",
    "ends_on",
    "venue",
    "speaker",
    "taken",
    "cost",
)
READERS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
EVERY_OWN = (*READERS, Role.ASN, Role.MENTOR)
WATCHERS = {Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT}


def get_plan(pk: int, *, whole: bool = True) -> CityPlan:
    """The plan, or the page that says it is not there; `whole` where its long answers are shown."""
    plan = reads.find_plan(pk=pk, whole=whole)
    if plan is None:
        raise Http404
    return plan


def show(request: CityRequest, plan: CityPlan, tab: str, **context: Any) -> HttpResponse:
    """A page of a plan that has an answer; one that has none is shown as what it is."""
    if not plan.has_answer:
        return redirect("planning:summary", pk=plan.pk)
    return render(request, f"planning/{tab}.html", frame(request, plan, tab) | context)


def frame(request: CityRequest, plan: CityPlan, tab: str) -> dict[str, Any]:
    """What stands around every page of a plan."""
    role = request.membership.role
    return {
        "plan": plan,
        "tab": tab,
        "may_ask": role in {Role.PENGELOLA, Role.ANALIS},
        "may_remake": role == Role.PENGELOLA and plan.is_set and is_open(plan),
        "sees_city": role in WHOLE_CITY,
    }


def is_open(plan: CityPlan) -> bool:
    """May the plan of this year still change?"""
    return may_change(CyclePhase(plan.cycle.phase), Part.PLAN)


@allow(*READERS)
def summary(request: CityRequest, pk: int) -> HttpResponse:
    """The answer on one page; before it is there, how far the search is."""
    plan = get_plan(pk)
    context = frame(request, plan, "summary")
    if not plan.has_answer:
        may_stop = request.membership.role in {Role.PENGELOLA, Role.ANALIS}
        watch = request.membership.role in WATCHERS
        context |= {"job": plan.job, "may_stop": may_stop, "watch": watch, "kept": reads.find_kept(plan=plan)}
        return render(request, "planning/computing.html", context)
    act = None if plan.is_trial else next_act(Approval(plan.approval), request.membership.role)
    steps = reads.list_steps(plan=plan) if plan.is_set else []
    programmes = reads.list_programme_lines(plan=plan)
    context = {
        "programmes": programmes,
        "whole_cost": sum(line.cost for line in programmes),
        "mixing": sum((line.mixing for line in programmes), Mixing(0, 0)),
        "payers": reads.list_payers(plan=plan, sight=get_sight(request.membership)),
        "next_step": act.title if act else "",
        "setting": next((one for one in reversed(steps) if one.step == Step.SET), None),
    }
    return show(request, plan, "summary", **context)


@allow(*READERS)
def calendar(request: CityRequest, pk: int) -> HttpResponse:
    """What runs when: a picture of the year, and a table for each month."""
    plan = get_plan(pk, whole=False)
    html = kept_html("planning/_calendar.html", plan.pk, plan.computed_at, make=lambda: _year_of(plan))
    return show(request, plan, "calendar", year_html=html)


def _year_of(plan: CityPlan) -> dict[str, Any]:
    running = list(reads.list_sessions(plan=plan).filter(runs=True).only(*CALENDAR_FIELDS))
    spans = [Span(row.programme_name, row.starts_on, row.ends_on, row.code) for row in running]
    chart = calendar_chart(_("Sesi yang berjalan"), spans, year=plan.cycle.year) if spans else None
    months = [month | {"name": MONTHS[month["number"] - 1]} for month in reads.months_of(running)]
    # The tables by month below are the chart's table.
    return {"months": months, "chart": replace(chart, rows=()) if chart else None}


@allow(*READERS)
def before_after(request: CityRequest, pk: int) -> HttpResponse:
    """Shortfall of office × competency before the plan, and as expected after it."""
    plan = get_plan(pk, whole=False)
    choices = [("sebelum", _("Sebelum")), ("sesudah", _("Sesudah")), ("selisih", _("Yang tertutup"))]
    which = request.GET.get("lihat", "")
    which = which if which in dict(choices) else "sesudah"
    parts = (plan.pk, plan.computed_at, which)
    html = kept_html("planning/_before_after.html", *parts, make=lambda: _picture_of(plan, which))
    legend = [{"kind": str(kind), "text": text} for kind, text in enumerate(LEGEND)]
    legend.append({"kind": "none", "text": _("belum diukur")})
    context = {"which": which, "choices": choices, "picture_html": html, "legend": legend}
    return show(request, plan, "before_after", **context)


def _picture_of(plan: CityPlan, which: str) -> dict[str, Any]:
    picture = reads.get_picture(plan=plan, which=which)
    title = _("Kesenjangan menurut kompetensi")
    names = {"before": _("Sebelum"), "after": _("Sesudah")}
    chart = draw_before_after(title, picture.totals, kind="decimal", **names) if picture.totals else None
    return {"picture": picture, "chart": chart}


@allow(*READERS)
def what_if(request: CityRequest, pk: int) -> HttpResponse:
    """What more or less money would do, and what simple rules would have reached."""
    plan = get_plan(pk)
    if plan.was_made_elsewhere:
        return redirect("planning:summary", pk=pk)
    rivals = [row | {"title": RIVALS.get(row["name"], row["name"])} for row in reads.list_rivals(plan=plan)]
    bars = [(str(row["title"]), row["objective"] or 0.0) for row in rivals]
    chart = bar_chart(
        _("Nilai tertutup menurut cara memilih"), bars, heading=_("Nilai tertutup"), kind="decimal"
    )
    context = {"questions": reads.list_what_if(plan=plan), "rivals": rivals, "chart": chart}
    return show(request, plan, "what_if", **context)


@allow(*READERS)
def sources(request: CityRequest, pk: int) -> HttpResponse:
    """Where every figure of the plan comes from."""
    plan = get_plan(pk, whole=False)
    parts = (plan.pk, plan.computed_at)
    html = kept_html("planning/_panels.html", *parts, make=lambda: _grounds_of(plan))
    return show(request, plan, "sources", panels_html=html, funding=reads.list_funding(plan=plan))


def _grounds_of(plan: CityPlan) -> dict[str, Any]:
    panels = panels_of(plan)
    if plan.needs_round is not None:
        panels.append(weights_panel(plan, *reads.count_weights(plan=plan)))
    return {"plan": plan, "panels": panels}


@allow(*READERS)
def compare(request: CityRequest) -> HttpResponse:
    """Two plans side by side."""
    ready = reads.list_ready_plans()
    found = reads.find_pair(ready, request.GET.get("a", ""), request.GET.get("b", ""))
    context: dict[str, Any] = {"ready": ready}
    if found:
        context |= _side_by_side(*found, get_sight(request.membership))
    return render(request, "planning/compare.html", context)


def figures_of(first: CityPlan, second: CityPlan) -> list[dict[str, Any]]:
    """The figures of two plans side by side, with the change from the first to the second.

    Values of plans in which needs weigh otherwise are not compared; levels are levels in any case.
    """
    figures: list[tuple[Any, Any, Any, Any, Any]] = [
        (_("Pagu"), first.ceiling, second.ceiling, rupiah, signed_rupiah),
        (_("Biaya"), first.cost, second.cost, rupiah, signed_rupiah),
        (_("Sesi berjalan"), first.sessions_run, second.sessions_run, number, _whole),
        (_("Kursi terisi"), first.seats, second.seats, number, _whole),
        (_("Pegawai yang ikut"), first.people_reached, second.people_reached, number, _whole),
        (_("PNS mencapai batas bawah JP"), first.jp_met, second.jp_met, number, _whole),
        (_("Kesenjangan sebelum (tingkat)"), first.levels_short, second.levels_short, _tenths, signed),
        (_("Kesenjangan tertutup (tingkat)"), first.levels_closed, second.levels_closed, _tenths, signed),
    ]
    if first.weighs_like(second):
        value = _("Nilai tertutup (tingkat × bobot)")
        figures.append((value, first.objective, second.objective, _tenths, signed))
    return [
        {"label": label, "first": write(one), "second": write(two), "change": say(two - one)}
        for label, one, two, write, say in figures
    ]


def _side_by_side(first: CityPlan, second: CityPlan, sight: Sight) -> dict[str, Any]:
    parts = [(plan.pk, plan.computed_at, plan.name) for plan in (first, second)]
    return {
        "first": first,
        "second": second,
        "figures": figures_of(first, second),
        "weighs_otherwise": not first.weighs_like(second),
        "differences": kept_html(
            "planning/_differences.html", parts, sight, make=lambda: _differences(first, second, sight)
        ),
    }


def _differences(first: CityPlan, second: CityPlan, sight: Sight) -> dict[str, Any]:
    """Which sessions and which people: nothing of it changes once both plans are there."""
    moved = []
    for plan, other in ((second, first), (first, second)):
        found = reads.list_moved(first=other, second=plan, sight=sight)
        people = list(reads.join_persons(found)[:SHOWN])
        moved.append({"plan": plan, "other": other, "people": people, "all": found.count()})
    sessions = reads.list_differing_sessions(first=first, second=second)
    return {"first": first, "second": second, "sessions": sessions, "moved": moved}


def _whole(value: int) -> str:
    return signed(value, 0)


def _tenths(value: float) -> str:
    return number(value, 1)


@allow(*EVERY_OWN)
def person(request: CityRequest, pk: int, person_id: int) -> HttpResponse:
    """Why a person is in, or left out; for an ASN only oneself, in the plan that is the city's own."""
    plan = get_plan(pk, whole=False)
    if request.membership.role not in READERS and not plan.is_set:
        raise Http404
    found = reads.find_person(plan=plan, person_id=person_id, sight=get_sight(request.membership))
    if found is None:
        raise Http404
    seats = list(found.seat_rows.all())
    is_reader = request.membership.role in READERS
    context = {"row": found, "seats": seats, "is_reader": is_reader, "sees_price": is_reader}
    return show(request, plan, "person", **context)


@allow(*EVERY_OWN)
def mine(request: CityRequest) -> HttpResponse:
    """My own place in the city's plan: that of the year under way also while the next one is being planned."""
    plan = reads.find_plan_to_follow()
    person_id = request.membership.person_id
    if plan and person_id and reads.is_in_plan(plan=plan, person_id=person_id):
        return redirect("planning:person", pk=plan.pk, person_id=person_id)
    return render(request, "planning/mine.html", {"plan": plan})
