"""The pages on which standard prices are taken: into a programme's cost parts, or from last year into the next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.ground.cycles.api import find_open_cycle
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.editing.types import Overtaken
from sibina.lib.lists.api import Column, table_of
from sibina.lib.words import number
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.views.catalogue import get_programme


@require_POST
@allow(Role.PENGELOLA)
def take_prices(request: CityRequest, pk: int) -> HttpResponse:
    """The programme's cost parts at the standard prices of the open year."""
    programme, cycle = get_programme(pk), find_open_cycle()
    revision = request.POST.get("revision", "")
    if cycle is not None and revision.isascii() and revision.isdigit():
        try:
            changed = actions.take_newer_prices(
                programme=programme,
                year=cycle.year,
                revision=int(revision),
                by=request.user,
                at=timezone.now(),
            )
        except Overtaken:
            messages.error(
                request,
                _(
                    "Program ini baru saja diubah orang lain, jadi harganya belum diambil. Periksa dulu, lalu tekan lagi."
                ),
            )
        else:
            told = _(
                "%(n)s unsur biaya memakai harga %(year)s. Sesi yang sudah ditawarkan tidak ikut berubah."
            )
            messages.success(request, told % {"n": number(len(changed)), "year": cycle.year})
    return redirect("programmes:programme", pk=pk)


@allow(Role.PENGELOLA)
def copy_prices(request: CityRequest) -> HttpResponse:
    """Last year's standard prices into the open year: what would be copied, then one confirmed step."""
    cycle = find_open_cycle()
    source = reads.find_last_priced_year(before=cycle.year) if cycle else None
    missing = list(reads.list_missing_prices(source=source, year=cycle.year)) if cycle and source else []
    if request.method == "POST" and cycle and source:
        copied = actions.copy_prices(
            city=request.city, source=source, year=cycle.year, by=request.user, at=timezone.now()
        )
        told = _("%(n)s harga %(source)s disalin ke %(year)s. Periksa, lalu ubah yang berbeda.")
        messages.success(request, told % {"n": number(copied), "source": source, "year": cycle.year})
        return redirect("partners:prices")
    columns = [
        Column("uraian", _("Uraian"), "name", width=40),
        Column("satuan", _("Satuan"), "unit"),
        Column("harga", _("Harga satuan"), "rupiah", kind="rupiah"),
        Column("dasar", _("Dasar"), "basis", width=44),
    ]
    context = {"cycle": cycle, "source": source, "missing": table_of(columns, missing), "many": len(missing)}
    return render(request, "programmes/partners/copy_prices.html", context)
