"""Plans in the background: the search runs outside any transaction, its answer is written in one.

A killed worker leaves the job queued again. It starts anew, and the best plan that was kept is the least that
it will answer with, as long as the city's data are the same.
"""

import time
from math import isfinite
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.lib.jobs.api import JobRun, Told, job
from sibina.lib.tenancy.context import city_context
from sibina.lib.words import number, percent, rupiah
from sibina.plan.planning import actions, reads
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.rules.answers import (
    Question,
    Solved,
    answer_of,
    better_of,
    changes_of,
    offices_of,
    with_seats,
)
from sibina.plan.planning.rules.differences import Seat
from sibina.plan.planning.rules.fixed import cost_of_fixed
from sibina.plan.planning.rules.mixing import mixing_of_plan
from sibina.plan.planning.sentences import FIXED_OVER_CEILING
from sibina.plan.planning.types import FixedOverCeiling, Plan, Progress, Stage

if TYPE_CHECKING:
    from sibina.plan.planning.rules.solve import Search

NEAR_ENOUGH = 0.001
"""A plan within a thousandth of the best ends the search; the assumed gains are not known nearly so well."""
SECONDS_BETWEEN_KEPT = 5.0
READ, SEARCHED = 5, 90
MORE_MONEY = 10_000_000
LESS_SHARE = 0.85

STAGES = {
    Stage.READING: gettext_lazy("Membaca data kota"),
    Stage.FLOOR: gettext_lazy("Mencari sebanyak mungkin PNS yang mencapai batas bawah JP"),
    Stage.PRICES: gettext_lazy("Menimbang pegawai, kursi, dan uang"),
    Stage.SESSIONS: gettext_lazy("Memilih sesi yang berjalan"),
    Stage.SEATS: gettext_lazy("Membagi kursi"),
    Stage.EXACT: gettext_lazy("Menghitung secara eksak"),
    Stage.IMPROVING: gettext_lazy("Memperbaiki rencana terbaik"),
    Stage.DONE: gettext_lazy("Menyusun alasan dan harga"),
}


@job("planning.make_plan")
def make_plan(run: JobRun, *, plan_id: int) -> dict[str, Any]:
    """Search for the plan that was asked for, keep the best on the way, write the answer at the end."""
    run.progress(0, str(STAGES[Stage.READING]))
    with city_context(run.city):
        plan = reads.find_plan(pk=plan_id)
        if plan is None:
            raise Told(_("Rencana itu sudah tidak ada."))
        if plan.has_answer:
            return _result(plan)
        actions.keep_weights(plan=plan, at=timezone.now())
        question, gone = _question(plan)
        before = reads.list_seats_before(plan=plan)
        kept = reads.find_checkpoint(plan=plan, digest=question.digest) if question else None
        if question is None:
            actions.fail_plan(plan=plan, sentence=gone, at=timezone.now())
    if question is None:
        raise Told(gone)
    from sibina.plan.planning.rules.keeping import solve_keeping  # noqa: PLC0415  (as in `_search`)

    try:
        found = solve_keeping(question.problem, question.fixed, _search(run, plan, question))
    except FixedOverCeiling as over:
        # Prices or contributions have changed since the plan was asked for.
        told = str(FIXED_OVER_CEILING) % {"cost": rupiah(over.cost), "ceiling": rupiah(over.ceiling)}
        with city_context(run.city):
            actions.fail_plan(plan=plan, sentence=told, at=timezone.now())
        raise Told(told) from over
    if kept is not None:
        found = better_of(question.problem, found, with_seats(question.problem, found, kept.seats))
    solved = _solved(run, question, found, before)
    with city_context(run.city):
        title = _("Menghitung andai-andai «%(name)s»") % {"name": plan.name}
        actions.write_answer(plan=plan, solved=solved, what_if_title=title, by=run.by, at=timezone.now())
    return _result(plan)


@job("planning.what_if")
def what_if(run: JobRun, *, plan_id: int) -> dict[str, Any]:
    """What the next ten million rupiah buy, and what fifteen percent less lose, each with its own proof."""
    with city_context(run.city):
        plan = reads.find_plan(pk=plan_id)
        if plan is None or not plan.has_answer:
            return {}
        question, _gone = _question(plan)
    found: dict[str, Any] = {"stale": True}
    if question is not None and question.digest == plan.digest:
        found = _other_ceilings(run, plan, question)
    with city_context(run.city):
        actions.write_what_if(plan=plan, found=found)
    return {"next_url": reverse("planning:what-if", args=[plan.pk])}


def _other_ceilings(run: JobRun, plan: CityPlan, question: Question) -> dict[str, Any]:
    """The plan searched for anew under more and under less money."""
    from sibina.plan.planning.rules.keeping import solve_keeping  # noqa: PLC0415  (as in `_search`)
    from sibina.plan.planning.rules.solve import Search  # noqa: PLC0415  (as in `_search`)

    found = {}
    kept = cost_of_fixed(question.problem, question.fixed)
    ceilings = {"more": plan.ceiling + MORE_MONEY, "less": int(plan.ceiling * LESS_SHARE)}
    for step, (name, ceiling) in enumerate(ceilings.items()):
        if run.should_stop():
            break
        if ceiling < kept:
            continue  # no plan that keeps what is bound costs so little
        run.progress(step * 50, _("Menghitung pagu %(ceiling)s") % {"ceiling": rupiah(ceiling)})
        problem = question.problem.with_terms(ceiling=ceiling)
        search = Search(**_limits(plan), should_stop=run.should_stop)
        other = solve_keeping(problem, question.fixed, search)
        found[name] = {
            "ceiling": ceiling,
            "objective": other.objective,
            "bound": other.bound,
            "cost": other.cost,
            "jp_floor_met": other.jp_floor_met,
        }
    return found


def _question(plan: CityPlan) -> tuple[Question | None, str]:
    """None, and why, when what the plan was asked for is no longer there."""
    try:
        return reads.get_question(plan=plan), ""
    except reads.GapsGone:
        return None, _(
            "Kesenjangan yang menjadi dasar rencana ini sudah diganti perhitungan yang lebih baru. Susun rencana baru."
        )
    except reads.OfficesShort:
        return None, _(
            "Sesi yang dibayar perangkat daerah berubah sejak rencana ini diminta, dan dananya tidak lagi cukup. Susun "
            "rencana baru."
        )


def _limits(plan: CityPlan) -> dict[str, Any]:
    return {"clock": time.monotonic, "seconds": plan.seconds, "target_gap": NEAR_ENOUGH, "seed": plan.seed}


def _search(run: JobRun, plan: CityPlan, question: Question) -> "Search":
    """How the search is bounded, watched and kept."""
    # Deferred: the search brings compiled code and HiGHS, which only the worker needs, not every web process.
    from sibina.plan.planning.rules.solve import Search  # noqa: PLC0415

    last_kept = [0.0]

    def tell(now: Progress) -> None:
        percent_done = READ + int((SEARCHED - READ) * now.share)
        run.progress(min(SEARCHED, percent_done), _words(now))

    def keep(better: Plan) -> None:
        if time.monotonic() - last_kept[0] < SECONDS_BETWEEN_KEPT:
            return
        last_kept[0] = time.monotonic()
        with city_context(run.city):
            actions.keep_checkpoint(
                plan=plan, problem=question.problem, digest=question.digest, found=better, at=timezone.now()
            )

    return Search(**_limits(plan), progress=tell, should_stop=run.should_stop, on_better=keep)


def _words(now: Progress) -> str:
    """How far the search is, in words."""
    stage = str(STAGES[now.stage])
    if now.objective <= 0 or not isfinite(now.bound):
        return stage
    gap = max(0.0, (now.bound - now.objective) / now.bound) if now.bound else 0.0
    return _("%(stage)s: nilai %(value)s, batas %(bound)s, jarak %(gap)s") % {
        "stage": stage,
        "value": number(now.objective, 1),
        "bound": number(now.bound, 1),
        "gap": percent(gap, 2),
    }


def _solved(run: JobRun, question: Question, found: Plan, before: list[Seat]) -> Solved:
    """The answer with its reasons, its cohorts mixed; a plan that breaks a rule is never written."""
    from sibina.plan.planning.rules import exchanging, keeping  # noqa: PLC0415  (as in `_search`)

    run.progress(SEARCHED, str(STAGES[Stage.DONE]))
    problem, fixed, office = question.problem, question.fixed, offices_of(question)
    before_mixing = mixing_of_plan(found, office)
    found = exchanging.mix_cohorts(problem, fixed, found, office)
    broken = keeping.check_keeping(problem, fixed, found)
    if broken:
        raise AssertionError(f"the plan breaks {len(broken)} rules, the first: {broken[0]}")
    left_out = keeping.explain_keeping(problem, fixed, found)
    answer = answer_of(question, found, left_out)
    return Solved(
        found=found,
        left_out=left_out,
        comparisons=keeping.compare_keeping(problem, fixed),
        answer=answer,
        digest=question.digest,
        was_stopped=run.should_stop(),
        changes=changes_of(question, answer, before) if before else (),
        mixed_before=before_mixing.mixed,
    )


def _result(plan: CityPlan) -> dict[str, Any]:
    return {"next_url": reverse("planning:summary", args=[plan.pk])}
