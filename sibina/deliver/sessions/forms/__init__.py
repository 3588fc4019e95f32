"""What people type about sessions: `preparing`, `sessions` (a session and its days, venues), `deciding` (go, cancel),
`enrolment` (answers, consent, more people)."""

from sibina.deliver.sessions.forms.attendance import (
    BatchTooLong,
    BatchUnreadable,
    CorrectionForm,
    PaperForm,
    read_batch,
    read_marked,
)
from sibina.deliver.sessions.forms.deciding import (
    ReasonForm,
)
from sibina.deliver.sessions.forms.enrolment import (
    AddPeopleForm,
    AnswerForm,
    ConsentForm,
)
from sibina.deliver.sessions.forms.preparing import (
    PrepareForm,
)
from sibina.deliver.sessions.forms.promises import DropForm, PromiseForm
from sibina.deliver.sessions.forms.sessions import (
    SessionSheet,
    VenueForm,
)

__all__ = [
    "AddPeopleForm",
    "AnswerForm",
    "BatchTooLong",
    "BatchUnreadable",
    "ConsentForm",
    "CorrectionForm",
    "DropForm",
    "PaperForm",
    "PrepareForm",
    "PromiseForm",
    "ReasonForm",
    "SessionSheet",
    "VenueForm",
    "read_batch",
    "read_marked",
]
