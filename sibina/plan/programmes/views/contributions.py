"""The pages of contributions: what partners give, the standard prices that it is valued at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sibina.ground.cycles.api import CERTAINTY_TITLES, find_open_cycle
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.editing.types import Overtaken
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import number, rupiah
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.forms import (
    ContributionForm,
    PriceForm,
    ReceivingForm,
    WithdrawingForm,
)
from sibina.plan.programmes.models import (
    CONTRIBUTION_KIND_TITLES,
    CONTRIBUTION_STATE_TITLES,
    Agreement,
    Contribution,
    UnitPrice,
)
from sibina.plan.programmes.sentences import CONTRIBUTION_TONES, COUNTINGS, sentence_of
from sibina.plan.programmes.types import (
    AlreadySettled,
    ContributionKind,
    ContributionState,
    CountedTwice,
    Counting,
    OutsideAgreement,
    PartnershipError,
    PriceOfOtherYear,
    YearShut,
)

READERS = tuple(sorted(WHOLE_CITY))
FIELD_OF = {CountedTwice: "description", OutsideAgreement: "cycle", PriceOfOtherYear: "given"}


@dataclass(frozen=True)
class ContributionRow:
    """A contribution in a table, and how the plan of its year counts it."""

    contribution: Contribution
    counting: Counting
    linked: bool

    @property
    def address(self) -> str:
        return reverse("partners:contribution", args=[self.contribution.pk]) if self.linked else ""


def contribution_rows(rows: Iterable[Contribution], *, linked: bool = True) -> list[ContributionRow]:
    """The rows of a table inside a page."""
    found = list(rows)
    counted = reads.count_in_plans(found)
    return [ContributionRow(row, counted[row.pk], linked) for row in found]


def _amount(row: Contribution) -> str:
    return f"{number(row.quantity)} {row.unit}" if row.unit else ""


CONTRIBUTION_COLUMNS = [
    Column(
        "uraian",
        gettext_lazy("Uraian"),
        "contribution__description",
        link=lambda row: row.address,
        width=40,
    ),
    Column("perjanjian", gettext_lazy("Perjanjian"), "contribution__agreement__number"),
    Column("tahun", gettext_lazy("Tahun"), lambda row: str(row.contribution.cycle.year)),
    Column("banyak", gettext_lazy("Banyaknya"), lambda row: _amount(row.contribution)),
    Column("nilai", gettext_lazy("Nilai"), "contribution__value", kind="rupiah"),
    Column(
        "keadaan",
        gettext_lazy("Keadaan"),
        "contribution__get_state_display",
        kind="badge",
        tone=lambda row: CONTRIBUTION_TONES[ContributionState(row.contribution.state)],
    ),
    Column("hitung", gettext_lazy("Dalam rencana"), lambda row: COUNTINGS[row.counting], width=34),
]
"""A contribution inside the page of a partner or an agreement."""


@allow(*READERS)
def contributions(request: CityRequest) -> HttpResponse:
    """What all partners give, of all years."""
    years = [(row.pk, str(row.year)) for row in reads.list_cycles()]
    spec = ListSpec(
        name="kontribusi-mitra",
        title=_("Kontribusi mitra"),
        lead=_(
            "Uang, narasumber, ruang, peralatan, dan jam kerja; selain uang dinilai dengan harga satuan tahunnya."
        ),
        columns=[
            Column(
                "uraian",
                _("Uraian"),
                "description",
                sort="description",
                link=address_of("partners:contribution"),
                width=40,
            ),
            Column(
                "mitra", _("Mitra"), "agreement__partner__name", sort="agreement__partner__name", width=34
            ),
            Column("program", _("Untuk program"), "programme__name", sort="programme__name", width=34),
            Column("tahun", _("Tahun"), lambda row: str(row.cycle.year), sort="cycle__year"),
            Column("banyak", _("Banyaknya"), _amount),
            Column("nilai", _("Nilai"), "value", sort="value", kind="rupiah"),
            Column(
                "keadaan",
                _("Keadaan"),
                "get_state_display",
                sort="state",
                kind="badge",
                tone=lambda row: CONTRIBUTION_TONES[ContributionState(row.state)],
            ),
        ],
        search=("description", "agreement__partner__name", "agreement__number", "programme__name"),
        search_label=_("Uraian, mitra, nomor, atau program"),
        filters=[
            Filter("tahun", _("Tahun"), years, "cycle_id"),
            Filter("jenis", _("Jenis"), CONTRIBUTION_KIND_TITLES, "kind"),
            Filter("keadaan", _("Keadaan"), CONTRIBUTION_STATE_TITLES, "state"),
        ],
        order="-tahun",
        crumbs=[(_("Mitra"), reverse("partners:list"))],
        empty=Empty(
            _("Belum ada kontribusi"),
            _("Kontribusi dicatat dari halaman perjanjiannya."),
            link=reverse("partners:agreements"),
            link_text=_("Buka perjanjian"),
            icon="coin",
        ),
    )
    return list_page(
        request,
        rows=reads.list_contributions(),
        spec=spec,
        template="programmes/partners/contributions.html",
    )


def _get_contribution(pk: int) -> Contribution:
    found = reads.find_contribution(contribution_id=pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def contribution(request: CityRequest, pk: int) -> HttpResponse:
    """One contribution: its value and where that comes from, how the plan counts it, what became of it."""
    return _contribution_page(request, _get_contribution(pk))


def _contribution_page(
    request: CityRequest,
    found: Contribution,
    receiving: ReceivingForm | None = None,
    withdrawing: WithdrawingForm | None = None,
) -> HttpResponse:
    counting = reads.count_in_plans([found])[found.pk]
    may_change = request.membership.role == Role.PENGELOLA
    context = {
        "contribution": found,
        "tone": CONTRIBUTION_TONES[ContributionState(found.state)],
        "counting": COUNTINGS[counting],
        "source": _source_of(found),
        "receiving": receiving or ReceivingForm(initial={"on": timezone.localdate()}),
        "withdrawing": withdrawing or WithdrawingForm(),
        "may_receive": may_change and found.state == ContributionState.PROMISED,
        "may_withdraw": may_change and found.state != ContributionState.WITHDRAWN,
    }
    return render(request, "programmes/partners/contribution.html", context)


def _source_of(row: Contribution) -> dict[str, Any]:
    """Where the value comes from: money is worth itself, all else its price when it was written down."""
    if row.kind == ContributionKind.MONEY:
        return {"meaning": _("Uang dihitung sebesar jumlahnya."), "facts": [(_("Nilai"), rupiah(row.value))]}
    return {
        "meaning": _("Harga satuan standar tahun itu, seperti berlaku saat kontribusi dicatat."),
        "formula": _("banyaknya × harga satuan"),
        "facts": [
            (_("Banyaknya"), _amount(row)),
            (_("Harga satuan"), rupiah(row.price)),
            (_("Nilai"), rupiah(row.value)),
            (_("Kepastian harga"), row.get_certainty_display()),
        ],
        "basis": row.basis,
        "rows_url": f"{reverse('partners:prices')}?tahun={row.cycle.year}",
        "rows_text": _("Buka harga satuan"),
    }


@require_POST
@allow(Role.PENGELOLA)
def receive(request: CityRequest, pk: int) -> HttpResponse:
    """What was promised has come."""
    found, form = _get_contribution(pk), ReceivingForm(request.POST)
    if not form.is_valid():
        return _contribution_page(request, found, receiving=form)
    try:
        actions.receive_contribution(
            contribution=found, on=form.cleaned_data["on"], by=request.user, at=timezone.now()
        )
    except AlreadySettled as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Dicatat sebagai diterima."))
    return redirect("partners:contribution", pk=pk)


@require_POST
@allow(Role.PENGELOLA)
def withdraw_contribution(request: CityRequest, pk: int) -> HttpResponse:
    """It counts no more, with a reason."""
    found, form = _get_contribution(pk), WithdrawingForm(request.POST)
    if not form.is_valid():
        return _contribution_page(request, found, withdrawing=form)
    try:
        actions.withdraw_contribution(
            contribution=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    except AlreadySettled as refused:
        messages.error(request, sentence_of(refused))
    else:
        messages.success(request, _("Kontribusi dibatalkan; tidak lagi dihitung."))
    return redirect("partners:contribution", pk=pk)


@allow(Role.PENGELOLA)
def new_contribution(request: CityRequest, pk: int) -> HttpResponse:
    """What the partner promises under an agreement."""
    agreement = reads.find_agreement(agreement_id=pk)
    if agreement is None:
        raise Http404
    cycles = reads.list_plannable_cycles()
    form = ContributionForm(
        request.POST if request.method == "POST" else None,
        cycles=cycles,
        prices=list(reads.list_prices().filter(year__in=[row.year for row in cycles])),
        programmes=_programmes_of(agreement),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_contribution(
                agreement=agreement, facts=form.facts(), by=request.user, at=timezone.now()
            )
        except YearShut:
            form.add_error(
                "cycle", _("Rencana tahun itu tidak dapat diubah lagi. Pilih tahun yang masih terbuka.")
            )
        except PartnershipError as refused:
            form.add_error(FIELD_OF[type(refused)], sentence_of(refused))
        else:
            messages.success(request, _("Kontribusi %(name)s dicatat.") % {"name": made.description})
            return redirect("partners:agreement", pk=pk)
    context = {"form": form, "agreement": agreement, "has_year": bool(cycles)}
    return render(request, "programmes/partners/new_contribution.html", context)


def _programmes_of(agreement: Agreement) -> list[tuple[int, str]]:
    """The programmes in the agreement's scope; all where it names none."""
    named = [(row.programme_id, row.programme.name) for row in agreement.in_scope]
    return named or [(row.pk, row.name) for row in reads.list_programmes().order_by("name")]


@allow(*READERS)
def prices(request: CityRequest) -> HttpResponse:
    """The standard unit prices of every year."""
    may_change = request.membership.role == Role.PENGELOLA
    years = sorted({row.year for row in reads.list_cycles()}, reverse=True)
    spec = ListSpec(
        name="harga-satuan",
        title=_("Harga satuan standar"),
        lead=_(
            "Dengan harga inilah kontribusi yang bukan uang dinilai. Nilai yang sudah tercatat tidak ikut berubah."
        ),
        columns=[
            Column("tahun", _("Tahun"), lambda row: str(row.year), sort="year"),
            Column(
                "uraian",
                _("Uraian"),
                "name",
                sort="name",
                link=address_of("partners:price") if may_change else None,
                width=40,
            ),
            Column("jenis", _("Jenis"), "get_kind_display", sort="kind"),
            Column("satuan", _("Satuan"), "unit"),
            Column("harga", _("Harga satuan"), "rupiah", sort="rupiah", kind="rupiah"),
            Column("dasar", _("Dasar"), "basis", width=44),
            Column("kepastian", _("Kepastian"), "get_certainty_display", sort="certainty"),
        ],
        search=("name", "basis"),
        search_label=_("Uraian atau dasar"),
        filters=[
            Filter("tahun", _("Tahun"), [(year, str(year)) for year in years], "year"),
            Filter("kepastian", _("Kepastian"), CERTAINTY_TITLES, "certainty"),
        ],
        order="-tahun",
        crumbs=[
            (_("Mitra"), reverse("partners:list")),
            (_("Kontribusi"), reverse("partners:contributions")),
        ],
        empty=_no_price(may_change),
    )
    extra = {"may_change": may_change}
    return list_page(
        request,
        rows=reads.list_prices(),
        spec=spec,
        template="programmes/partners/prices.html",
        extra=extra,
    )


def _no_price(may_change: bool) -> Empty:
    title = _("Belum ada harga satuan")
    if not may_change:
        return Empty(title, _("Pengelola BKPSDM yang mencatatnya."), icon="coin")
    text = _("Tanpa harga satuan, narasumber, ruang, dan peralatan dari mitra tidak dapat dinilai.")
    return Empty(title, text, link=reverse("partners:price-new"), link_text=_("Catat harga"), icon="coin")


@allow(Role.PENGELOLA)
def edit_price(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """A standard price to be written; without a number a new one of the open year."""
    if pk is None:
        cycle = find_open_cycle()
        year = cycle.year if cycle else timezone.localdate().year
        found = UnitPrice(city=request.city, year=year)
    else:
        found = _get_price(pk)
    form = PriceForm(request.POST if request.method == "POST" else None, price=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_price(
                price=found,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except Overtaken as overtaken:
            now = _get_price(found.pk)
            tell_overtaken(form, overtaken, revision=now.revision, stored=form.stored(now))
        except PartnershipError as refused:
            form.add_error("name", sentence_of(refused))
        else:
            messages.success(request, _("Harga %(name)s disimpan.") % {"name": saved.name})
            return redirect("partners:prices")
    context: dict[str, Any] = {"form": form, "price": found}
    return render(request, "programmes/partners/edit_price.html", context)


def _get_price(pk: int) -> UnitPrice:
    found = reads.find_price(price_id=pk)
    if found is None:
        raise Http404
    return found
