"""The sheet of an office: its needs, each to be endorsed or amended, its performance gaps, the signature."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.assess.needs import actions, reads, rules
from sibina.assess.needs.forms import AmendForm, PerformanceForm
from sibina.assess.needs.models import OfficeSheet, PerformanceGap, SheetLine
from sibina.assess.needs.sentences import ANSWERS, PRIORITIES, SHEET_STATES, SHEET_STEPS, sentence_of
from sibina.assess.needs.types import Answer, NeedsRefused, NotYourOffice, Priority, StepKind
from sibina.assess.needs.views.rounds import READERS, STATE_TONES, missing_of, round_crumbs, round_name
from sibina.ground.competencies.api import KIND_TITLES
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page, table_of
from sibina.lib.words import number

ANSWER_TONES = {Answer.OPEN: "warn", Answer.ENDORSED: "good", Answer.AMENDED: "info"}
STEP_TONES = {StepKind.SIGNED: "good", StepKind.RETURNED: "warn", StepKind.REMINDED: ""}


def _get_sheet(request: CityRequest, pk: int) -> OfficeSheet:
    """The sheet; another office's is refused with a sentence, another city's is not there."""
    found = reads.find_sheet(pk)
    if found is None:
        raise Http404
    return _seen(request, found)


def _seen(request: CityRequest, sheet: OfficeSheet) -> OfficeSheet:
    if not reads.may_see_sheet(get_sight(request.membership), sheet):
        raise PermissionDenied(sentence_of(NotYourOffice(office=sheet.office.name)))
    return sheet


def _answered_for(request: CityRequest, sheet: OfficeSheet) -> OfficeSheet:
    """The sheet of the head who asks. Nobody else writes in it, nor sees its forms."""
    if request.membership.role != Role.KEPALA_OPD:
        raise PermissionDenied(sentence_of(NotYourOffice(office=sheet.office.name)))
    return _seen(request, sheet)


def _may_fill(request: CityRequest, sheet: OfficeSheet) -> bool:
    return (
        request.membership.role == Role.KEPALA_OPD
        and sheet.signed_at is None
        and sheet.round.closed_at is None
        and sheet.round.opens_on <= timezone.localdate()
    )


@allow(*READERS)
def sheet_page(request: CityRequest, pk: int) -> HttpResponse:
    """One office's needs, what it answered, what it added, and what happened to the sheet."""
    sheet = _get_sheet(request, pk)
    needs_round = sheet.round
    may_fill = _may_fill(request, sheet)
    state = rules.sheet_state(
        is_signed=sheet.signed_at is not None,
        has_begun=sheet.has_begun,
        closes_on=needs_round.closes_on,
        today=timezone.localdate(),
    )
    is_officer = request.membership.role == Role.PENGELOLA and needs_round.closed_at is None
    extra = {
        "sheet": sheet,
        "round": needs_round,
        "state": SHEET_STATES[state],
        "state_tone": STATE_TONES[state],
        "may_fill": may_fill,
        "unanswered": sheet.unanswered or 0,
        "opens_later": needs_round.opens_on > timezone.localdate(),
        "may_return": is_officer and sheet.signed_at is not None,
        "may_remind": is_officer and sheet.signed_at is None,
        "missing": missing_of(needs_round, sheet.missing),
        "performance": table_of(_performance_columns(may_fill), reads.list_performance_gaps(sheet)),
        "steps": [
            {"step": step, "title": SHEET_STEPS[step.kind], "tone": STEP_TONES[StepKind(step.kind)]}
            for step in reads.list_steps(sheet)
        ],
    }
    spec = _spec(sheet)
    return list_page(
        request, rows=reads.list_lines(sheet), spec=spec, template="needs/sheet.html", extra=extra
    )


def _spec(sheet: OfficeSheet) -> ListSpec:
    return ListSpec(
        name=f"lembar-akpk-{sheet.round.cycle.year}",
        title=sheet.office.name,
        lead=_("Lembar %(round)s: kebutuhan OPD menurut kesenjangan yang terhitung, dan jawaban OPD.")
        % {"round": round_name(sheet.round)},
        columns=(
            Column(
                "kompetensi",
                _("Kompetensi"),
                "competency__name",
                sort="competency__name",
                link=address_of("rounds:line"),
                width=36,
            ),
            Column("dituntut", _("Dituntut"), "people", sort="people", kind="number"),
            Column("kurang", _("Kurang"), "short", sort="short", kind="number"),
            Column("belum", _("Belum terukur"), "unmeasured", sort="unmeasured", kind="number"),
            Column("bobot", _("Berbobot"), _weight, sort="weighted", kind="decimal"),
            Column("jawaban", _("Jawaban"), _answer, kind="badge", tone=_answer_tone),
            Column("menjadi", _("Menurut OPD"), _amended, width=30),
        ),
        search=("competency__name",),
        search_label=_("Cari kompetensi"),
        filters=(
            Filter("jawaban", _("Jawaban"), _answer_choices(), _with_answer),
            Filter("jenis", _("Jenis"), KIND_TITLES, "competency__kind"),
        ),
        order="-bobot",
        joining=reads.join_competencies,
        crumbs=round_crumbs(sheet.round),
        empty=Empty(
            _("Tidak ada kesenjangan"),
            _("Semua yang dituntut jabatan di OPD ini terukur dan terpenuhi."),
            icon="check",
        ),
    )


OPEN_WORD = "belum"
"""How the address says «not answered yet»: an empty value would mean all."""


def _answer_choices() -> list[tuple[str, Any]]:
    return [(key or OPEN_WORD, title) for key, title in ANSWERS.items()]


def _with_answer(rows: QuerySet[SheetLine], chosen: str) -> QuerySet[SheetLine]:
    return rows.filter(answer=Answer.OPEN if chosen == OPEN_WORD else chosen)


def _weight(line: SheetLine) -> Decimal:
    return Decimal(line.weighted) / rules.WEIGHT_UNIT


def _answer(line: SheetLine) -> str:
    return str(ANSWERS[line.answer])


def _answer_tone(line: SheetLine) -> str:
    return ANSWER_TONES[Answer(line.answer)]


def _amended(line: SheetLine) -> str:
    """What the office made of it: people, priority, reason."""
    if line.answer != Answer.AMENDED:
        return ""
    told = []
    if line.amended_people is not None:
        told.append(_("%(people)s orang") % {"people": number(line.amended_people)})
    if line.priority != Priority.USUAL:
        told.append(str(PRIORITIES[line.priority]).lower())
    return f"{', '.join(told)}: {line.reason}"


def _performance_columns(may_fill: bool) -> tuple[Column, ...]:
    link = address_of("rounds:performance") if may_fill else None
    return (
        Column("amatan", _("Yang diamati"), "observed", link=link, width=44),
        Column("kompetensi", _("Kompetensi"), "competency__name", width=30),
        Column("orang", _("Orang"), "people", kind="number"),
        Column("bukti", _("Bukti"), "evidence", width=40),
    )


@allow(*READERS)
def line_page(request: CityRequest, pk: int) -> HttpResponse:
    """One need of an office: who is at which level, and the office's answer."""
    line = reads.find_line(pk)
    if line is None:
        raise Http404
    sheet = _seen(request, line.sheet)
    may_fill = _may_fill(request, sheet)
    if request.method == "POST":
        _answered_for(request, sheet)
    form = AmendForm(request.POST if "amend" in request.POST else None, line=line)
    if request.method == "POST" and _answered(request, line, form):
        return redirect("rounds:sheet", pk=sheet.pk)
    context = {
        "line": line,
        "sheet": sheet,
        "round": sheet.round,
        "answer": ANSWERS[line.answer],
        "answer_tone": _answer_tone(line),
        "amended": _amended(line),
        "levels": reads.list_levels(line),
        "weight": _weight(line),
        "form": form,
        "may_fill": may_fill,
    }
    return render(request, "needs/line.html", context)


def _answered(request: CityRequest, line: SheetLine, form: AmendForm) -> bool:
    """Endorse at once, or amend what was typed."""
    amends = "amend" in request.POST
    if amends and not form.is_valid():
        return False
    version = form.cleaned_data["version"] if amends else _whole(request.POST.get("version", ""))
    try:
        actions.answer_line(
            line=line,
            version=version,
            amendment=form.amendment() if amends else None,
            sight=get_sight(request.membership),
            at=timezone.now(),
            by=request.user,
        )
    except NeedsRefused as refused:
        if amends:
            form.refuse_as_of(refused, line.version)
        else:
            messages.error(request, sentence_of(refused))
        return False
    told = _("%(name)s: perubahan disimpan.") if amends else _("%(name)s: disetujui.")
    messages.success(request, told % {"name": line.competency.name})
    return True


def _whole(text: str) -> int:
    """The version that a button carries; what is none fits no row."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


@require_POST
@allow(Role.KEPALA_OPD)
def endorse_rest(request: CityRequest, pk: int) -> HttpResponse:
    """Endorse every need that is not answered yet."""
    sheet = _get_sheet(request, pk)
    try:
        count = actions.endorse_lines(
            sheet=sheet, sight=get_sight(request.membership), at=timezone.now(), by=request.user
        )
    except NeedsRefused as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("%(n)s kebutuhan disetujui.") % {"n": number(count)})
    return redirect("rounds:sheet", pk=pk)


@allow(*READERS)
def add_performance(request: CityRequest, pk: int) -> HttpResponse:
    """A performance gap to be added to the sheet."""
    return _performance_page(request, _answered_for(request, _get_sheet(request, pk)), None)


@allow(*READERS)
def performance(request: CityRequest, pk: int) -> HttpResponse:
    """A performance gap to be changed or taken out."""
    gap = reads.find_performance_gap(pk)
    if gap is None:
        raise Http404
    return _performance_page(request, _answered_for(request, gap.sheet), gap)


def _performance_page(request: CityRequest, sheet: OfficeSheet, gap: PerformanceGap | None) -> HttpResponse:
    drops = gap is not None and "drop" in request.POST
    form = PerformanceForm(
        request.POST if request.method == "POST" and not drops else None,
        gap=gap,
        competencies=reads.list_competencies(request.city.pk),
    )
    if request.method == "POST" and (drops or form.is_valid()):
        try:
            _save_performance(request, sheet, gap, form, drops=drops)
        except NeedsRefused as refused:
            if drops:
                messages.error(request, sentence_of(refused))
            else:
                form.refuse_as_of(refused, gap.version if gap else 0)
        else:
            messages.success(
                request, _("Kesenjangan kinerja dihapus.") if drops else _("Kesenjangan kinerja disimpan.")
            )
            return redirect("rounds:sheet", pk=sheet.pk)
    context = {
        "sheet": sheet,
        "round": sheet.round,
        "gap": gap,
        "form": form,
        "may_fill": _may_fill(request, sheet),
    }
    return render(request, "needs/performance.html", context)


def _save_performance(
    request: CityRequest,
    sheet: OfficeSheet,
    gap: PerformanceGap | None,
    form: PerformanceForm,
    *,
    drops: bool,
) -> None:
    done: dict[str, Any] = {
        "sight": get_sight(request.membership),
        "at": timezone.now(),
        "by": request.user,
    }
    if gap is None:
        actions.add_performance_gap(sheet=sheet, facts=form.facts(), **done)
    elif drops:
        actions.drop_performance_gap(gap=gap, version=_whole(request.POST.get("version", "")), **done)
    else:
        version = form.cleaned_data["version"] or 0
        actions.change_performance_gap(gap=gap, version=version, facts=form.facts(), **done)


@allow(*READERS)
def sign(request: CityRequest, pk: int) -> HttpResponse:
    """What is signed, once more before it is fixed."""
    sheet = _answered_for(request, _get_sheet(request, pk))
    if request.method == "POST":
        try:
            actions.sign_sheet(
                sheet=sheet,
                version=_whole(request.POST.get("version", "")),
                sight=get_sight(request.membership),
                at=timezone.now(),
                by=request.user,
            )
        except NeedsRefused as refused:
            messages.error(request, sentence_of(refused))
        else:
            messages.success(request, _("Lembar ditandatangani. Terima kasih."))
        return redirect("rounds:sheet", pk=pk)
    lines = list(reads.join_competencies(reads.list_lines(sheet)))
    context = {
        "sheet": sheet,
        "round": sheet.round,
        "needs": len(lines),
        "unanswered": sum(line.answer == Answer.OPEN for line in lines),
        "amended": [
            (line.competency.name, _amended(line)) for line in lines if line.answer == Answer.AMENDED
        ],
        "performance": reads.list_performance_gaps(sheet),
        "may_fill": _may_fill(request, sheet),
    }
    return render(request, "needs/sign.html", context)
