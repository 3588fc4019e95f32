"""On paper: one placement from its purpose to what changed, and what all of a year's brought home."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.placements import reads
from sibina.deliver.placements.models import Adoption, Commitment, Placement
from sibina.deliver.placements.reads import Contents
from sibina.deliver.placements.sentences import ADOPTION_STATES, COST_KINDS, PAPER_KINDS, duty_sentence
from sibina.deliver.placements.types import AdoptionState
from sibina.deliver.placements.views.lists import asked_year, figures_of, practice_columns, source_of
from sibina.deliver.placements.views.rights import READERS, get_placement, reader_of
from sibina.ground.people.api import CityRequest
from sibina.lib.access import allow
from sibina.lib.documents import render_pdf
from sibina.lib.files.api import PDF, attachment
from sibina.lib.lists.api import table_of
from sibina.lib.words import UNKNOWN, date_span, long_date, moment, number, rupiah, short_date

AGENCY = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"
Block = dict[str, Any]


def _paper(request: CityRequest, *, title: str, subtitle: str, blocks: list[Block]) -> HttpResponse:
    city = request.city.name.removeprefix("Kota ").strip()
    data = {
        "city": city,
        "agency": AGENCY,
        "is_example": request.city.is_example,
        "title": title,
        "subtitle": subtitle,
        "footer": _("%(title)s · dicetak %(at)s") % {"title": title, "at": moment(timezone.localtime())},
        "blocks": blocks,
        "signatures": [{"place": city, "date": "", "office": _("Kepala BKPSDM")}],
    }
    name = f"{title} {subtitle}".replace("/", "-")
    return attachment(name=f"{name}.pdf", content=render_pdf("report.typ", data), content_type=PDF)


@allow(*READERS)
def paper(request: CityRequest, pk: int) -> HttpResponse:
    """One placement."""
    found = get_placement(request, pk)
    contents = reads.get_contents(found)
    blocks: list[Block] = [
        {"kind": "facts", "items": _facts(found)},
        {"kind": "heading", "text": _("Tujuan")},
        {"kind": "text", "text": found.purpose},
        *_goals(contents),
        *_costs(contents),
        *_papers(found),
        {"kind": "heading", "text": _("Laporan")},
        {"kind": "text", "text": found.report or _("Belum ada laporan.")},
        *_host(found),
        *_chain(found),
        *_duties(found),
    ]
    return _paper(request, title=_("Laporan penempatan"), subtitle=str(found.person), blocks=blocks)


def _facts(found: Placement) -> list[tuple[Any, str]]:
    person = found.person
    return [
        (_("Pegawai"), str(person)),
        (_("Jabatan"), person.position.name if person.position else UNKNOWN),
        (_("Unit"), person.unit.name if person.unit else UNKNOWN),
        (_("Bentuk"), str(found.get_form_display())),
        (_("Tuan rumah"), f"{found.host}, {found.whereabouts}"),
        (_("Perjanjian"), found.agreement.number if found.agreement else UNKNOWN),
        (_("Hari"), date_span(found.starts_on, found.last_day)),
        (_("Keadaan"), str(found.get_state_display())),
        (_("Dasar persetujuan"), found.approval or UNKNOWN),
    ]


def _table(columns: list[Any], rows: list[list[str]], *, right: int = -1) -> Block:
    """A table of words; `right` names a column of figures."""
    heads = [
        {"label": str(label), "align": "right" if place == right else "left"}
        for place, label in enumerate(columns)
    ]
    return {"kind": "table", "columns": heads, "rows": rows}


def _goals(contents: Contents) -> list[Block]:
    rows = [
        [
            goal.name,
            str(goal.from_level) if goal.from_level is not None else _("belum diukur"),
            str(goal.to_level),
        ]
        for goal in contents.goals
    ]
    return [_table([_("Kompetensi"), _("Dari tingkat"), _("Ke tingkat")], rows)] if rows else []


def _costs(contents: Contents) -> list[Block]:
    if not contents.costs:
        return []
    rows = [[str(COST_KINDS[one.kind]), one.paid_by, rupiah(one.rupiah)] for one in contents.costs]
    table = _table([_("Untuk"), _("Dibayar dari"), _("Jumlah")], rows, right=2)
    total = [_("Jumlah"), "", rupiah(contents.rupiah)]
    return [{"kind": "heading", "text": _("Biaya")}, table | {"total": total}]


def _papers(found: Placement) -> list[Block]:
    rows = [
        [
            str(PAPER_KINDS[line.kind]),
            line.paper.number if line.paper else _("belum ada"),
            short_date(line.paper.issued_on if line.paper else None),
        ]
        for line in reads.list_papers(found)
    ]
    head = {"kind": "heading", "text": _("Surat")}
    return [head, _table([_("Surat"), _("Nomor"), _("Tanggal")], rows)] if rows else []


def _host(found: Placement) -> list[Block]:
    if found.host_score is None:
        return []
    told = _("%(score)s dari 5. %(words)s") % {"score": found.host_score, "words": found.host_words}
    return [
        {"kind": "heading", "text": _("Penilaian tuan rumah")},
        {"kind": "text", "text": told},
    ]


def _chain(found: Placement) -> list[Block]:
    blocks: list[Block] = [{"kind": "heading", "text": _("Bawa pulang")}]
    commitments = reads.list_commitments(found)
    if not commitments:
        return [*blocks, {"kind": "text", "text": _("Belum ada janji.")}]
    for one in commitments:
        blocks += [
            {"kind": "heading", "level": 2, "text": one.practice},
            {"kind": "list", "items": _told(one)},
        ]
    return blocks


def _told(one: Commitment) -> list[str]:
    """The chain of a promise in sentences."""
    taught: Any = one.taught
    answers: Any = one.answers
    lines = [
        _("Untuk %(audience)s, paling lambat %(day)s; terlihat dari %(measure)s.")
        % {"audience": one.audience, "day": long_date(one.due_on), "measure": one.measure}
    ]
    for sharing in taught:
        units = ", ".join(f"{row['name']} ({number(row['people'])})" for row in sharing.told)
        told = _("Diajarkan %(day)s kepada %(units)s; bahan: %(material)s.")
        lines.append(told % {"day": long_date(sharing.held_on), "units": units, "material": sharing.material})
    for answer in answers:
        lines.append(_answer(answer))
        lines += [_change(change) for change in answer.measured]
    if one.dropped_reason:
        lines.append(_("Dilepas: %(reason)s") % {"reason": one.dropped_reason})
    return lines


def _answer(answer: Adoption) -> str:
    told = f"{answer.unit.name}: {ADOPTION_STATES[answer.state]}"
    if answer.state == AdoptionState.ADOPTED:
        told = _("%(told)s sejak %(day)s") % {"told": told, "day": long_date(answer.since)}
    return f"{told}. {answer.reason}".strip()


def _change(change: Any) -> str:
    figures = {"before": number(change.before, 2), "after": number(change.after, 2)}
    words = {"indicator": change.indicator, "unit": change.unit_of_measure, "source": change.source}
    days = {"first": short_date(change.before_on), "last": short_date(change.after_on)}
    told = _("%(indicator)s: %(before)s → %(after)s %(unit)s (%(first)s → %(last)s; sumber: %(source)s).")
    return told % (figures | words | days)


def _duties(found: Placement) -> list[Block]:
    today = timezone.localdate()
    owed = [
        _("%(duty)s, batas %(day)s%(late)s")
        % {
            "duty": duty_sentence(row.duty),
            "day": long_date(row.duty.due_on),
            "late": _(" (lewat)") if row.duty.is_late(today) else "",
        }
        for row in reads.list_duties_of(found, today=today)
    ]
    return (
        [{"kind": "heading", "text": _("Yang masih terbuka")}, {"kind": "list", "items": owed}]
        if owed
        else []
    )


@allow(*READERS)
def practices_paper(request: CityRequest) -> HttpResponse:
    """What placements brought home: the figures and the rows of the screen."""
    year = asked_year(request)
    rows = reads.list_practices(reader_of(request), year=year)
    harvest = reads.get_harvest(reader_of(request), rows, year=year)
    columns = practice_columns()
    table = table_of(columns, rows)
    blocks: list[Block] = [
        {"kind": "figures", "items": [(label, value, note) for label, value, note in figures_of(harvest)]},
        {"kind": "note", "text": source_of(harvest)["meaning"]},
        _table(
            [column.label for column in columns],
            [[cell["text"] for cell in line] for line in table["lines"]],
        ),
    ]
    subtitle = _("tahun %(year)s") % {"year": year} if year is not None else _("semua tahun")
    return _paper(request, title=_("Bawa pulang dari penempatan"), subtitle=subtitle, blocks=blocks)
