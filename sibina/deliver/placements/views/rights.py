"""Who may do what with a placement, and the way back from its pages."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.deliver.placements import reads
from sibina.deliver.placements.models import Adoption, Commitment, Placement
from sibina.deliver.placements.reads import Reader
from sibina.deliver.placements.rules import BEFORE
from sibina.deliver.placements.types import PlacementState
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role

PROPOSERS = (Role.PENGELOLA, Role.KEPALA_OPD)
PERSONS = (Role.ASN, Role.MENTOR, Role.KEPALA_OPD)
"""Roles behind which a person stands who may be placed somewhere."""
WRITERS = (Role.PENGELOLA, *PERSONS)
READERS = (*sorted(WHOLE_CITY), *PERSONS)


def reader_of(request: CityRequest) -> Reader:
    """The member with what they see, looked up once a request."""
    found: Reader = request.__dict__.setdefault("placement_reader", Reader(request.membership))
    return found


def get_placement(request: CityRequest, pk: int) -> Placement:
    """The placement, or the page that says it is not there (for this member)."""
    found = reads.find_placement(placement_id=pk, reader=reader_of(request))
    if found is None:
        raise Http404
    return found


def is_officer(request: CityRequest) -> bool:
    """The agency's officer writes about every placement."""
    return request.membership.role == Role.PENGELOLA


def may_write(request: CityRequest, placement: Placement) -> bool:
    """The officer, and the person who is away, write what happens."""
    return is_officer(request) or placement.person_id == request.membership.person_id


def may_edit(request: CityRequest, placement: Placement) -> bool:
    """The officer until the person has left; the head who proposes, until it is approved."""
    state = PlacementState(placement.state)
    if request.membership.role == Role.KEPALA_OPD:
        return state == PlacementState.PROPOSED
    return is_officer(request) and state in BEFORE


def get_writable(request: CityRequest, pk: int) -> Placement:
    """A placement that the member may write about; for others it is not there."""
    found = get_placement(request, pk)
    if not may_write(request, found):
        raise Http404
    return found


def get_commitment(request: CityRequest, pk: int) -> Commitment:
    """A promise that the member may write about."""
    found = reads.find_commitment(commitment_id=pk, reader=reader_of(request))
    if found is None or not may_write(request, found.placement):
        raise Http404
    return found


def get_adoption(request: CityRequest, pk: int) -> Adoption:
    """What a unit was asked, for those who may read it."""
    found = reads.find_adoption(adoption_id=pk, reader=reader_of(request))
    if found is None:
        raise Http404
    return found


def may_answer(request: CityRequest, adoption: Adoption) -> bool:
    """Who heads the unit answers; the officer writes down the answer of a head without a log-in."""
    if request.membership.role == Role.KEPALA_OPD:
        return adoption.unit_id in reader_of(request).heads
    return is_officer(request)


def way_to(*parts: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way back to the list, and on to here."""
    return [(_("Penempatan"), reverse("placements:list")), *parts]
