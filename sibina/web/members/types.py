"""The nouns of members: what an officer types, and why it is refused."""

from dataclasses import dataclass

from sibina.lib.access import Role


@dataclass(frozen=True)
class Place:
    """A role, with the unit, person or partner that it speaks for."""

    role: Role
    unit_id: int | None = None
    person_id: int | None = None
    partner_id: int | None = None


@dataclass(frozen=True)
class NewMember:
    """A log-in to be made: the name to log in with (or an address), the person's name, the place."""

    login: str
    full_name: str
    place: Place


NEEDS_UNIT = frozenset({Role.KEPALA_OPD})
NEEDS_PERSON = frozenset({Role.ASN, Role.MENTOR})
NEEDS_PARTNER = frozenset({Role.MITRA})
MAY_HAVE_PERSON = NEEDS_PERSON | {Role.KEPALA_OPD}


class MemberRefused(ValueError):
    """A change of members that is not made."""


class LoginTaken(MemberRefused):
    """Somebody outside this city's members logs in with this name already."""


class RoleHeld(MemberRefused):
    """This log-in has the role in this city already."""


class LastOfficer(MemberRefused):
    """Without this member nobody in the city could manage it."""


class AtHomeElsewhere(MemberRefused):
    """The log-in is at home in another city too, so this city gives it no new password."""
