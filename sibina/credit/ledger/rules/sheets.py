"""What a sheet in SIASN's columns says, row by row: one refused row never stops the others."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sibina.credit.ledger.rules.national import FORM_OF_TYPE
from sibina.credit.ledger.rules.outside import flaws_of
from sibina.credit.ledger.types import (
    Cell,
    CreditForm,
    Known,
    NationalFile,
    OutsideFacts,
    OutsideProblem,
    RawRow,
    SheetColumns,
    SheetFlaw,
    SheetReason,
    SheetRow,
    SheetTaken,
)
from sibina.ground.intake.rules import date_of, heading_key, nip_of, text_of
from sibina.ground.intake.types import Reason
from sibina.ground.people.rules import name_key
from sibina.plan.programmes.types import Form

LOOK_AHEAD = 40
LONGEST = {"title": 300, "organiser": 200, "number": 100}
HEADINGS: dict[NationalFile, dict[str, tuple[str, ...]]] = {
    NationalFile.KURSUS: {
        "title": ("namaKursus",),
        "starts_on": ("tanggalKursus",),
        "jp": ("jumlahJam",),
        "nip": ("nipBaru", "nip"),
        "siasn_id": ("idPns", "pnsOrangId", "pnsId"),
        "type": ("jenisDiklatId",),
        "ends_on": ("tanggalSelesaiKursus",),
        "organiser": ("institusiPenyelenggara",),
        "number": ("noSertipikat", "nomorSertipikat"),
    },
    NationalFile.DIKLAT: {
        "title": ("latihanStrukturalNama",),
        "starts_on": ("tanggal",),
        "jp": ("jumlahJam",),
        "nip": ("nipBaru", "nip"),
        "siasn_id": ("idPns", "pnsOrangId", "pnsId"),
        "ends_on": ("tanggalSelesai",),
        "organiser": ("institusiPenyelenggara",),
        "number": ("nomor",),
    },
}
REQUIRED = ("title", "starts_on", "jp")
WHO = ("nip", "siasn_id")


def columns_of(head: Sequence[Sequence[Cell]]) -> SheetColumns | None:
    """The row of headings among the first rows, and which file it is; None where no row looks like one.

    Capitals, blanks and underscores do not count: `namaKursus`, `Nama Kursus` and `NAMA_KURSUS` are one.
    """
    best: SheetColumns | None = None
    for position, row in enumerate(head[:LOOK_AHEAD]):
        shown = {_key(cell): (at, text_of(cell)) for at, cell in reversed(list(enumerate(row))) if _key(cell)}
        for file, wanted in HEADINGS.items():
            found = {
                name: next((shown[_key(one)] for one in headings if _key(one) in shown), None)
                for name, headings in wanted.items()
            }
            there = {name: place for name, place in found.items() if place is not None}
            if not there.keys() & {"title"} or len(there) < len(REQUIRED):
                continue
            missing = [wanted[name][0] for name in REQUIRED if name not in there]
            if not there.keys() & set(WHO):
                missing.append("nipBaru")
            columns = SheetColumns(
                file,
                position,
                {name: at for name, (at, _) in there.items()},
                {name: heading for name, (_, heading) in there.items()},
                tuple(missing),
            )
            if best is None or len(columns.missing) < len(best.missing):
                best = columns
    return best


def _key(cell: Cell) -> str:
    return heading_key(cell).replace(" ", "") if isinstance(cell, str) else ""


def raw_rows(rows: Iterable[Sequence[Cell]], columns: SheetColumns, first_row: int) -> Iterable[RawRow]:
    """The cells that are read, row by row below the headings; blank rows are passed over."""
    for number, row in enumerate(rows, start=first_row):
        cells = {name: row[at] if at < len(row) else "" for name, at in columns.places.items()}
        if any(text_of(cells.get(name)) for name in ("title", *WHO)):
            yield RawRow(number, cells)


class _Refused(Exception):
    """A row that cannot be taken: our column, and the reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def take_sheet(
    rows: Iterable[RawRow],
    columns: SheetColumns,
    known: Known,
    *,
    today: date,
    by_hours: Callable[[date], Collection[CreditForm]],
) -> SheetTaken:
    """What can be taken of a sheet. A training that is recorded already, or stands twice in it, is one."""
    taken: list[SheetRow] = []
    refused: list[SheetFlaw] = []
    seen: set[tuple[int, str, date]] = set()
    many = doubled = recorded = 0
    for row in rows:
        many += 1
        try:
            person, facts = _read(row, columns.file, known, today, by_hours)
        except _Refused as why:
            heading = columns.headings.get(why.column, why.column)
            refused.append(
                SheetFlaw(row.number, heading, text_of(row.cells.get(why.column))[:200], why.reason)
            )
            continue
        mark = person, name_key(facts.title), facts.starts_on
        if mark in seen:
            doubled += 1
        elif mark in known.marks:
            recorded += 1
        else:
            taken.append(SheetRow(person, facts))
        seen.add(mark)
    return SheetTaken(many, taken, recorded, doubled, refused)


def _read(
    row: RawRow,
    file: NationalFile,
    known: Known,
    today: date,
    by_hours: Callable[[date], Collection[CreditForm]],
) -> tuple[int, OutsideFacts]:
    person = _person(row, known)
    starts_on = _day(row, "starts_on")
    if starts_on is None:
        raise _Refused("starts_on", SheetReason.DATE)
    ends_on = _day(row, "ends_on") or starts_on
    facts = OutsideFacts(
        title=_text(row, "title"),
        organiser=_text(row, "organiser"),
        form=_form(row, file),
        abroad=False,
        starts_on=starts_on,
        ends_on=ends_on,
        days=max(1, (ends_on - starts_on).days + 1),
        jp=_hours(row),
        number=_text(row, "number"),
    )
    for flaw in flaws_of(facts, today=today, by_hours=by_hours(ends_on)):
        # SIASN's own rows often name nobody who held the training; that is told when they go back there.
        if flaw.problem != OutsideProblem.NO_ORGANISER:
            raise _Refused(flaw.field, flaw.problem)
    return person, facts


def _person(row: RawRow, known: Known) -> int:
    """By the number of the person in SIASN where the sheet has it, else by NIP."""
    by_id = known.person_of_id.get(text_of(row.cells.get("siasn_id")))
    if by_id is not None:
        return by_id
    cell: Any = row.cells.get("nip")
    if not text_of(cell):
        raise _Refused("siasn_id" if text_of(row.cells.get("siasn_id")) else "nip", _who_is_missing(row))
    nip = nip_of(cell)
    if isinstance(nip, Reason):
        raise _Refused("nip", SheetReason.NIP_NUMBER if nip == Reason.NUMBER else SheetReason.NIP)
    if nip not in known.person_of_nip:
        raise _Refused("nip", SheetReason.STRANGER)
    return known.person_of_nip[nip]


def _who_is_missing(row: RawRow) -> SheetReason:
    return SheetReason.STRANGER if text_of(row.cells.get("siasn_id")) else SheetReason.NO_PERSON


def _day(row: RawRow, name: str) -> date | None:
    cell: Any = row.cells.get(name)
    if not text_of(cell):
        return None
    found = date_of(cell)
    if found is None:
        raise _Refused(name, SheetReason.DATE)
    return found


def _text(row: RawRow, name: str) -> str:
    text = text_of(row.cells.get(name))
    if len(text) > LONGEST[name]:
        raise _Refused(name, SheetReason.TOO_LONG)
    return text


def _form(row: RawRow, file: NationalFile) -> CreditForm:
    if file == NationalFile.DIKLAT:
        return Form.STRUKTURAL
    text = text_of(row.cells.get("type"))
    found = FORM_OF_TYPE.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 3 else None
    if found is None:
        raise _Refused("type", SheetReason.TYPE)
    return found


def _hours(row: RawRow) -> int | None:
    """Whole hours; an empty cell or nought says nothing."""
    text = text_of(row.cells.get("jp"))
    if text in {"", "-", "0"}:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 7):
        raise _Refused("jp", SheetReason.JP)
    return int(text)
