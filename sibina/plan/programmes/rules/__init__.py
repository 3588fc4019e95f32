"""Pure rules of programmes: the starter catalogue, cost, and whether a programme is fit to be planned."""

from sibina.plan.programmes.rules.catalogue import (
    StarterCost,
    StarterModule,
    StarterObjective,
    StarterProgramme,
    starter_catalogue,
    starter_notes,
)
from sibina.plan.programmes.rules.comparing import (
    Difference,
    GoalChange,
    ModuleChange,
    compare,
)
from sibina.plan.programmes.rules.course import (
    AT_WORK,
    course_of,
    days_from,
    meets_in_class,
)
from sibina.plan.programmes.rules.coverage import (
    Band,
    Coverage,
    coverage_of,
)
from sibina.plan.programmes.rules.curricula import (
    MOST_HOURS,
    goals_of,
    hours_of,
    may_release,
    objectives_after,
    problems_of_module,
    problems_of_version,
)
from sibina.plan.programmes.rules.fitness import (
    SessionCost,
    cost_of_session,
    price_at_level,
    problems_of_offering,
    problems_of_programme,
)
from sibina.plan.programmes.rules.partnership import (
    Resting,
    agreement_state,
    counting_of,
    given_to_ceiling,
    given_to_sessions,
    sessions_helped,
    shares_of,
)
from sibina.plan.programmes.rules.paths import (
    paths_of,
)
from sibina.plan.programmes.rules.proposal import (
    codes_after,
    holidays_of,
    most_sessions,
    place_sessions,
    season_of,
    sessions_for,
)
from sibina.plan.programmes.rules.reviews import (
    digest_of,
    review_state,
)
from sibina.plan.programmes.rules.speakers import (
    find_clashes,
    mean_score,
    speaker_key,
    standing_of,
    suggested_fee_classes,
    words_of,
)

__all__ = [
    "AT_WORK",
    "MOST_HOURS",
    "Band",
    "Coverage",
    "Difference",
    "GoalChange",
    "ModuleChange",
    "Resting",
    "SessionCost",
    "StarterCost",
    "StarterModule",
    "StarterObjective",
    "StarterProgramme",
    "agreement_state",
    "codes_after",
    "compare",
    "cost_of_session",
    "counting_of",
    "course_of",
    "coverage_of",
    "days_from",
    "digest_of",
    "find_clashes",
    "given_to_ceiling",
    "given_to_sessions",
    "goals_of",
    "holidays_of",
    "hours_of",
    "may_release",
    "mean_score",
    "meets_in_class",
    "most_sessions",
    "objectives_after",
    "paths_of",
    "place_sessions",
    "price_at_level",
    "problems_of_module",
    "problems_of_offering",
    "problems_of_programme",
    "problems_of_version",
    "review_state",
    "season_of",
    "sessions_for",
    "sessions_helped",
    "shares_of",
    "speaker_key",
    "standing_of",
    "starter_catalogue",
    "starter_notes",
    "suggested_fee_classes",
    "words_of",
]
