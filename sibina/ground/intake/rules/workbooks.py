"""The whole check: recognise each file by its content, then take persons, standards, measurements in order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

from sibina.ground.intake.rules.headings import (
    LOOK_AHEAD,
    find_header,
    refuse_faulty_header,
    shown_heading,
)
from sibina.ground.intake.rules.levels import take_measurements, take_standards
from sibina.ground.intake.rules.people import take_people
from sibina.ground.intake.rules.values import as_of_in, text_of
from sibina.ground.intake.types import (
    Book,
    BookFacts,
    Cell,
    Checked,
    FaultKind,
    Finding,
    Header,
    MeasurementsTaken,
    PeopleTaken,
    Reason,
    Sheet,
    Source,
    StandardsTaken,
    WorkbookFault,
)


@dataclass
class Recognised:
    """A file whose header was found: the sheet, the title rows (already read), and the rows below."""

    file: str
    sheet: Sheet
    header: Header
    titles: Sequence[Sequence[Cell]]
    rows: Iterator[Sequence[Cell]]
    first_row: int
    skipped_sheets: tuple[str, ...] = ()

    @property
    def facts(self) -> BookFacts:
        header = self.header
        row = self.sheet.first_row + header.position
        return BookFacts(header.book, self.file, self.sheet.name, row, header.sensitive, header.unused)


def recognise(source: Source) -> Recognised:
    """The first sheet of the file that holds one of the three workbooks. Raises WorkbookFault."""
    is_empty = True
    for sheet in source.sheets:
        head = list(islice(sheet.rows, LOOK_AHEAD))
        is_empty = is_empty and not any(text_of(cell) for row in head for cell in row)
        header = find_header(head)
        if header is None:
            continue
        refuse_faulty_header(source.file, sheet, header)
        below = header.position + header.depth
        return Recognised(
            file=source.file,
            sheet=sheet,
            header=header,
            titles=head[: header.position],
            rows=chain(head[below:], sheet.rows),
            first_row=sheet.first_row + below,
            skipped_sheets=source.skipped_sheets,
        )
    raise WorkbookFault(source.file, FaultKind.EMPTY if is_empty else FaultKind.NO_HEADER)


def check_workbooks(
    sources: Sequence[Source],
    *,
    today: date,
    known_competencies: Mapping[str, str] | None = None,
    known_nips: Collection[str] = (),
    expected: Mapping[str, Book] | None = None,
) -> Checked:
    """What an import of these files would take, refuse and warn of; every fault of every file is told.

    `known_competencies`: names that the city has already, by key. `known_nips`: whom it knows already.
    `expected`: what a file's name promises.
    The export's own date (“Keadaan per …”) holds; without it, `today`.
    """
    faults: list[WorkbookFault] = []
    found: dict[Book, Recognised] = {}
    for source in sources:
        try:
            book = recognise(source)
            _refuse_wrong_place(book, found, (expected or {}).get(source.file))
        except WorkbookFault as fault:
            faults.append(fault)
        else:
            found[book.header.book] = book
    as_of = _as_of(found.get(Book.PEOPLE)) or today
    people = _people(found.get(Book.PEOPLE), as_of, faults)
    standards = _standards(found.get(Book.STANDARDS), faults)
    known = dict(known_competencies or {})
    if standards is not None:
        columns = standards.columns
        known |= dict(zip(columns.competency_key, columns.competency, strict=True))
    measurements = _measurements(found.get(Book.MEASUREMENTS), known, max(today, as_of), faults)
    if measurements is not None and (people is not None or known_nips):
        nips = set(known_nips).union(people.columns.nip if people is not None else ())
        measurements = _with_strangers(measurements, nips)
    facts = tuple(found[book].facts for book in Book if book in found)
    return Checked(as_of, people, standards, measurements, facts, tuple(faults))


def _refuse_wrong_place(book: Recognised, found: Mapping[Book, Recognised], promised: Book | None) -> None:
    kind = book.header.book
    if promised is not None and promised is not kind:
        raise WorkbookFault(book.file, FaultKind.NOT_WHAT_ITS_NAME_SAYS, book=kind, promised=promised)
    if kind in found:
        raise WorkbookFault(book.file, FaultKind.SAME_BOOK_TWICE, book=kind, other=found[kind].file)


def _as_of(people: Recognised | None) -> date | None:
    if people is None:
        return None
    days = (as_of_in(text_of(cell)) for row in people.titles for cell in row if isinstance(cell, str))
    return next((day for day in days if day is not None), None)


def _beside(book: Recognised) -> tuple[Finding, ...]:
    """Warnings about the file itself: sheets that were not read, formulas that hold no value."""
    sheets = [Finding(None, "", name, Reason.SHEET_NOT_READ) for name in book.skipped_sheets]
    formulas = [
        Finding(_row_of(cell), _letters_of(cell), cell, Reason.FORMULA_WITHOUT_VALUE)
        for cell in book.sheet.formulas_without_value
    ]
    return (*sheets, *formulas)


def _row_of(cell: str) -> int | None:
    digits = "".join(filter(str.isdigit, cell))
    return int(digits) if digits else None


def _letters_of(cell: str) -> str:
    return "".join(filter(str.isalpha, cell))


def _people(book: Recognised | None, as_of: date, faults: list[WorkbookFault]) -> PeopleTaken | None:
    if book is None:
        return None
    try:
        taken = take_people(book.rows, book.header, book.first_row, as_of)
        _refuse_no_rows(book, taken.rows)
    except WorkbookFault as fault:
        faults.append(fault)
        return None
    return replace(taken, warnings=(*_beside(book), *taken.warnings))


def _standards(book: Recognised | None, faults: list[WorkbookFault]) -> StandardsTaken | None:
    if book is None:
        return None
    try:
        taken = take_standards(book.rows, book.header, book.first_row)
        _refuse_no_rows(book, taken.rows)
    except WorkbookFault as fault:
        faults.append(fault)
        return None
    return replace(taken, warnings=(*_beside(book), *taken.warnings))


def _measurements(
    book: Recognised | None, known: Mapping[str, str], today: date, faults: list[WorkbookFault]
) -> MeasurementsTaken | None:
    if book is None:
        return None
    try:
        taken = take_measurements(book.rows, book.header, book.first_row, known=known, today=today)
        _refuse_no_rows(book, taken.rows)
    except WorkbookFault as fault:
        faults.append(fault)
        return None
    return replace(taken, warnings=(*_beside(book), *taken.warnings))


def _with_strangers(taken: MeasurementsTaken, nips: Collection[str]) -> MeasurementsTaken:
    """Warn once a row of levels whose person is not known: they wait until the person is."""
    rows = {
        row: nip for row, nip in zip(taken.columns.row, taken.columns.nip, strict=True) if nip not in nips
    }
    heading = shown_heading(Book.MEASUREMENTS, "nip")
    strangers = tuple(Finding(row, heading, nip, Reason.STRANGER, None) for row, nip in rows.items())
    return replace(taken, warnings=(*taken.warnings, *strangers))


def _refuse_no_rows(book: Recognised, rows: int) -> None:
    """A workbook without rows is a fault of the file. One whose rows are all refused is shown row by row."""
    if rows == 0:
        raise WorkbookFault(book.file, FaultKind.NO_ROWS, sheet=book.sheet.name)
