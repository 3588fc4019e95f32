"""When an office may fill its sheet, where it stands, and what an amendment may say."""

from datetime import date

from sibina.assess.needs.types import (
    Amendment,
    NothingAmended,
    Priority,
    ReasonMissing,
    SheetState,
    TooManyPeople,
)


def sheet_state(*, is_signed: bool, has_begun: bool, closes_on: date, today: date) -> SheetState:
    """The closing day itself is still in time."""
    if is_signed:
        return SheetState.SIGNED
    if today > closes_on:
        return SheetState.LATE
    return SheetState.FILLING if has_begun else SheetState.NOT_BEGUN


def check_amendment(amendment: Amendment, *, short: int, most: int) -> Amendment:
    """The amendment as it is kept: the computed number said again is none. `most`: of whom it is required.

    Raises TooManyPeople, NothingAmended and ReasonMissing.
    """
    people = None if amendment.people == short else amendment.people
    if people is not None and not 0 <= people <= most:
        raise TooManyPeople(most=most)
    if people is None and amendment.priority == Priority.USUAL:
        raise NothingAmended
    if not amendment.reason.strip():
        raise ReasonMissing
    return Amendment(people, amendment.priority, amendment.reason.strip())
