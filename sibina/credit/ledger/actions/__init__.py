"""Verbs of the ledger."""

from sibina.credit.ledger.actions.conversion import change_rate
from sibina.credit.ledger.actions.counting import Counted, count_year
from sibina.credit.ledger.actions.national import (
    begin_export,
    drop_export,
    mark_sent,
    prepare_export,
    set_agency,
)
from sibina.credit.ledger.actions.national import (
    link_job as link_export,
)
from sibina.credit.ledger.actions.outside import (
    Evidence,
    judge_training,
    mend_training,
    send_training,
    withdraw_training,
)
from sibina.credit.ledger.actions.sheets import (
    check_sheet,
    drop_sheet,
    import_sheet,
    upload_sheet,
)
from sibina.credit.ledger.actions.sheets import (
    link_job as link_sheet,
)

__all__ = [
    "Counted",
    "Evidence",
    "begin_export",
    "change_rate",
    "check_sheet",
    "count_year",
    "drop_export",
    "drop_sheet",
    "import_sheet",
    "judge_training",
    "link_export",
    "link_sheet",
    "mark_sent",
    "mend_training",
    "prepare_export",
    "send_training",
    "set_agency",
    "upload_sheet",
    "withdraw_training",
]
