"""The lists: placements, whom to propose, what is owed, what was brought home."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.placements import reads
from sibina.deliver.placements.models import PLACEMENT_FORM_TITLES, Placement
from sibina.deliver.placements.reads import DutyRow, Harvest, PracticeRow
from sibina.deliver.placements.rules import HOME
from sibina.deliver.placements.sentences import (
    DUTY_OWNERS,
    PLACEMENT_STATES,
    STAGE_TONES,
    STAGES,
    duty_sentence,
)
from sibina.deliver.placements.types import DutyKind, DutyOwner
from sibina.deliver.placements.views.rights import PROPOSERS, READERS, reader_of, way_to
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.addresses import key_of
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import UNKNOWN, date_span, number, rupiah


@allow(*READERS)
def placements(request: CityRequest) -> HttpResponse:
    """Who is, was or will be where."""
    rows = reads.list_placements(reader_of(request))
    years = sorted(set(rows.order_by().values_list("cycle__year", flat=True)), reverse=True)
    spec = ListSpec(
        name="penempatan",
        title=_("Penempatan"),
        lead=_("Magang, pertukaran, detasering, dan patok banding, serta apa yang dibawa pulang darinya."),
        columns=placement_columns(),
        search=("person__folded_name__contains", "host", "place"),
        search_label=_("Nama, tuan rumah, atau kota"),
        filters=[
            Filter("tahun", _("Tahun"), [(year, str(year)) for year in years], "cycle__year"),
            Filter("keadaan", _("Keadaan"), list(PLACEMENT_STATES.items()), "state"),
            Filter("bentuk", _("Bentuk"), PLACEMENT_FORM_TITLES, "form"),
            Filter("di", _("Tempat"), [("luar", _("Luar negeri")), ("dalam", _("Dalam negeri"))], _lying),
        ],
        order="-mulai",
        joining=reads.join_places,
        empty=_no_placement(request),
    )
    extra = {"may_propose": request.membership.role in PROPOSERS}
    return list_page(request, rows=rows, spec=spec, template="placements/list.html", extra=extra)


def _lying(rows: Any, value: str) -> Any:
    return rows.exclude(country=HOME) if value == "luar" else rows.filter(country=HOME)


def placement_columns() -> list[Column]:
    """Who, where, when, how far, how much."""
    return [
        Column(
            "nama",
            _("Nama"),
            lambda row: str(row.person),
            sort="person__name",
            link=address_of("placements:placement"),
            width=34,
        ),
        Column("bentuk", _("Bentuk"), "get_form_display", sort="form"),
        Column("tuan", _("Tuan rumah"), "host", sort="host", width=34),
        Column("tempat", _("Tempat"), "whereabouts", sort="place"),
        Column("mulai", _("Hari"), days_of, sort="starts_on", width=30),
        Column("biaya", _("Biaya"), "rupiah", sort="rupiah", kind="rupiah"),
        Column(
            "keadaan",
            _("Keadaan"),
            "get_state_display",
            kind="badge",
            tone=lambda row: row.tone,
        ),
    ]


def days_of(row: Placement) -> str:
    """The days there, as they are agreed or as they were."""
    return date_span(row.starts_on, row.last_day)


def _no_placement(request: CityRequest) -> Empty:
    title = _("Belum ada penempatan")
    if request.membership.role in PROPOSERS:
        text = _("Usulkan pegawai yang akan belajar di tempat lain, di dalam atau di luar negeri.")
        return Empty(title, text, reverse("placements:candidates"), _("Usulkan penempatan"), "briefcase")
    if request.membership.role in (Role.ASN, Role.MENTOR):
        return Empty(title, _("Penempatan Anda akan tampak di sini setelah diusulkan."), icon="briefcase")
    return Empty(title, _("Pengelola BKPSDM atau kepala OPD yang mengusulkannya."), icon="briefcase")


@allow(*PROPOSERS)
def candidates(request: CityRequest) -> HttpResponse:
    """Whom to propose: everybody whom the member may see, each with the way to the form."""
    copied = key_of(request.GET.get("salin", ""))

    def form_address(row: Any) -> str:
        url = reverse("placements:propose", args=[row.pk])
        return f"{url}?salin={copied}" if copied is not None else url

    spec = ListSpec(
        name="usulkan-penempatan",
        title=_("Usulkan penempatan"),
        lead=_("Pilih pegawainya; tujuannya dipilih dari kesenjangannya sendiri."),
        columns=[
            Column("nama", _("Nama"), str, sort="name", link=form_address, width=34),
            Column("nip", _("NIP"), "number", sort="number", kind="nip"),
            Column("jabatan", _("Jabatan"), "position__name", width=34),
            Column("unit", _("Unit"), "unit__name", width=34),
        ],
        search=("folded_name__contains", "number__contains"),
        search_label=_("Nama atau NIP"),
        order="nama",
        crumbs=way_to(),
        joining=_join_candidates,
        empty=Empty(_("Belum ada pegawai"), _("Data pegawai belum dimasukkan."), icon="users"),
    )
    return list_page(request, rows=reads.list_candidates(reader_of(request).sight), spec=spec)


def _join_candidates(rows: Any) -> Any:
    return rows.select_related("unit", "position").only(
        "number", "name", "front_title", "back_title", "unit__name", "position__name"
    )


@allow(*READERS)
def duties(request: CityRequest) -> HttpResponse:
    """What is owed, the earliest first; late ones are marked."""
    today = timezone.localdate()
    rows = reads.list_duties(reader_of(request), today=today)
    own = {id(row) for row in rows if reads.is_own(row, reader_of(request))}
    states = [("terlambat", _("Lewat batas")), ("saya", _("Yang harus saya kerjakan"))]

    def narrowed(found: list[DutyRow], value: str) -> list[DutyRow]:
        if value == "saya":
            return [row for row in found if id(row) in own]
        return [row for row in found if row.duty.is_late(today)]

    spec = ListSpec(
        name="kewajiban-penempatan",
        title=_("Kewajiban penempatan"),
        lead=_("Yang masih harus dikerjakan, oleh siapa, sampai kapan. Tidak ada yang terhenti karenanya."),
        columns=duty_columns(today),
        search=(lambda row: duty_sentence(row.duty), lambda row: str(row.placement.person), "unit"),
        search_label=_("Kewajiban, nama, atau unit"),
        filters=[
            Filter("saring", _("Tampilkan"), states, narrowed),
            Filter("oleh", _("Oleh"), list(DUTY_OWNERS.items()), _owed_by),
        ],
        order="batas",
        crumbs=way_to(),
        empty=Empty(
            _("Tidak ada kewajiban yang terbuka"), _("Semua yang dijanjikan sudah dikerjakan."), icon="check"
        ),
    )
    return list_page(request, rows=rows, spec=spec)


def _owed_by(rows: list[DutyRow], value: str) -> list[DutyRow]:
    return [row for row in rows if row.duty.owner == value]


def duty_columns(today: Any, *, of_one: bool = False) -> list[Column]:
    """The columns of duties; `of_one`: of one placement, whose person stands above."""
    whose = Column("nama", _("Pegawai"), lambda row: str(row.placement.person), sort=True, width=30)  # type: ignore[arg-type]
    return [
        Column("kewajiban", _("Kewajiban"), lambda row: duty_sentence(row.duty), link=duty_address, width=44),
        *([] if of_one else [whose]),
        Column("oleh", _("Oleh"), _owner, width=30),
        Column("batas", _("Batas"), "duty__due_on", sort="duty__due_on", kind="date"),
        Column(
            "keadaan",
            _("Keadaan"),
            lambda row: _("Lewat batas") if row.duty.is_late(today) else _("Terbuka"),
            kind="badge",
            tone=lambda row: "bad" if row.duty.is_late(today) else "info",
        ),
    ]


def _owner(row: DutyRow) -> str:
    if row.duty.owner == DutyOwner.HEAD and row.unit:
        return _("Kepala %(unit)s") % {"unit": row.unit}
    return str(DUTY_OWNERS[row.duty.owner])


PLACES_OF_DUTIES = {
    DutyKind.PAPERS: "placements:papers",
    DutyKind.REPORT: "placements:report",
    DutyKind.RETURN: "placements:end",
    DutyKind.PROMISE: "placements:chain",
    DutyKind.TEACH: "placements:chain",
    DutyKind.OFFER: "placements:chain",
}


def duty_address(row: DutyRow) -> str:
    """Where it can be done."""
    if row.duty.kind in (DutyKind.ANSWER, DutyKind.MEASURE):
        return reverse("placements:adoption", args=[row.duty.key])
    return reverse(PLACES_OF_DUTIES.get(row.duty.kind, "placements:placement"), args=[row.placement.pk])


def asked_year(request: HttpRequest) -> int | None:
    """The year that the address names."""
    return key_of(request.GET.get("tahun", ""))


@allow(*READERS)
def practices(request: CityRequest) -> HttpResponse:
    """Every promise, how far it came, and the sums of it all."""
    year = asked_year(request)
    rows = reads.list_practices(reader_of(request))
    years = sorted({row.year for row in rows}, reverse=True)
    shown = [row for row in rows if year is None or row.year == year]
    spec = ListSpec(
        name="bawa-pulang",
        title=_("Bawa pulang"),
        lead=_(
            "Janji dari tiap penempatan: diajarkan kepada siapa, dipakai unit mana, dan apa yang berubah."
        ),
        columns=practice_columns(),
        search=("practice", "person", "host"),
        search_label=_("Praktik, nama, atau tuan rumah"),
        filters=[
            Filter("tahun", _("Tahun"), [(one, str(one)) for one in years], "year"),
            Filter("tahap", _("Tahap"), list(STAGES.items()), "stage"),
        ],
        order="batas",
        crumbs=way_to(),
        empty=Empty(
            _("Belum ada janji"),
            _("Pegawai yang ditempatkan menulis apa yang akan dibawanya pulang."),
            icon="star",
        ),
    )
    harvest = reads.get_harvest(reader_of(request), shown, year=year)
    extra = {"figures": figures_of(harvest), "source": source_of(harvest), "year": year}
    return list_page(request, rows=rows, spec=spec, template="placements/practices.html", extra=extra)


def practice_columns() -> list[Column]:
    """A promise with how far it came; the paper has the same."""

    def stage(row: PracticeRow) -> str:
        return str(STAGES[row.stage])

    return [
        Column("praktik", _("Praktik"), "practice", sort="practice", link=_chain_address, width=44),
        Column("nama", _("Oleh"), "person", sort="person", width=30),
        Column("tuan", _("Dari"), "host", sort="host", width=30),
        Column("batas", _("Diajarkan paling lambat"), "due_on", sort="due_on", kind="date"),
        Column("diajari", _("Orang diajari"), "taught", sort="taught", kind="number"),
        Column("dipakai", _("Unit memakai"), "adopted", sort="adopted", kind="number"),
        Column("tahap", _("Tahap"), stage, kind="badge", tone=lambda row: STAGE_TONES[row.stage]),
    ]


def _chain_address(row: PracticeRow) -> str:
    return reverse("placements:chain", args=[row.placement_id])


def figures_of(harvest: Harvest) -> list[tuple[Any, str, Any]]:
    """The sums in words: what, how much, a note."""
    cost = harvest.cost_per_practice
    return [
        (_("Penempatan kembali"), number(harvest.placements), rupiah(harvest.rupiah)),
        (_("Janji"), number(harvest.promises), ""),
        (_("Orang diajari"), number(harvest.taught), ""),
        (_("Praktik dipakai"), number(harvest.adopted), _("oleh %(n)s unit") % {"n": number(harvest.units)}),
        (_("Perubahan terukur"), number(harvest.changed), ""),
        (
            _("Biaya per praktik yang dipakai"),
            rupiah(cost) if cost is not None else UNKNOWN,
            "" if cost is not None else _("belum ada yang dipakai"),
        ),
    ]


def source_of(harvest: Harvest) -> dict[str, Any]:
    """Where the cost of a practice comes from."""
    return {
        "meaning": _(
            "Seluruh biaya penempatan yang sudah kembali, siapa pun pembayarnya, dibagi banyaknya praktik yang dipakai "
            "paling sedikit satu unit. Penempatan yang tidak membawa pulang apa-apa ikut dihitung biayanya."
        ),
        "formula": _("biaya penempatan yang sudah kembali ÷ praktik yang dipakai"),
        "facts": [
            (_("Biaya penempatan"), rupiah(harvest.rupiah)),
            (_("Praktik dipakai"), number(harvest.adopted)),
        ],
    }
