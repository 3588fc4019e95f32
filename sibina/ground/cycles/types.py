"""The nouns of the year: its phases, and how sure a rule is."""

from enum import StrEnum


class CyclePhase(StrEnum):
    """Where the year stands; a later phase never goes back without a reason on the trail."""

    NEEDS = "needs"
    PLAN = "plan"
    DELIVER = "deliver"
    EVALUATE = "evaluate"
    CLOSED = "closed"


class Certainty(StrEnum):
    """How sure we are of a rule: read in the regulation, told by a second source, or remembered."""

    READ = "read"
    TOLD = "told"
    REMEMBERED = "remembered"


class RuleKey(StrEnum):
    """The rules of law that the product computes with."""

    JP_FLOOR_PNS = "jp_floor_pns"
    JP_CEILING_PPPK = "jp_ceiling_pppk"
    BUDGET_SHARE = "budget_share"
    METHOD_STRENGTH = "method_strength"
