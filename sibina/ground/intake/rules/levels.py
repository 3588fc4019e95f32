"""Required levels out of the competency standard, and measured levels out of the assessment results."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sibina.ground.competencies.types import Method
from sibina.ground.intake.rules.headings import competency_places, heading_key, shown_heading
from sibina.ground.intake.rules.values import (
    date_of,
    key_of,
    kind_of,
    level_of,
    method_of,
    nip_of,
    nip_parts,
    text_of,
)
from sibina.ground.intake.types import (
    Book,
    Cell,
    Finding,
    Header,
    MeasurementColumns,
    MeasurementsTaken,
    Reason,
    StandardColumns,
    StandardsTaken,
)

NAME_LIMIT = 200
COMPETENCY_LIMIT = 120
RATER_LIMIT = 160


def _shown(cell: Cell) -> str:
    return repr(cell) if isinstance(cell, float) and not cell.is_integer() else text_of(cell)


def _padded(row: Sequence[Cell], width: int) -> Sequence[Cell]:
    return row if len(row) >= width else (*row, *[""] * (width - len(row)))


def take_standards(rows: Iterator[Sequence[Cell]], header: Header, first_row: int) -> StandardsTaken:
    """The required levels. The same line again is one; another level for the same pair is refused."""
    columns = StandardColumns()
    refused: list[Finding] = []
    seen: dict[tuple[str, str], tuple[int, int]] = {}
    counted = doubled = 0
    at = header.places
    for number, short in enumerate(rows, start=first_row):
        row = _padded(short, len(header.headings))
        position, competency = text_of(row[at["position"]]), text_of(row[at["competency"]])
        raw_level = row[at["level"]]
        if not position and not competency:
            continue
        if heading_key(raw_level) == heading_key(header.headings[at["level"]]):
            continue
        counted += 1
        fault = _standard_fault(row, at)
        if fault is not None:
            name, reason = fault
            refused.append(
                Finding(number, shown_heading(Book.STANDARDS, name), _shown(row[at[name]]), reason, at[name])
            )
            continue
        level = level_of(raw_level)
        assert isinstance(level, int)
        pair = (key_of(position), key_of(competency))
        there = seen.get(pair)
        if there is not None:
            doubled += there[0] == level
            if there[0] != level:
                heading = shown_heading(Book.STANDARDS, "level")
                detail = f"{there[0]}|{there[1]}"
                refused.append(Finding(number, heading, str(level), Reason.CONFLICT, at["level"], detail))
            continue
        seen[pair] = (level, number)
        basis = text_of(row[at["basis"]])[:NAME_LIMIT] if "basis" in at else ""
        kind = kind_of(text_of(row[at["kind"]]))
        assert kind is not None
        for name, value in (
            ("row", number),
            ("position_key", pair[0]),
            ("position", position),
            ("competency_key", pair[1]),
            ("competency", competency),
            ("kind", kind),
            ("level", level),
            ("basis", basis),
        ):
            getattr(columns, name).append(value)
    return StandardsTaken(columns, counted, doubled, tuple(refused))


def _standard_fault(row: Sequence[Cell], at: Mapping[str, int]) -> tuple[str, Reason] | None:
    """The first cell of a standard's line that cannot be taken."""
    needed = (
        ("position", Reason.NO_POSITION, NAME_LIMIT),
        ("competency", Reason.NO_COMPETENCY, COMPETENCY_LIMIT),
    )
    for name, reason, limit in needed:
        text = text_of(row[at[name]])
        if not text or len(text) > limit:
            return name, Reason.TOO_LONG if text else reason
    if kind_of(text_of(row[at["kind"]])) is None:
        return "kind", Reason.KIND
    return None if isinstance(level_of(row[at["level"]]), int) else ("level", Reason.LEVEL)


def take_measurements(
    rows: Iterator[Sequence[Cell]],
    header: Header,
    first_row: int,
    *,
    known: Mapping[str, str],
    today: date,
) -> MeasurementsTaken:
    """The measured levels. `known` are competencies by key, with the name as the city writes it.

    A column that no standard names is a competency where most of its filled cells are levels; otherwise it is
    left out, with a warning. A refused cell leaves the person's other levels alone.
    """
    reader = _LevelReader(header, known, today)
    for number, row in enumerate(rows, start=first_row):
        reader.read(number, row)
    return reader.taken()


class _LevelReader:
    def __init__(self, header: Header, known: Mapping[str, str], today: date):
        self.header, self.today = header, today
        self.at = header.places
        self.width = len(header.headings)
        found = competency_places(header)
        self.places = tuple(
            (place, key_of(heading), known.get(key_of(heading), heading)) for place, heading in found.items()
        )
        self.unsure = {place for place, key, _ in self.places if key not in known}
        self.valid = dict.fromkeys(found, 0)
        self.columns = MeasurementColumns()
        self.cell_place: list[int] = []
        self.seen: dict[tuple[str, str, date, Method, str], tuple[int, int]] = {}
        self.refused: list[Finding] = []
        self.rows = self.doubled = 0

    def read(self, number: int, short: Sequence[Cell]) -> None:
        row = _padded(short, self.width)
        raw = row[self.at["nip"]]
        text = text_of(raw)
        if not text and not any(text_of(row[place]) for place, _, _ in self.places):
            return
        if heading_key(text) == heading_key(self.header.headings[self.at["nip"]]):
            return
        self.rows += 1
        head = self._head(number, row)
        if head is None:
            return
        nip, measured_on, method = head
        rater = text_of(row[self.at["rater"]])[:RATER_LIMIT] if "rater" in self.at else ""
        for place, key, name in self.places:
            cell = row[place]
            if cell == "":
                continue
            level = level_of(cell)
            if level is None:
                continue
            if isinstance(level, Reason):
                self._refuse(number, name, cell, level, place)
                continue
            there = self.seen.setdefault((nip, key, measured_on, method, rater), (level, number))
            if there != (level, number):
                self._again(number, name, place, level, there)
                continue
            self.valid[place] += 1
            self._put(number, nip, (key, name, level), (method, measured_on, rater), place)

    def _put(
        self,
        number: int,
        nip: str,
        what: tuple[str, str, int],
        how: tuple[Method, date, str],
        place: int,
    ) -> None:
        columns = self.columns
        columns.row.append(number)
        columns.nip.append(nip)
        columns.competency_key.append(what[0])
        columns.competency.append(what[1])
        columns.level.append(what[2])
        columns.method.append(how[0])
        columns.measured_on.append(how[1])
        columns.rater.append(how[2])
        self.cell_place.append(place)

    def _head(self, number: int, row: Sequence[Cell]) -> tuple[str, date, Method] | None:
        raw = row[self.at["nip"]]
        nip = nip_of(raw)
        wrong = nip if isinstance(nip, Reason) else nip_parts(nip)
        if isinstance(wrong, Reason):
            self._refuse(number, shown_heading(Book.MEASUREMENTS, "nip"), raw, wrong, self.at["nip"])
            return None
        measured_on = date_of(row[self.at["measured_on"]])
        if measured_on is None or measured_on > self.today:
            reason = Reason.DATE if measured_on is None else Reason.FUTURE
            self._refuse_head(number, row, "measured_on", reason)
            return None
        method = method_of(text_of(row[self.at["method"]]))
        if method is None:
            self._refuse_head(number, row, "method", Reason.METHOD)
            return None
        assert isinstance(nip, str)
        return nip, measured_on, method

    def _refuse_head(self, number: int, row: Sequence[Cell], name: str, reason: Reason) -> None:
        place = self.at[name]
        self._refuse(number, shown_heading(Book.MEASUREMENTS, name), row[place], reason, place)

    def _refuse(self, number: int, column: str, cell: Cell, reason: Reason, place: int) -> None:
        self.refused.append(Finding(number, column, _shown(cell), reason, place))

    def _again(self, number: int, name: str, place: int, level: int, there: tuple[int, int]) -> None:
        if there[0] == level:
            self.doubled += 1
            return
        detail = f"{there[0]}|{there[1]}"
        self.refused.append(Finding(number, name, str(level), Reason.CONFLICT, place, detail))

    def taken(self) -> MeasurementsTaken:
        wrong = dict.fromkeys(self.valid, 0)
        for finding in self.refused:
            if finding.reason is Reason.LEVEL and finding.place is not None:
                wrong[finding.place] += 1
        left_out = {place for place in self.unsure if wrong[place] >= max(self.valid[place], 1)}
        left_out |= {place for place in self.unsure if not self.valid[place] and not wrong[place]}
        told = {place for place in left_out if wrong[place]}
        names = {place: name for place, _, name in self.places}
        warnings = tuple(
            Finding(None, names[place], "", Reason.COLUMN_UNKNOWN, place) for place in sorted(told)
        )
        refused = tuple(
            finding
            for finding in self.refused
            if not (finding.place in left_out and finding.reason in (Reason.LEVEL, Reason.CONFLICT))
        )
        columns = self.columns
        if left_out & set(self.cell_place):
            columns = self._without(left_out)
        return MeasurementsTaken(columns, self.rows, self.doubled, refused, warnings)

    def _without(self, places: set[int]) -> MeasurementColumns:
        kept = [at for at, place in enumerate(self.cell_place) if place not in places]
        whole = vars(self.columns)
        return replace(self.columns, **{name: [values[at] for at in kept] for name, values in whole.items()})
