"""The pages of the year's money: the whole on one page, its lines, and the forms behind them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import Role, allow
from sibina.lib.charts import Chart, grouped_bars
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import percent, rupiah
from sibina.plan.planning import actions, reads
from sibina.plan.planning.forms import (
    CERTAINTIES,
    LineForm,
    SourceForm,
    SpendingForm,
    TakeForm,
    tell,
)
from sibina.plan.planning.models import BudgetLine
from sibina.plan.planning.reads import YearBudget
from sibina.plan.planning.rules.budget import problem_of_year
from sibina.plan.planning.sentences import BUDGET_PROBLEMS, BUDGET_STAGES
from sibina.plan.planning.types import BudgetStage
from sibina.plan.planning.views.asking import asked_year
from sibina.plan.planning.views.reading import READERS

WRITER = Role.PENGELOLA


def _cycle(request: CityRequest) -> Cycle | None:
    return reads.find_cycle(year=asked_year(request))


@allow(*READERS)
def budget(request: CityRequest) -> HttpResponse:
    """The year's money: sources with their four figures, and the share that the law asks for."""
    cycle = _cycle(request)
    if cycle is None:
        return render(request, "planning/budget.html", {"cycle": None})
    sight = get_sight(request.membership)
    year = reads.get_year_budget(cycle=cycle, sight=sight)
    may_change, may_pay = _may_write(request, cycle, Part.BUDGET), _may_write(request, cycle, Part.PAYMENTS)
    plan = reads.find_set_plan(cycle=cycle) if may_change else None
    context = {
        "cycle": cycle,
        "cycles": reads.list_cycles(),
        "year": year,
        "stages": [(BUDGET_STAGES[stage], getattr(year.total, stage.value)) for stage in BudgetStage],
        **_share_told(year, f"{reverse('planning:budget-lines')}?tahun={cycle.year}"),
        "cycle_year": str(cycle.year),
        "chart": _chart(year),
        "sees_city": sight.whole_city,
        "may_change": may_change,
        "may_pay": may_pay,
        "plan": plan,
    }
    return render(request, "planning/budget.html", context)


def _may_write(request: CityRequest, cycle: Cycle, part: Part) -> bool:
    """May this member write that part of the year's budget?"""
    return request.membership.role == WRITER and not problem_of_year(CyclePhase(cycle.phase), part)


def _shut(request: CityRequest, cycle: Cycle, part: Part) -> HttpResponse | None:
    """Back to the budget, told why, where that part may not be written. What was typed already is told beside it."""
    refusal = problem_of_year(CyclePhase(cycle.phase), part)
    if refusal is None or request.method == "POST":
        return None
    messages.error(request, str(BUDGET_PROBLEMS[refusal.problem]))
    return redirect(f"{reverse('planning:budget')}?tahun={cycle.year}")


def _chart(year: YearBudget) -> Chart | None:
    """The four figures of each source, where lines say any."""
    rows = [
        (str(one.source), [getattr(one, stage.value) for stage in BudgetStage])
        for one in year.sources
        if one.lines
    ]
    if not rows:
        return None
    series = [stage.name for stage in BudgetStage]
    return grouped_bars(_("Dari RKA sampai SPJ, per sumber"), rows, series=series, kind="rupiah")


def _share_told(year: YearBudget, rows: str) -> dict[str, Any]:
    """The share in words, and where it comes from; nothing while it is not known."""
    share = year.share
    if share is None or year.spending is None or year.rule is None:
        return {}
    least = percent(share.least, 2)
    if share.is_enough:
        text = _("Paling sedikit %(least)s; syarat itu terpenuhi.") % {"least": least}
    else:
        lacking = {"least": least, "lacking": rupiah(share.lacking)}
        text = _("Paling sedikit %(least)s; masih kurang %(lacking)s.") % lacking
    return {
        "share_title": _("%(share)s dari belanja daerah untuk pengembangan kompetensi ASN")
        % {"share": percent(share.share, 3)},
        "share_text": text,
        "share_meaning": _("Yang berlaku dari tiap rincian: DPPA bila ada, bila belum DPA, bila belum RKA."),
        "share_formula": _("bagian = anggaran yang berlaku ÷ belanja daerah"),
        "share_facts": [
            (_("Anggaran yang berlaku"), rupiah(year.total.standing)),
            (_("Belanja daerah"), f"{rupiah(year.spending.rupiah)} ({year.spending.basis})"),
            (_("Paling sedikit"), least),
            (_("Kepastian aturan"), str(CERTAINTIES[year.rule.certainty])),
        ],
        "share_rows": rows,
    }


@allow(*READERS)
def lines(request: CityRequest) -> HttpResponse:
    """Every line of the year with its four figures."""
    cycle = _cycle(request)
    if cycle is None:
        raise Http404
    sight = get_sight(request.membership)
    sources = [(one.pk, one.name) for one in reads.list_sources(cycle=cycle, sight=sight)]
    spec = ListSpec(
        name=f"anggaran-{cycle.year}",
        title=_("Rincian anggaran %(year)s") % {"year": str(cycle.year)},
        lead=_("Yang diminta, disetujui, diubah, dan dibayar, masing-masing dengan tanggalnya."),
        columns=_line_columns(may_change=_may_write(request, cycle, Part.PAYMENTS)),
        search=("label", "account_code", "programme__name"),
        search_label=_("Cari uraian, rekening, atau program"),
        filters=[Filter("sumber", _("Sumber"), sources, "source_id")],
        order="source",
        crumbs=[(_("Anggaran"), f"{reverse('planning:budget')}?tahun={cycle.year}")],
        empty=_no_lines(request, cycle),
    )
    return list_page(request, rows=reads.list_lines(cycle=cycle, sight=sight), spec=spec)


def _no_lines(request: CityRequest, cycle: Cycle) -> Empty:
    title = _("Belum ada rincian")
    if request.membership.role != WRITER:
        return Empty(title, _("Pengelola BKPSDM belum merinci anggaran tahun ini."), icon="coin")
    return Empty(
        title,
        _("Tambah satu per satu, atau ambil sekaligus dari rencana kota di halaman Anggaran."),
        f"{reverse('planning:budget-line-new')}?tahun={cycle.year}",
        _("Tambah rincian"),
        "coin",
    )


def _line_columns(*, may_change: bool) -> list[Column]:
    link = address_of("planning:budget-line") if may_change else None
    amounts = [
        Column(stage.value, stage.name, stage.value, sort=stage.value, kind="rupiah", width=20)
        for stage in BudgetStage
    ]
    days = [
        Column(
            f"{stage.value}_on",
            _("Tanggal %(stage)s") % {"stage": stage.name},
            f"{stage.value}_on",
            kind="date",
        )
        for stage in BudgetStage
    ]
    return [
        Column("label", _("Uraian"), "label", sort="label", link=link, width=44),
        Column("source", _("Sumber"), "source__name", sort="source__name", width=26),
        Column("programme", _("Program"), "programme__name", sort="programme__name", width=36),
        Column("account", _("Kode rekening"), "account_code", sort="account_code", width=24),
        *amounts,
        *days,
    ]


@allow(WRITER)
def spending(request: CityRequest) -> HttpResponse:
    """What the city spends in the year."""
    cycle = _get_cycle(request)
    if back := _shut(request, cycle, Part.PAYMENTS):
        return back
    form = SpendingForm(request.POST or None, spending=reads.find_spending(cycle=cycle))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_spending(cycle=cycle, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.BudgetRefused as refused:
            tell(form, refused.refusals)
        else:
            messages.success(request, _("Belanja daerah %(year)s dicatat.") % {"year": str(cycle.year)})
            return redirect(f"{reverse('planning:budget')}?tahun={cycle.year}")
    return _form_page(request, cycle, form, _("Belanja daerah %(year)s") % {"year": str(cycle.year)})


@allow(WRITER)
def source(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """A source of money; without a number a new one."""
    found = reads.find_source(source_id=pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    cycle = found.cycle if found else _get_cycle(request)
    if back := _shut(request, cycle, Part.BUDGET):
        return back
    offices = reads.list_budget_offices(cycle=cycle)
    form = SourceForm(request.POST or None, source=found, offices=offices)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_source(
                cycle=cycle, source=found, facts=form.facts(), by=request.user, at=timezone.now()
            )
        except actions.BudgetRefused as refused:
            tell(form, refused.refusals)
        else:
            messages.success(request, _("Sumber %(name)s disimpan.") % {"name": saved.name})
            return redirect(f"{reverse('planning:budget')}?tahun={cycle.year}")
    return _form_page(request, cycle, form, found.name if found else _("Sumber baru"))


@allow(WRITER)
def line(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """A line of the budget; without a number a new one."""
    found = reads.find_line(line_id=pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    cycle = found.source.cycle if found else _get_cycle(request)
    if back := _shut(request, cycle, Part.PAYMENTS if found else Part.BUDGET):
        return back
    sources = list(reads.list_sources(cycle=cycle, sight=get_sight(request.membership)))
    if not sources:
        messages.info(request, _("Catat dulu dari mana uangnya; rincian selalu dibayar oleh satu sumber."))
        return redirect(f"{reverse('planning:budget-source-new')}?tahun={cycle.year}")
    form = LineForm(
        request.POST or None,
        line=found,
        sources=sources,
        programmes=reads.list_programmes_to_pay(),
        only_payments=found is not None and not _may_write(request, cycle, Part.BUDGET),
    )
    if request.method == "POST" and form.is_valid() and _save_line(request, form, found):
        return redirect(f"{reverse('planning:budget-lines')}?tahun={cycle.year}")
    title = found.label if found else _("Rincian baru")
    return _form_page(request, cycle, form, title, saved=found)


def _save_line(request: CityRequest, form: LineForm, found: BudgetLine | None) -> bool:
    revision = form.cleaned_data["revision"]
    try:
        saved = actions.save_line(
            line=found, revision=revision, facts=form.facts(), by=request.user, at=timezone.now()
        )
    except actions.BudgetRefused as refused:
        tell(form, refused.refusals)
        return False
    messages.success(request, _("Rincian «%(label)s» disimpan.") % {"label": saved.label})
    return True


@allow(WRITER)
def take_from_plan(request: CityRequest) -> HttpResponse:
    """The cost of the city's plan as lines of one source."""
    cycle = _get_cycle(request)
    if back := _shut(request, cycle, Part.BUDGET):
        return back
    plan = reads.find_set_plan(cycle=cycle)
    if plan is None:
        messages.error(
            request,
            _("Kota belum mempunyai rencana untuk %(year)s, jadi belum ada yang dianggarkan.")
            % {"year": cycle.year},
        )
        return redirect(f"{reverse('planning:budget')}?tahun={cycle.year}")
    sources = list(reads.list_sources(cycle=cycle, sight=get_sight(request.membership)))
    form = TakeForm(request.POST or None, sources=sources)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.take_lines_from_plan(
                plan=plan,
                source=form.chosen(),
                adjustment=_("Selisih harga sesi terhadap unsur biaya program"),
                by=request.user,
                at=timezone.now(),
            )
        except actions.BudgetRefused as refused:
            tell(form, refused.refusals)
        else:
            messages.success(
                request,
                _("%(n)s rincian diambil dari rencana «%(plan)s», seluruhnya %(cost)s.")
                % {"n": len(made), "plan": plan.name, "cost": rupiah(sum(one.rka or 0 for one in made))},
            )
            return redirect(f"{reverse('planning:budget-lines')}?tahun={cycle.year}")
    return _form_page(request, cycle, form, _("Ambil dari rencana «%(name)s»") % {"name": plan.name})


def _get_cycle(request: CityRequest) -> Cycle:
    cycle = _cycle(request)
    if cycle is None:
        raise Http404
    return cycle


def _form_page(
    request: CityRequest, cycle: Cycle, form: Any, title: str, *, saved: BudgetLine | None = None
) -> HttpResponse:
    refusal = problem_of_year(CyclePhase(cycle.phase), Part.BUDGET)
    context = {
        "cycle": cycle,
        "form": form,
        "title": title,
        "saved": saved if form.errors else None,
        "notice": BUDGET_PROBLEMS[refusal.problem] if saved and refusal and not form.errors else "",
    }
    return render(request, "planning/budget_form.html", context)
