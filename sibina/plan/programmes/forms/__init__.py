"""What people type on the pages of programmes."""

from sibina.plan.programmes.forms.catalogue import (
    CostForm,
    CostFormSet,
    ObjectiveForm,
    ObjectiveFormSet,
    ObjectiveRows,
    ProgrammeForm,
    ProgrammeSheet,
    kept_rows,
)
from sibina.plan.programmes.forms.contributions import (
    ContributionForm,
    PriceForm,
    ReceivingForm,
    WithdrawingForm,
)
from sibina.plan.programmes.forms.coverage import (
    CoverageForm,
)
from sibina.plan.programmes.forms.curricula import (
    BeginForm,
    ModuleForm,
    StepForm,
)
from sibina.plan.programmes.forms.partners import (
    AgreementForm,
    PartnerForm,
    RestingForm,
)
from sibina.plan.programmes.forms.preparing import (
    PreparedRow,
    PrepareForm,
)
from sibina.plan.programmes.forms.reviews import (
    AskReviewForm,
    RemarkForm,
    SignatureForm,
    WithdrawReviewForm,
)
from sibina.plan.programmes.forms.sessions import (
    OfferingForm,
)
from sibina.plan.programmes.forms.speakers import (
    AbsenceForm,
    NameForm,
    RatingForm,
    SpeakerForm,
    stored_of,
)
from sibina.plan.programmes.forms.terms import (
    TermsForm,
)

__all__ = [
    "AbsenceForm",
    "AgreementForm",
    "AskReviewForm",
    "BeginForm",
    "ContributionForm",
    "CostForm",
    "CostFormSet",
    "CoverageForm",
    "ModuleForm",
    "NameForm",
    "ObjectiveForm",
    "ObjectiveFormSet",
    "ObjectiveRows",
    "OfferingForm",
    "PartnerForm",
    "PrepareForm",
    "PreparedRow",
    "PriceForm",
    "ProgrammeForm",
    "ProgrammeSheet",
    "RatingForm",
    "ReceivingForm",
    "RemarkForm",
    "RestingForm",
    "SignatureForm",
    "SpeakerForm",
    "StepForm",
    "TermsForm",
    "WithdrawReviewForm",
    "WithdrawingForm",
    "kept_rows",
    "stored_of",
]
