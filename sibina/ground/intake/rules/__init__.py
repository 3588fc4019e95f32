"""What a city's workbooks say: pure, row by row, without database, clock or translation."""

from sibina.ground.intake.rules.headings import find_header, refuse_faulty_header, sensitive_places
from sibina.ground.intake.rules.workbooks import check_workbooks

__all__ = ["check_workbooks", "find_header", "refuse_faulty_header", "sensitive_places"]
