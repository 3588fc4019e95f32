"""The pages of programmes."""

from sibina.plan.programmes.views.catalogue import (
    edit,
    offerings,
    prepare,
    programme,
    programmes,
    starters,
)
from sibina.plan.programmes.views.contributions import (
    contribution,
    contributions,
    edit_price,
    new_contribution,
    prices,
    receive,
    withdraw_contribution,
)
from sibina.plan.programmes.views.coverage import (
    coverage,
)
from sibina.plan.programmes.views.curricula import (
    arrange_module,
    begin,
    compare_versions,
    curriculum,
    edit_module,
    take_step,
    version,
)
from sibina.plan.programmes.views.partners import (
    agreement,
    agreements,
    edit_agreement,
    edit_partner,
    new_agreement,
    own_page,
    partner,
    partners,
    resting_sessions,
)
from sibina.plan.programmes.views.pricing import (
    copy_prices,
    take_prices,
)
from sibina.plan.programmes.views.reviews import (
    ask_review,
    own_review,
    remark,
    reviews,
    sign,
    withdraw_review,
)
from sibina.plan.programmes.views.sessions import (
    edit_offering,
    new_offering,
    withdraw,
)
from sibina.plan.programmes.views.speakers import (
    absence,
    edit_speaker,
    name_speaker,
    rate,
    remove_absence,
    speaker,
    speakers,
)
from sibina.plan.programmes.views.terms import (
    edit_terms,
)

__all__ = [
    "absence",
    "agreement",
    "agreements",
    "arrange_module",
    "ask_review",
    "begin",
    "compare_versions",
    "contribution",
    "contributions",
    "copy_prices",
    "coverage",
    "curriculum",
    "edit",
    "edit_agreement",
    "edit_module",
    "edit_offering",
    "edit_partner",
    "edit_price",
    "edit_speaker",
    "edit_terms",
    "name_speaker",
    "new_agreement",
    "new_contribution",
    "new_offering",
    "offerings",
    "own_page",
    "own_review",
    "partner",
    "partners",
    "prepare",
    "prices",
    "programme",
    "programmes",
    "rate",
    "receive",
    "remark",
    "remove_absence",
    "resting_sessions",
    "reviews",
    "sign",
    "speaker",
    "speakers",
    "starters",
    "take_prices",
    "take_step",
    "version",
    "withdraw",
    "withdraw_contribution",
    "withdraw_review",
]
