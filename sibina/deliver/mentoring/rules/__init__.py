"""What is decided in mentoring, without a database."""

from sibina.deliver.mentoring.rules.matching import match
from sibina.deliver.mentoring.rules.worth import (
    HIGHEST_GRADE,
    LOWEST_GRADE,
    MATCH_RULES,
    POINT,
    match_rule,
    rank_of,
)

__all__ = ["HIGHEST_GRADE", "LOWEST_GRADE", "MATCH_RULES", "POINT", "match", "match_rule", "rank_of"]
