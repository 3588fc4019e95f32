"""The pages of placements."""

from sibina.deliver.placements.views.bringing import (
    adoption,
    chain,
    drop,
    edit_promise,
    offer,
    promise,
    sharing_file,
    teach,
)
from sibina.deliver.placements.views.guests import guest, guests
from sibina.deliver.placements.views.lists import candidates, duties, placements, practices
from sibina.deliver.placements.views.logbook import log, log_file
from sibina.deliver.placements.views.permits import (
    edit_paper,
    end_rule,
    new_paper_rule,
    paper_file,
    paper_rules,
    papers,
)
from sibina.deliver.placements.views.placing import (
    approve,
    begin,
    cancel,
    close,
    edit,
    end,
    placement,
    propose,
    report,
    report_file,
)
from sibina.deliver.placements.views.printed import paper, practices_paper

__all__ = [
    "adoption",
    "approve",
    "begin",
    "cancel",
    "candidates",
    "chain",
    "close",
    "drop",
    "duties",
    "edit",
    "edit_paper",
    "edit_promise",
    "end",
    "end_rule",
    "guest",
    "guests",
    "log",
    "log_file",
    "new_paper_rule",
    "offer",
    "paper",
    "paper_file",
    "paper_rules",
    "papers",
    "placement",
    "placements",
    "practices",
    "practices_paper",
    "promise",
    "propose",
    "report",
    "report_file",
    "sharing_file",
    "teach",
]
