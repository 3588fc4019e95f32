"""Tables of programmes."""

from sibina.plan.programmes.models.catalogue import (
    COST_KIND_TITLES,
    COST_PER_TITLES,
    FORM_TITLES,
    GAIN_SOURCE_TITLES,
    CostPart,
    Objective,
    Offering,
    Programme,
)
from sibina.plan.programmes.models.contributions import (
    CONTRIBUTION_KIND_TITLES,
    CONTRIBUTION_STATE_TITLES,
    Contribution,
    UnitPrice,
)
from sibina.plan.programmes.models.curricula import (
    STATE_TITLES,
    STEP_TITLES,
    CurriculumModule,
    CurriculumStep,
    CurriculumVersion,
)
from sibina.plan.programmes.models.partners import (
    AGREEMENT_KIND_TITLES,
    HOME_COUNTRY,
    PARTNER_KIND_TITLES,
    Agreement,
    AgreementProgramme,
    Partner,
    PartnerMember,
)
from sibina.plan.programmes.models.reviews import (
    REMARK_KIND_TITLES,
    CurriculumReview,
    ReviewRemark,
)
from sibina.plan.programmes.models.speakers import (
    Speaker,
    SpeakerField,
    SpeakerPeriod,
    SpeakerRating,
)
from sibina.plan.programmes.models.terms import (
    TermsOfReference,
)

__all__ = [
    "AGREEMENT_KIND_TITLES",
    "CONTRIBUTION_KIND_TITLES",
    "CONTRIBUTION_STATE_TITLES",
    "COST_KIND_TITLES",
    "COST_PER_TITLES",
    "FORM_TITLES",
    "GAIN_SOURCE_TITLES",
    "HOME_COUNTRY",
    "PARTNER_KIND_TITLES",
    "REMARK_KIND_TITLES",
    "STATE_TITLES",
    "STEP_TITLES",
    "Agreement",
    "AgreementProgramme",
    "Contribution",
    "CostPart",
    "CurriculumModule",
    "CurriculumReview",
    "CurriculumStep",
    "CurriculumVersion",
    "Objective",
    "Offering",
    "Partner",
    "PartnerMember",
    "Programme",
    "ReviewRemark",
    "Speaker",
    "SpeakerField",
    "SpeakerPeriod",
    "SpeakerRating",
    "TermsOfReference",
    "UnitPrice",
]
