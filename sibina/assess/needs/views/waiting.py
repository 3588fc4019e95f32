"""How long a proposal has waited, and by what ground it is late: said alike on every page."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs import reads
from sibina.assess.needs.models import Proposal
from sibina.assess.needs.rules import age_in_days
from sibina.assess.needs.types import Outcome, ProposalState
from sibina.ground.cycles.api import CERTAINTY_TITLES
from sibina.lib.words import short_date


def days_of(proposal: Proposal, today: date) -> int | None:
    """Days that an undecided proposal has waited; None once it is decided."""
    if proposal.outcome != Outcome.WAITING:
        return None
    return age_in_days(timezone.localdate(proposal.sent_at), today)


def waits_for(proposal: Proposal) -> str:
    """Who owes the next answer."""
    if proposal.outcome != Outcome.WAITING:
        return ""
    return _("Atasan") if proposal.state == ProposalState.AWAITS_SUPERIOR else _("BKPSDM")


def answer_facts(city_id: int, today: date) -> dict[str, Any]:
    """Within how many days answers are owed, and the ground as `ui/source.html` tells it."""
    rule = reads.get_answer_rule(city_id=city_id, today=today)
    return {
        "answer_days": int(rule.value),
        "answer_facts": [
            (_("Batas menjawab"), f"{rule.value} {rule.unit}"),
            (_("Berlaku sejak"), short_date(rule.valid_from)),
            (_("Kepastian"), dict(CERTAINTY_TITLES)[rule.certainty]),
        ],
        "answer_basis": rule.legal_basis,
    }
