"""The pages of needs."""

from sibina.assess.needs.views import (
    answers,
    proposals,
    topics,
)
from sibina.assess.needs.views.office_sheets import (
    add_performance,
    endorse_rest,
    line_page,
    performance,
    sheet_page,
    sign,
)
from sibina.assess.needs.views.pages import (
    heatmap,
    measure,
    person,
    source,
)
from sibina.assess.needs.views.ranking import (
    current_ranking,
    ranked,
    ranking,
    round_source,
)
from sibina.assess.needs.views.recap import (
    recap_paper,
    recap_workbook,
)
from sibina.assess.needs.views.rounds import (
    close,
    open_round,
    remind,
    return_sheet,
    round_page,
    rounds,
)
from sibina.assess.needs.views.signals import (
    signal,
    signals,
)

__all__ = [
    "add_performance",
    "answers",
    "close",
    "current_ranking",
    "endorse_rest",
    "heatmap",
    "line_page",
    "measure",
    "open_round",
    "performance",
    "person",
    "proposals",
    "ranked",
    "ranking",
    "recap_paper",
    "recap_workbook",
    "remind",
    "return_sheet",
    "round_page",
    "round_source",
    "rounds",
    "sheet_page",
    "sign",
    "signal",
    "signals",
    "source",
    "topics",
]
