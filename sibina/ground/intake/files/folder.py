"""Several files at once: a folder of the command line, or what was uploaded together."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from sibina.ground.intake.files.opening import open_workbook
from sibina.ground.intake.rules import check_workbooks
from sibina.ground.intake.sentences import fault_sentence, finding_sentence, report_of
from sibina.ground.intake.types import Book, Checked, FaultKind, Source, WorkbookFault
from sibina.lib.table_problems import BadInput, Problem

ENDINGS = (".xlsx", ".ods", ".csv")


def open_all(contents: Mapping[str, bytes]) -> tuple[list[Source], list[WorkbookFault]]:
    """Every file that opens, and the fault of every one that does not."""
    sources, faults = [], []
    for name, content in contents.items():
        try:
            sources.append(open_workbook(name, content))
        except WorkbookFault as fault:
            faults.append(fault)
    return sources, faults


def check_contents(
    contents: Mapping[str, bytes],
    *,
    today: date,
    known_competencies: Mapping[str, str] | None = None,
    known_nips: Collection[str] = (),
    expected: Mapping[str, Book] | None = None,
) -> Checked:
    """The whole check of files that are in memory, by name. Faults of files stand in the result."""
    sources, faults = open_all(contents)
    checked = check_workbooks(
        sources,
        today=today,
        known_competencies=known_competencies,
        known_nips=known_nips,
        expected=expected,
    )
    return replace(checked, faults=(*faults, *checked.faults))


def read_folder(folder: Path | str, *, today: date) -> Checked:
    """The check of a folder with the three workbooks. Raises BadInput with all files that cannot be taken.

    Its warnings are then the refused rows and cells of the files that can be read, so that one run tells everything.
    """
    paths, faults = _find_books(Path(folder))
    contents = {path.name: path.read_bytes() for path in paths.values()}
    expected = {path.name: book for book, path in paths.items()}
    checked = check_contents(contents, today=today, expected=expected)
    every = (*faults, *checked.faults)
    if every:
        raise BadInput(
            [Problem(fault.file, allowed=fault_sentence(fault), code="note") for fault in every],
            list(_refused(checked)),
        )
    return checked


def _refused(checked: Checked) -> Iterator[Problem]:
    taken = {
        Book.PEOPLE: checked.people,
        Book.STANDARDS: checked.standards,
        Book.MEASUREMENTS: checked.measurements,
    }
    for fact in checked.facts:
        book = taken[fact.book]
        for found in book.refused if book else ():
            sentence = finding_sentence(found)
            yield Problem(fact.file, found.row, found.column, found.value, sentence, "doubt")


def check_folder(folder: Path | str, *, today: date) -> dict[str, object]:
    """The JSON of `sibina check FOLDER`. Raises BadInput with every file that cannot be taken."""
    return report_of(read_folder(folder, today=today))


def _find_books(folder: Path) -> tuple[dict[Book, Path], list[WorkbookFault]]:
    there = [path for path in sorted(folder.glob("*")) if path.suffix.lower() in ENDINGS and path.is_file()]
    paths, faults = {}, []
    for book in Book:
        named = [path for path in there if path.stem.casefold() == book.value]
        names = tuple(path.name for path in named)
        if len(named) == 1:
            paths[book] = named[0]
        elif named:
            faults.append(WorkbookFault(book.value, FaultKind.TWO_FILES, files=names))
        else:
            faults.append(WorkbookFault(book.value, FaultKind.MISSING_FILE, folder=folder.name, book=book))
    return paths, faults
