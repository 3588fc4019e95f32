"""What leaves the system: the whole plan as a workbook, the plan as a paper to be signed, annexes by office."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.ground.people.api import CityRequest, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import allow
from sibina.lib.documents import Sheet, SheetColumn, render_pdf, write_workbook
from sibina.lib.files.api import PDF, XLSX, attachment
from sibina.lib.words import date_span, long_date, moment, number, percent, rupiah
from sibina.plan.planning import reads
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.templatetags.planning import proof, weighing
from sibina.plan.planning.views.contents import blocks_of, sheet_of_contents
from sibina.plan.planning.views.reading import READERS, get_plan, show
from sibina.plan.planning.views.rows import payer_name, payer_of

AGENCY = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"
CHUNK = 2000
ON_TRIAL = gettext_lazy("Bertumpu pada percobaan perubahan tuntutan; bukan rencana kota.")


@allow(*READERS)
def papers(request: CityRequest, pk: int) -> HttpResponse:
    """What can be taken away: the workbook, the paper, an annex for each office."""
    plan = get_plan(pk, whole=False)
    offices = reads.list_offices(plan=plan, sight=get_sight(request.membership))
    programmes = reads.list_programmes_run(plan=plan)
    return show(request, plan, "papers", offices=offices, programmes=programmes)


@allow(*READERS)
def workbook(request: CityRequest, pk: int) -> HttpResponse:
    """Summary, sessions, seats and what is left out, one sheet each; the figures are the screen's."""
    plan = get_plan(pk)
    if not plan.has_answer:
        return redirect("planning:summary", pk=pk)
    sight = get_sight(request.membership)
    sheets = [
        _summary_sheet(plan),
        sheet_of_contents(plan, _notes(plan)),
        _session_sheet(plan),
        _seat_sheet(plan, sight),
        _left_sheet(plan, sight),
    ]
    name = f"Rencana {plan.cycle.year} - {plan.name}.xlsx"
    return attachment(name=name, content=write_workbook(sheets), content_type=XLSX)


@allow(*READERS)
def document(request: CityRequest, pk: int) -> HttpResponse:
    """The plan as a paper that can be signed, without names of participants."""
    plan = get_plan(pk)
    if not plan.has_answer:
        return redirect("planning:summary", pk=pk)
    content = render_pdf("report.typ", _paper(plan, request.city, get_sight(request.membership)))
    return attachment(name=f"Rencana {plan.cycle.year} - {plan.name}.pdf", content=content, content_type=PDF)


@allow(*READERS)
def annex(request: CityRequest, pk: int, office_id: int) -> HttpResponse:
    """The participants of one office, with NIP: the only paper of the plan that names people."""
    plan = get_plan(pk)
    seats = list(
        reads.join_seats(reads.list_seats(plan=plan, sight=get_sight(request.membership))).filter(
            plan_person__office_id=office_id
        )
    )
    if not seats:
        raise Http404
    office = seats[0].plan_person.office
    rows = [
        [
            str(index),
            str(seat.plan_person.person),
            seat.plan_person.person.number or "–",
            seat.plan_person.unit.name,
            f"{seat.session.programme_name} ({seat.session.code})",
            date_span(seat.session.starts_on, seat.session.ends_on),
        ]
        for index, seat in enumerate(seats, start=1)
    ]
    columns = [
        {"label": _("No."), "align": "right"},
        {"label": _("Nama"), "width": "3fr"},
        {"label": "NIP"},
        {"label": _("Unit kerja"), "width": "3fr"},
        {"label": _("Program dan sesi"), "width": "3fr"},
        {"label": _("Waktu"), "width": "2fr"},
    ]
    data = _frame(plan, request.city) | {
        "title": _("Lampiran peserta"),
        "subtitle": f"{office.name} · {plan.name}",
        "landscape": True,
        "blocks": [{"kind": "table", "columns": columns, "rows": rows}],
        "signatures": [],
    }
    name = f"Lampiran peserta - {office.name} - {plan.name}.pdf"
    return attachment(name=name, content=render_pdf("report.typ", data), content_type=PDF)


# The workbook.
def _summary_sheet(plan: CityPlan) -> Sheet:
    rows: list[tuple[str, Any]] = [
        (_("Tahun"), plan.cycle.year),
        (_("Persetujuan"), plan.get_approval_display()),
        (_("Pagu kota (Rp)"), plan.city_ceiling),
        (_("Uang dari mitra (Rp)"), plan.contributed),
        (_("Pagu (Rp)"), plan.ceiling),
        (_("Biaya (Rp)"), plan.cost),
        (_("Sisa pagu (Rp)"), plan.money_left),
        (_("Sesi ditawarkan"), plan.sessions_offered),
        (_("Sesi berjalan"), plan.sessions_run),
        (_("Kursi terisi"), plan.seats),
        (_("Pegawai aktif"), plan.people),
        (_("Pegawai dengan kesenjangan"), plan.people_short),
        (_("Pegawai yang ikut"), plan.people_reached),
        (_("Kesenjangan sebelum (tingkat)"), plan.levels_short),
        (_("Kesenjangan tertutup (tingkat)"), plan.levels_closed),
        (_("Nilai tertutup (tingkat × bobot)"), plan.objective),
        (_("Batas terbukti (tingkat × bobot)"), plan.bound),
        (_("Jarak terbukti (%)"), None if plan.gap is None else plan.gap * 100),
        (_("PNS wajib batas bawah JP"), plan.jp_people),
        (_("PNS mencapai batas bawah JP"), plan.jp_met),
        (_("Batas bawah JP"), plan.jp_floor),
        (_("Paling banyak meninggalkan unit (%)"), plan.away_percent),
        (_("Benih acak"), plan.seed),
        (_("Kesenjangan per tanggal"), plan.snapshot_as_of),
        (_("Bobot kebutuhan"), weighing(plan)),
        (_("Sidik masukan"), plan.digest),
    ]
    columns = [SheetColumn(_("Sebutan"), width=42), SheetColumn(_("Isi"), kind="decimal", width=24)]
    return Sheet(_("Ringkasan"), columns, rows, heading=plan.name, notes=_notes(plan))


def _session_sheet(plan: CityPlan) -> Sheet:
    columns = [
        SheetColumn(_("Sesi")),
        SheetColumn(_("Program"), width=40),
        SheetColumn(_("Mulai"), "date"),
        SheetColumn(_("Selesai"), "date"),
        SheetColumn(_("Tempat"), width=24),
        SheetColumn(_("Narasumber"), width=30),
        SheetColumn(_("Berjalan")),
        SheetColumn(_("Terisi"), "number"),
        SheetColumn(_("Kursi"), "number"),
        SheetColumn(_("Biaya"), "rupiah"),
        SheetColumn(_("Dibayar oleh"), width=34),
        SheetColumn(_("Mengapa tidak"), width=28),
        SheetColumn(_("Harga bila dimasukkan"), "rupiah"),
    ]
    rows = (
        (
            row.code,
            row.programme_name,
            row.starts_on,
            row.ends_on,
            row.venue,
            row.speaker,
            row.runs,
            row.taken,
            row.offered,
            row.cost,
            payer_of(row),
            row.why_not,
            row.price,
        )
        for row in reads.join_payers(reads.list_sessions(plan=plan))
    )
    return Sheet(_("Sesi"), columns, rows, heading=_("Sesi"), notes=_notes(plan))


PERSON = (("Nama", "text", 34), ("NIP", "nip", 22), ("Unit kerja", "text", 36), ("OPD", "text", 36))


def _person_columns() -> list[SheetColumn]:
    return [SheetColumn(_(label), kind, width) for label, kind, width in PERSON]


def _seat_sheet(plan: CityPlan, sight: Sight) -> Sheet:
    columns = [
        *_person_columns(),
        SheetColumn(_("Program"), width=40),
        SheetColumn(_("Sesi")),
        SheetColumn(_("Mulai"), "date"),
        SheetColumn(_("Selesai"), "date"),
        SheetColumn("JP", "number"),
    ]

    def rows() -> Iterator[tuple[Any, ...]]:
        for seat in reads.join_seats(reads.list_seats(plan=plan, sight=sight)).iterator(chunk_size=CHUNK):
            who, what = seat.plan_person, seat.session
            yield (
                str(who.person), who.person.number, who.unit.name, who.office.name,
                what.programme_name, what.code, what.starts_on, what.ends_on, what.jp,
            )  # fmt: skip

    return Sheet(_("Peserta"), columns, rows(), heading=_("Peserta"), notes=_notes(plan))


def _left_sheet(plan: CityPlan, sight: Sight) -> Sheet:
    columns = [
        *_person_columns(),
        SheetColumn(_("Kurang (tingkat)"), "decimal"),
        SheetColumn(_("Tertutup (tingkat)"), "decimal"),
        SheetColumn(_("Sesi diikuti"), "number"),
        SheetColumn(_("Mengapa tidak lebih"), width=28),
        SheetColumn(_("Harga bila diikutkan"), "rupiah"),
    ]

    def rows() -> Iterator[tuple[Any, ...]]:
        left_out = reads.list_persons_left_out(plan=plan, sight=sight)
        for row in reads.join_persons(left_out).iterator(chunk_size=CHUNK):
            yield (
                str(row.person), row.person.number, row.unit.name, row.office.name,
                row.short, row.closed, row.seats, row.why_not, row.price,
            )  # fmt: skip

    return Sheet(_("Tidak terpilih"), columns, rows(), heading=_("Tidak terpilih"), notes=_notes(plan))


def _notes(plan: CityPlan) -> tuple[str, ...]:
    notes = [
        _(
            "Sumber: SIBINA, rencana «%(name)s», dihitung %(at)s; kesenjangan per %(as_of)s; benih acak %(seed)s."
        )
        % {
            "name": plan.name,
            "at": moment(timezone.localtime(plan.computed_at)),
            "as_of": long_date(plan.snapshot_as_of),
            "seed": plan.seed,
        }
    ]
    if plan.is_trial:
        notes.append(str(ON_TRIAL))
    if plan.city.is_example:
        notes.append(_("Kota contoh, untuk mencoba: isinya bukan data resmi kota."))
    return tuple(notes)


# The paper.
def _frame(plan: CityPlan, city: Any) -> dict[str, Any]:
    return {
        "city": city.name.removeprefix("Kota ").strip(),
        "agency": AGENCY,
        "is_example": city.is_example,
        "footer": _("%(name)s · benih %(seed)s · sidik %(digest)s")
        % {"name": plan.name, "seed": plan.seed, "digest": plan.digest[:16]},
    }


def _paper(plan: CityPlan, city: Any, sight: Sight) -> dict[str, Any]:
    return _frame(plan, city) | {
        "title": _("Rencana pengembangan kompetensi ASN tahun %(year)s") % {"year": plan.cycle.year},
        "subtitle": f"{plan.name}. {ON_TRIAL}" if plan.is_trial else plan.name,
        "landscape": True,
        "blocks": [
            *_basis(plan),
            *_results(plan),
            *_payers(reads.list_payers(plan=plan, sight=sight)),
            *blocks_of(plan),
            *_proof(plan),
            *_approval(plan),
        ],
        "signatures": []
        if plan.is_trial
        else [
            {"place": city.name.removeprefix("Kota ").strip(), "date": "", "office": _("Kepala BKPSDM")},
            {"office": _("Pejabat Pembina Kepegawaian")},
        ],
    }


def _heading(text: str) -> dict[str, Any]:
    return {"kind": "heading", "text": text}


def _basis(plan: CityPlan) -> list[dict[str, Any]]:
    items = [
        _("Peraturan Pemerintah Nomor 11 Tahun 2017 Pasal 205–207 (rencana pengembangan kompetensi)."),
    ]
    if plan.jp_floor:
        items.append(_("Batas bawah %(jp)s JP: %(basis)s.") % {"jp": plan.jp_floor, "basis": plan.jp_basis})
    if plan.jp_ceiling:
        items.append(_("Batas atas %(jp)s JP bagi PPPK: PP 49/2018 Pasal 40.") % {"jp": plan.jp_ceiling})
    if plan.base is not None:
        items.append(
            _(
                "Disusun ulang dari «%(name)s» dengan sesi baru mulai paling awal %(day)s; yang terikat atau selesai tetap."
            )
            % {"name": plan.base.name, "day": long_date(plan.from_day)}
        )
    items.append(_("Kesenjangan kompetensi pegawai per %(day)s.") % {"day": long_date(plan.snapshot_as_of)})
    items.append(_("Bobot kebutuhan: %(weighing)s.") % {"weighing": weighing(plan)})
    if plan.contributed:
        told = _("Pagu: %(own)s uang kota dan %(given)s uang dari mitra.")
        items.append(told % {"own": rupiah(plan.city_ceiling), "given": rupiah(plan.contributed)})
    return [_heading(_("Dasar")), {"kind": "list", "items": items}]


def _results(plan: CityPlan) -> list[dict[str, Any]]:
    share = plan.levels_closed / plan.levels_short if plan.levels_short else None
    figures = [
        [_("Biaya"), rupiah(plan.cost), _("dari pagu %(ceiling)s") % {"ceiling": rupiah(plan.ceiling)}],
        [
            _("Kesenjangan tertutup"),
            _("%(levels)s tingkat") % {"levels": number(plan.levels_closed, 1)},
            _("dari %(levels)s tingkat (%(share)s)")
            % {"levels": number(plan.levels_short, 1), "share": percent(share)},
        ],
        [
            _("Pegawai yang ikut"),
            number(plan.people_reached),
            _("dari %(people)s pegawai aktif") % {"people": number(plan.people)},
        ],
        [
            _("Sesi berjalan"),
            number(plan.sessions_run),
            _("dari %(sessions)s ditawarkan, %(seats)s kursi terisi")
            % {"sessions": number(plan.sessions_offered), "seats": number(plan.seats)},
        ],
    ]
    return [_heading(_("Ringkasan")), {"kind": "figures", "items": figures}]


def _payers(lines: Sequence[reads.PayerLine]) -> list[dict[str, Any]]:
    """Who pays what, where an office pays sessions itself."""
    if not lines:
        return []
    columns = [
        {"label": _("Dibayar oleh"), "width": "3fr"},
        *({"label": label, "align": "right"} for label in (_("Pagu"), _("Terpakai"), _("Sisa"))),
        {"label": _("Sesi berjalan"), "align": "right"},
    ]
    rows = [
        [payer_name(one), rupiah(one.money), rupiah(one.cost), rupiah(one.left), number(one.running)]
        for one in lines
    ]
    return [_heading(_("Menurut pembayar")), {"kind": "table", "columns": columns, "rows": rows}]


def _proof(plan: CityPlan) -> list[dict[str, Any]]:
    told = [_heading(_("Pembuktian")), {"kind": "text", "text": proof(plan)}]
    if plan.was_made_elsewhere:
        return told
    facts = [
        [_("Nilai tertutup"), _("%(points)s (tingkat × bobot)") % {"points": number(plan.objective, 2)}],
        [_("Batas terbukti"), number(plan.bound, 2)],
        [_("Dihitung"), moment(timezone.localtime(plan.computed_at))],
        [_("Benih acak"), str(plan.seed)],
        [_("Sidik masukan"), plan.digest],
    ]
    return [*told, {"kind": "facts", "items": facts}]


def _approval(plan: CityPlan) -> list[dict[str, Any]]:
    """Who proposed, reviewed and set the plan, when and why: the paper says how far it has come."""
    columns = [
        {"label": _("Langkah")},
        {"label": _("Oleh")},
        {"label": _("Waktu")},
        {"label": _("Alasan"), "width": "3fr"},
    ]
    rows = [
        [step.get_step_display(), str(step.by or "–"), moment(timezone.localtime(step.at)), step.reason]
        for step in reads.list_steps(plan=plan)
    ]
    if not rows:
        return [_heading(_("Persetujuan")), {"kind": "text", "text": _("Rencana ini masih rancangan.")}]
    return [_heading(_("Persetujuan")), {"kind": "table", "columns": columns, "rows": rows}]
