"""What a city's workbooks say: pure, row by row, without database, clock or translation."""

from sibina.ground.intake.rules.workbooks import check_workbooks, name_key

__all__ = ["check_workbooks", "name_key"]
