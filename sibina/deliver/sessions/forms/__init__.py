"""Forms of sessions."""

from sibina.deliver.sessions.forms.attendance import (
    BatchTooLong,
    BatchUnreadable,
    CorrectionForm,
    PaperForm,
    read_batch,
    read_marked,
)

__all__ = [
    "BatchTooLong",
    "BatchUnreadable",
    "CorrectionForm",
    "PaperForm",
    "read_batch",
    "read_marked",
]
