"""What a city's workbooks say: pure, row by row, without database, clock or translation."""

from sibina.ground.intake.rules.headings import (
    find_header,
    heading_key,
    refuse_faulty_header,
    sensitive_places,
)
from sibina.ground.intake.rules.values import date_of, nip_of, text_of
from sibina.ground.intake.rules.workbooks import check_workbooks

__all__ = [
    "check_workbooks",
    "date_of",
    "find_header",
    "heading_key",
    "nip_of",
    "refuse_faulty_header",
    "sensitive_places",
    "text_of",
]
