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
from sibina.plan.programmes.forms.curricula import BeginForm, ModuleForm, StepForm

__all__ = [
    "BeginForm",
    "CostForm",
    "CostFormSet",
    "ModuleForm",
    "ObjectiveForm",
    "ObjectiveFormSet",
    "ObjectiveRows",
    "OfferingForm",
    "PrepareForm",
    "PreparedRow",
    "ProgrammeForm",
    "ProgrammeSheet",
    "StepForm",
    "kept_rows",
]
