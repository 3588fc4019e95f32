"""What is decided in mentoring, without a database."""

from sibina.deliver.mentoring.rules.matching import match
from sibina.deliver.mentoring.rules.pairs import (
    LIVE,
    LONGEST_MEETING,
    LONGEST_REASON,
    LONGEST_WHAT,
    MOST_GUIDED,
    OPEN,
    REASONED,
    SHORTEST_MEETING,
    SHORTEST_REASON,
    after,
    check_day,
    end_of,
    silent_before,
)
from sibina.deliver.mentoring.rules.pool import free_place, pool_of
from sibina.deliver.mentoring.rules.worth import (
    HIGHEST_GRADE,
    LOWEST_GRADE,
    MATCH_RULES,
    POINT,
    match_rule,
    rank_of,
)

__all__ = [
    "HIGHEST_GRADE",
    "LIVE",
    "LONGEST_MEETING",
    "LONGEST_REASON",
    "LONGEST_WHAT",
    "LOWEST_GRADE",
    "MATCH_RULES",
    "MOST_GUIDED",
    "OPEN",
    "POINT",
    "REASONED",
    "SHORTEST_MEETING",
    "SHORTEST_REASON",
    "after",
    "check_day",
    "end_of",
    "free_place",
    "match",
    "match_rule",
    "pool_of",
    "rank_of",
    "silent_before",
]
