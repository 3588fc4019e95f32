"""What people type on the pages of programmes."""

from sibina.plan.programmes.forms.catalogue import (
    CostForm,
    CostFormSet,
    ObjectiveForm,
    ObjectiveFormSet,
    ObjectiveRows,
    OfferingForm,
    PreparedRow,
    PrepareForm,
    ProgrammeForm,
    ProgrammeSheet,
    kept_rows,
)

__all__ = [
    "CostForm",
    "CostFormSet",
    "ObjectiveForm",
    "ObjectiveFormSet",
    "ObjectiveRows",
    "OfferingForm",
    "PrepareForm",
    "PreparedRow",
    "ProgrammeForm",
    "ProgrammeSheet",
    "kept_rows",
]
