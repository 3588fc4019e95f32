"""Where a reader stands among the pages of JP: the tabs, and the year that the address asks for."""

from django.utils import timezone

from sibina.credit.ledger import reads
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role

CITY_READERS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
PERSONS = (Role.ASN, Role.MENTOR, Role.KEPALA_OPD)
VERIFIERS = (Role.PENGELOLA, Role.ANALIS)


def year_of(request: CityRequest) -> int:
    """The year that the address names, where it is one that could be; else the running one."""
    asked = request.GET.get("tahun", "")
    is_year = asked.isascii() and asked.isdigit() and 1990 <= int(asked[:5] or 0) <= 2100
    return int(asked) if is_year else timezone.localdate().year


def years_to_choose(year: int) -> list[int]:
    """Years that can be looked at: those that were counted, and the one that is looked at."""
    return sorted({*reads.list_years(), timezone.localdate().year, year}, reverse=True)
