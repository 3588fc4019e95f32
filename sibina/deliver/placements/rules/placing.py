"""Where a placement may go from where it stands, and what is checked about its days and its host."""

from datetime import date

from sibina.deliver.placements.types import (
    AgreementTooShort,
    DayOutside,
    HostUnclear,
    PlacementFacts,
    PlacementState,
    ReasonNeeded,
    ReturnFacts,
    StepNotNow,
)
from sibina.plan.programmes.types import Form

PLACEMENT_FORMS = (Form.MAGANG, Form.PERTUKARAN, Form.DETASERING, Form.PATOK_BANDING)
NEXT: dict[PlacementState, frozenset[PlacementState]] = {
    PlacementState.PROPOSED: frozenset({PlacementState.APPROVED, PlacementState.CANCELLED}),
    PlacementState.APPROVED: frozenset({PlacementState.UNDER_WAY, PlacementState.CANCELLED}),
    PlacementState.UNDER_WAY: frozenset({PlacementState.RETURNED}),
    PlacementState.RETURNED: frozenset({PlacementState.REPORTED}),
    PlacementState.REPORTED: frozenset({PlacementState.CLOSED}),
    PlacementState.CLOSED: frozenset(),
    PlacementState.CANCELLED: frozenset(),
}
"""A placement that has begun is not cancelled: who was there was there. It is broken off, by an earlier return."""
WAY = tuple(state for state in PlacementState if state != PlacementState.CANCELLED)
"""The stations of a placement that comes about, in their order."""
BEFORE = frozenset({PlacementState.PROPOSED, PlacementState.APPROVED})
"""While it may still be changed: nobody has left yet."""
ENDED = frozenset({PlacementState.CLOSED, PlacementState.CANCELLED})
BEEN_THERE = frozenset({PlacementState.RETURNED, PlacementState.REPORTED, PlacementState.CLOSED})
"""The person has been there to the end; counts as done once the report is there too (`REPORTED`, `CLOSED`)."""
REPORTED = frozenset({PlacementState.REPORTED, PlacementState.CLOSED})


def check_step(state: PlacementState, to: PlacementState) -> None:
    """May the placement take this step from where it stands? Raises StepNotNow."""
    if to not in NEXT[state]:
        raise StepNotNow(state)


def check_state(state: PlacementState, *allowed: PlacementState) -> None:
    """Does the placement stand where this may be done? Raises StepNotNow."""
    if state not in allowed:
        raise StepNotNow(state)


def check_host(facts: PlacementFacts) -> None:
    """One host: a partner, or an institution outside by its name. Raises HostUnclear."""
    if (facts.partner_id is None) == (not facts.host.strip()):
        raise HostUnclear


def check_cover(number: str, starts_on: date, ends_on: date, facts: PlacementFacts) -> None:
    """Does the agreement hold on every day of the placement? Raises AgreementTooShort."""
    if facts.starts_on < starts_on or facts.ends_on > ends_on:
        raise AgreementTooShort(number, starts_on, ends_on)


def check_return(facts: ReturnFacts, *, starts_on: date, ends_on: date, today: date) -> None:
    """The last day there lies between the first day and today; another one than agreed has a reason.

    Raises DayOutside and ReasonNeeded.
    """
    if not starts_on <= facts.on <= today:
        raise DayOutside(starts_on, today)
    if facts.on != ends_on and not facts.reason.strip():
        raise ReasonNeeded
