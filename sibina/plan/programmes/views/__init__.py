"""The pages of programmes."""

from sibina.plan.programmes.views.catalogue import (
    edit,
    edit_offering,
    new_offering,
    offerings,
    prepare,
    programme,
    programmes,
    starters,
    withdraw,
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

__all__ = [
    "arrange_module",
    "begin",
    "compare_versions",
    "curriculum",
    "edit",
    "edit_module",
    "edit_offering",
    "new_offering",
    "offerings",
    "prepare",
    "programme",
    "programmes",
    "starters",
    "take_step",
    "version",
    "withdraw",
]
