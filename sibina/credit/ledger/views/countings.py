"""The countings of the city: when, why, and what each changed for whom; nothing changes unseen."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.credit.ledger import reads
from sibina.credit.ledger.models import Counting, CreditChange, Entry
from sibina.credit.ledger.sentences import CAUSES, jp_text, why_sentence
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page, table_of
from sibina.lib.words import date_span

READERS = sorted(WHOLE_CITY)


@allow(*READERS)
def countings(request: CityRequest) -> HttpResponse:
    """Every counting that found something new, the latest first."""
    spec = ListSpec(
        name="hitungan-jp",
        title=_("Hitungan JP"),
        lead=_("Setiap hitungan yang menemukan perubahan, dengan sebabnya. Yang lama tetap dapat dibaca."),
        columns=[
            Column("hitungan", _("Hitungan"), _name_of, link=address_of("ledger:counting")),
            Column("saat", _("Dihitung"), "at", kind="moment", sort="at"),
            Column("sebab", _("Sebab"), "get_cause_display", sort="cause"),
            Column("catatan", _("Catatan"), "entries", kind="number", sort="entries"),
            Column("pegawai", _("Pegawai yang berubah"), "people", kind="number", sort="people"),
            Column("sebelum", _("JP sebelumnya"), "before", kind="decimal", sort="before"),
            Column("sesudah", _("JP sesudahnya"), "after", kind="decimal", sort="after"),
            Column("oleh", _("Oleh"), lambda row: str(row.by or _("sistem, setiap pagi"))),
        ],
        filters=[
            Filter("tahun", _("Tahun"), lambda: [(year, str(year)) for year in reads.list_years()], "year"),
            Filter("sebab", _("Sebab"), list(CAUSES.items()), "cause"),
        ],
        order="-saat",
        crumbs=[(_("Buku JP"), reverse("ledger:city"))],
        empty=Empty(
            _("Belum ada hitungan"),
            _("JP dihitung setiap pagi, atau bila BKPSDM menekan «Hitung ulang»."),
            reverse("ledger:city"),
            _("Buka ringkasan"),
            "history",
        ),
    )
    extra = {"tab": "ledger:countings"}
    rows = reads.list_countings()
    return list_page(request, rows=rows, spec=spec, template="ledger/tabbed.html", extra=extra)


def _name_of(row: Counting) -> str:
    return _("%(year)s, hitungan ke-%(n)s") % {"year": str(row.year), "n": row.number}


def _get_counting(pk: int) -> Counting:
    found = reads.find_counting(pk=pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def counting(request: CityRequest, pk: int) -> HttpResponse:
    """One counting: before and after of every person that it changed."""
    found = _get_counting(pk)
    spec = ListSpec(
        name=f"hitungan-jp-{found.year}-{found.number}",
        title=_name_of(found),
        lead=str(found.get_cause_display()),
        columns=[
            Column("nama", _("Nama"), "person", sort="person__name", link=_address_in(found)),
            Column("nip", "NIP", "person__number", kind="nip", sort="person__number"),
            Column("opd", _("OPD"), "person__office__name", sort="person__office__name"),
            Column("sebelum", _("JP sebelumnya"), "before", kind="decimal", sort="before"),
            Column("sesudah", _("JP sesudahnya"), "after", kind="decimal", sort="after"),
            Column("sebab", _("Sebab"), "get_cause_display", sort="cause"),
        ],
        search=["person__folded_name__contains", "person__number__contains"],
        search_label=_("Nama atau NIP"),
        order="nama",
        joining=reads.join_changed,
        crumbs=[
            (_("Buku JP"), reverse("ledger:city")),
            (_("Hitungan"), reverse("ledger:countings")),
        ],
        empty=Empty(
            _("Tidak ada catatan pada hitungan ini"), _("Belum ada kegiatan yang selesai pada tahun itu.")
        ),
    )
    rows = reads.list_changes(counting=found)
    return list_page(
        request, rows=rows, spec=spec, template="ledger/counting.html", extra={"counting": found}
    )


def _address_in(found: Counting) -> Callable[[Any], str]:
    return address_of("ledger:change", "person_id", before=(found.pk,))


@allow(*READERS)
def change(request: CityRequest, pk: int, person: int) -> HttpResponse:
    """What a counting changed for one person, entry by entry."""
    found = _get_counting(pk)
    changed = reads.find_change(counting=found, person_id=person)
    if changed is None:
        raise Http404
    pairs = reads.list_replaced(counting=found, person_id=person)
    context = {
        "counting": found,
        "counting_name": _name_of(found),
        "change": changed,
        "verdict": _verdict(changed),
        "pairs": table_of(_pair_columns(), pairs),
    }
    return render(request, "ledger/change.html", context)


Pair = tuple[Entry | None, Entry | None]


def _one_of(pair: Pair) -> Entry:
    found = pair[1] or pair[0]
    assert found is not None
    return found


def _jp_in(entry: Entry | None) -> str:
    return jp_text(entry.jp) if entry else ""


def _rule_in(entry: Entry | None) -> str:
    return f"{entry.rule.valid_from:%d-%m-%Y}" if entry and entry.rule else ""


def _what_happened(pair: Pair) -> str:
    """New, gone, counted by another version, or reported otherwise."""
    before, after = pair
    if before is None:
        return _("Baru dicatat")
    if after is None:
        return _("Tidak lagi dilaporkan")
    if before.rule_id != after.rule_id:
        told = {"before": _rule_in(before), "after": _rule_in(after)}
        return _("Tabel konversi sejak %(before)s menjadi sejak %(after)s") % told
    return why_sentence(after.why) or _("Isinya berubah")


def _pair_columns() -> list[Column]:
    return [
        Column("kegiatan", _("Kegiatan"), lambda pair: _one_of(pair).title),
        Column("bentuk", _("Bentuk"), lambda pair: _one_of(pair).get_form_display()),
        Column("waktu", _("Waktu"), lambda pair: date_span(_one_of(pair).starts_on, _one_of(pair).ends_on)),
        Column("sebelum", _("JP sebelumnya"), lambda pair: _jp_in(pair[0]), kind="decimal"),
        Column("sesudah", _("JP sesudahnya"), lambda pair: _jp_in(pair[1]), kind="decimal"),
        Column("sebab", _("Apa yang berubah"), _what_happened),
    ]


def _verdict(changed: CreditChange) -> str:
    told = {"before": jp_text(changed.before), "after": jp_text(changed.after)}
    if changed.before is None:
        return _("%(after)s JP pada hitungan pertama tahun itu.") % told
    return _("Dari %(before)s menjadi %(after)s JP.") % told
