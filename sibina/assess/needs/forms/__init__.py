"""What people type or choose on the pages of needs."""

from sibina.assess.needs.forms.demand import (
    CountingDayForm,
    DemandSheet,
    EndForm,
)
from sibina.assess.needs.forms.narrowing import (
    MEASURE_TITLES,
    NarrowingForm,
    class_choices,
    sector_choices,
)
from sibina.assess.needs.forms.proposals import (
    DecisionForm,
    DeclineForm,
    GatherForm,
    ProposalForm,
)
from sibina.assess.needs.forms.rounds import (
    AmendForm,
    CloseRoundForm,
    DecideForm,
    OpenRoundForm,
    PerformanceForm,
    ReasonForm,
)

__all__ = [
    "MEASURE_TITLES",
    "AmendForm",
    "CloseRoundForm",
    "CountingDayForm",
    "DecideForm",
    "DecisionForm",
    "DeclineForm",
    "DemandSheet",
    "EndForm",
    "GatherForm",
    "NarrowingForm",
    "OpenRoundForm",
    "PerformanceForm",
    "ProposalForm",
    "ReasonForm",
    "class_choices",
    "sector_choices",
]
