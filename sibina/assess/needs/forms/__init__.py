"""What people type or choose on the pages of needs."""

from sibina.assess.needs.forms.demand import CountingDayForm, DemandSheet, EndForm
from sibina.assess.needs.forms.narrowing import MEASURE_TITLES, NarrowingForm, class_choices, sector_choices

__all__ = [
    "MEASURE_TITLES",
    "CountingDayForm",
    "DemandSheet",
    "EndForm",
    "NarrowingForm",
    "class_choices",
    "sector_choices",
]
