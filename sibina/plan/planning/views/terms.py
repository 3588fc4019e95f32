"""Terms of reference (kerangka acuan kerja) of a programme: on the screen, as a paper, as a workbook."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.ground.cycles.api import find_open_cycle
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.addresses import key_of
from sibina.lib.documents import render_pdf, write_workbook
from sibina.lib.files.api import PDF, XLSX, attachment
from sibina.lib.lists.api import Column, table_of
from sibina.plan.planning import reads
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.reads import Terms
from sibina.plan.planning.rules.terms import TermsBudget
from sibina.plan.planning.views.reading import EVERY_OWN, READERS
from sibina.plan.planning.views.terms_paper import burdens_of, paper_of, standing_of
from sibina.plan.planning.views.typeset import sheet_of, typeset
from sibina.plan.programmes.api import Programme, find_programme, get_terms, session_days


@dataclass(frozen=True)
class BudgetRow:
    """A line of the budget as people read it."""

    account: str
    label: str
    times: int | None
    unit: str
    price: int | None
    amount: int


SESSIONS = [
    Column("sesi", gettext_lazy("Sesi"), "code"),
    Column("waktu", gettext_lazy("Waktu"), lambda row: session_days(row.days), width=26),
    Column("tempat", gettext_lazy("Tempat"), lambda row: row.venue or _("belum ditentukan"), width=26),
    Column(
        "narasumber", gettext_lazy("Narasumber"), lambda row: row.speaker or _("belum ditentukan"), width=30
    ),
    Column("peserta", gettext_lazy("Peserta"), "priced__participants", kind="number"),
    Column("harga", gettext_lazy("Biaya"), "priced__price", kind="rupiah"),
    Column("mitra", gettext_lazy("Dari mitra"), lambda row: row.priced.given or None, kind="rupiah"),
    Column("beban", gettext_lazy("Beban"), "priced__cost", kind="rupiah"),
    Column("pembayar", gettext_lazy("Dibayar oleh"), lambda row: row.payer or _("Kota"), width=30),
]
BUDGET = [
    Column("rekening", gettext_lazy("Kode rekening"), "account"),
    Column("uraian", gettext_lazy("Uraian"), "label", width=44),
    Column("banyaknya", gettext_lazy("Banyaknya"), "times", kind="number"),
    Column("satuan", gettext_lazy("Satuan"), "unit"),
    Column("harga", gettext_lazy("Harga satuan"), "price", kind="rupiah"),
    Column("jumlah", gettext_lazy("Jumlah"), "amount", kind="rupiah"),
]


@allow(*EVERY_OWN)
def terms(request: CityRequest, programme_id: int) -> HttpResponse:
    """What is written, which sessions, what they cost; and the way to the paper."""
    programme, found = _asked(request, programme_id)
    texts = get_terms(programme=programme)
    context = {
        "programme": programme,
        "terms": found,
        "texts": texts.parts,
        "unwritten": [title for title, text in texts.parts if not text],
        "written": texts,
        "standing": standing_of(found),
        "minus_given": -found.budget.given,
        "burdens": burdens_of(found),
        "sessions": table_of(SESSIONS, found.sessions),
        "budget": table_of(BUDGET, _budget_rows(found.budget)),
        "asked": f"?rencana={found.plan.pk}" if "rencana" in request.GET and found.plan else "",
        "may_write": request.membership.role == Role.PENGELOLA,
    }
    return render(request, "planning/terms.html", context)


@allow(*EVERY_OWN)
def terms_document(request: CityRequest, programme_id: int) -> HttpResponse:
    """The paper to be signed; what nobody has written or decided yet it says so of."""
    programme, found = _asked(request, programme_id)
    tables = {
        "sessions": typeset(SESSIONS, found.sessions),
        "budget": typeset(BUDGET, _budget_rows(found.budget)),
    }
    content = render_pdf("report.typ", paper_of(programme, found, request.city, tables))
    return attachment(name=f"KAK {programme.name}.pdf", content=content, content_type=PDF)


@allow(*EVERY_OWN)
def terms_workbook(request: CityRequest, programme_id: int) -> HttpResponse:
    """Budget and sessions with figures that are figures."""
    programme, found = _asked(request, programme_id)
    told: Any = {"heading": programme.name, "notes": (standing_of(found),)}
    sheets = [
        sheet_of(_("Anggaran"), BUDGET, [*_budget_rows(found.budget), *_sums(found)], **told),
        sheet_of(_("Sesi"), SESSIONS, found.sessions, **told),
    ]
    name = f"KAK {programme.name}.xlsx"
    return attachment(name=name, content=write_workbook(sheets), content_type=XLSX)


def _asked(request: CityRequest, programme_id: int) -> tuple[Programme, Terms]:
    """The programme with its sessions in the plan that is asked for; without one, in the city's own of the open year.

    Who does not read plans sees the city's own alone.
    """
    programme = find_programme(programme_id=programme_id)
    if programme is None:
        raise Http404
    plan, cycle = None, None
    if "rencana" in request.GET:
        plan = _asked_plan(request)
        cycle = plan.cycle
    else:
        cycle = find_open_cycle()
        plan = reads.find_set_plan(cycle=cycle) if cycle else None
    return programme, reads.get_terms_of(programme=programme, cycle=cycle, plan=plan)


def _asked_plan(request: CityRequest) -> CityPlan:
    key = key_of(request.GET["rencana"])
    plan = reads.find_plan(pk=key, whole=False) if key is not None else None
    if plan is None or not plan.has_answer:
        raise Http404
    if request.membership.role not in READERS and not plan.is_set:
        raise Http404
    return plan


def _budget_rows(budget: TermsBudget) -> list[BudgetRow]:
    rows = [
        BudgetRow(
            line.part.account_code,
            line.part.label,
            line.times,
            _("peserta") if line.part.per_seat else _("sesi"),
            line.part.rupiah,
            line.amount,
        )
        for line in budget.lines
    ]
    if budget.apart:
        above = _("Harga sesi di atas unsur biaya program")
        below = _("Harga sesi di bawah unsur biaya program")
        label = above if budget.apart > 0 else below
        rows.append(BudgetRow("", label, None, "", None, budget.apart))
    return rows


def _sums(found: Terms) -> list[BudgetRow]:
    return [
        BudgetRow("", _("Jumlah"), None, "", None, found.budget.price),
        BudgetRow("", _("Kontribusi mitra"), None, "", None, -found.budget.given),
        *(BudgetRow("", title, None, "", None, cost) for title, cost in burdens_of(found)),
    ]
