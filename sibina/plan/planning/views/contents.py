"""The seven contents that PP 11/2017 Pasal 207 asks of a plan, in its paper and its workbook."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.ground.competencies.api import KIND_TITLES
from sibina.lib.documents import Sheet
from sibina.lib.lists.api import Column
from sibina.lib.words import date_span, listed, number, rupiah
from sibina.plan.planning import reads
from sibina.plan.planning.models import CityPlan, PlanSession
from sibina.plan.planning.reads import PlanContent
from sibina.plan.planning.views.typeset import sheet_of, typeset
from sibina.plan.programmes.api import FORM_TITLES, PATH_TITLES

TITLE_OF_KIND, TITLE_OF_FORM = dict(KIND_TITLES), dict(FORM_TITLES)
KINDS = gettext_lazy("Jenis kompetensi yang dikembangkan")
TARGET = gettext_lazy("Target PNS yang dikembangkan")
PATHS = gettext_lazy("Jenis dan jalur pengembangan")
ORGANISER = gettext_lazy("Penyelenggara")
SCHEDULE = gettext_lazy("Jadwal atau waktu pelaksanaan")
CURRICULUM = gettext_lazy("Kesesuaian dengan kurikulum instansi pembina")
BUDGET = gettext_lazy("Kebutuhan anggaran")


def _form(row: PlanContent) -> str:
    return str(TITLE_OF_FORM[row.line.form])


def _paths(row: PlanContent) -> str:
    return listed([str(PATH_TITLES[path]) for path in row.paths])


def _organiser(row: PlanContent) -> str:
    own = row.organiser or _("BKPSDM")
    if not row.partners:
        return own
    return _("%(own)s bersama %(partners)s") % {"own": own, "partners": listed(list(row.partners))}


def _curriculum(row: PlanContent) -> str:
    if row.version is None:
        return _("belum ada kurikulum yang dirilis")
    version = {"n": number(row.version)}
    if not row.signers:
        return _("versi %(n)s, belum disetujui pihak lain") % version
    told = _("versi %(n)s, disetujui %(signers)s")
    return told % {**version, "signers": listed(list(row.signers))}


def _kinds(row: PlanContent) -> str:
    return listed([str(TITLE_OF_KIND[kind]) for kind in row.kinds])


PROGRAMME = Column("program", gettext_lazy("Program"), "line__name", width=40)
SESSIONS = Column("sesi", gettext_lazy("Sesi"), "line__sessions", kind="number")
SEATS = Column("kursi", gettext_lazy("Kursi"), "line__seats", kind="number")
JP = Column("jp", "JP", "line__jp", kind="number")
PEOPLE = Column("peserta", gettext_lazy("Semua peserta"), "people", kind="number")
COST = Column("biaya", BUDGET, "line__cost", kind="rupiah")
AIMS = Column(
    "sasaran", gettext_lazy("Kompetensi dan sasaran tingkat"), lambda row: "; ".join(row.line.aims), width=60
)
RUNNING = (
    Column("kode", gettext_lazy("Sesi"), "code"),
    Column("program", gettext_lazy("Program"), "programme_name", width=40),
    Column("waktu", gettext_lazy("Waktu"), lambda row: date_span(row.starts_on, row.ends_on), width=30),
    Column("tempat", gettext_lazy("Tempat"), "venue", width=30),
    Column("narasumber", gettext_lazy("Narasumber"), "speaker", width=30),
    Column("peserta", gettext_lazy("Peserta"), "taken", kind="number"),
)
SHEET = (
    PROGRAMME,
    Column("jenis", KINDS, _kinds, width=30),
    AIMS,
    Column("pns", TARGET, "pns", kind="number", width=16),
    PEOPLE,
    Column("jalur", PATHS, lambda row: f"{_form(row)}; {_paths(row)}", width=34),
    JP,
    Column("penyelenggara", ORGANISER, _organiser, width=34),
    Column("jadwal", SCHEDULE, lambda row: date_span(row.line.first, row.line.last), width=30),
    SESSIONS,
    SEATS,
    Column("kurikulum", CURRICULUM, _curriculum, width=40),
    COST,
)


def blocks_of(plan: CityPlan) -> list[dict[str, Any]]:
    """Each content under its own heading, so that whoever checks the plan finds all seven."""
    rows = reads.list_contents(plan=plan)
    running = list(reads.list_sessions(plan=plan).filter(runs=True))
    totals = [
        _("Jumlah"),
        number(plan.sessions_run),
        number(plan.seats),
        rupiah(sum(row.line.cost for row in rows)),
    ]
    tables: Sequence[tuple[Any, Sequence[Column], Sequence[PlanContent | PlanSession], Sequence[str]]] = (
        (
            KINDS,
            (PROGRAMME, Column("jenis", _("Jenis"), _kinds), AIMS),
            rows,
            (),
        ),
        (TARGET, (PROGRAMME, Column("pns", "PNS", "pns", kind="number"), PEOPLE), rows, ()),
        (
            PATHS,
            (
                PROGRAMME,
                Column("bentuk", _("Bentuk"), _form, width=30),
                Column("jalur", _("Jalur"), _paths, width=30),
                JP,
            ),
            rows,
            (),
        ),
        (ORGANISER, (PROGRAMME, Column("oleh", ORGANISER, _organiser, width=60)), rows, ()),
        (SCHEDULE, RUNNING, running, ()),
        (CURRICULUM, (PROGRAMME, Column("kurikulum", _("Kurikulum"), _curriculum, width=60)), rows, ()),
        (BUDGET, (PROGRAMME, SESSIONS, SEATS, COST), rows, totals),
    )
    blocks: list[dict[str, Any]] = []
    for place, (title, columns, shown, total) in enumerate(tables, start=1):
        heading = {"kind": "heading", "text": f"{place}. {title}"}
        blocks += [heading, typeset(columns, shown, total)]
    return [*blocks, {"kind": "note", "text": _note(plan)}]


def sheet_of_contents(plan: CityPlan, notes: Sequence[str]) -> Sheet:
    """The same in the workbook, a row a programme."""
    rows = reads.list_contents(plan=plan)
    heading = _("Isi rencana menurut PP 11/2017 Pasal 207")
    return sheet_of(_("Isi rencana"), SHEET, rows, heading=heading, notes=(*notes, _note(plan)))


def _note(plan: CityPlan) -> str:
    signed = _("Disebut siapa yang menyetujui kurikulumnya; kesesuaiannya sendiri tidak dinilai SIBINA.")
    if reads.list_kept_programmes(plan=plan):
        return _("Isi ini menurut keadaan saat rencana ditetapkan dan tidak berubah lagi. %(signed)s") % {
            "signed": signed
        }
    told = _(
        "Bentuk, sasaran, penyelenggara, dan kurikulum menurut keadaan saat dokumen ini diunduh. %(signed)s"
    )
    return told % {"signed": signed}
