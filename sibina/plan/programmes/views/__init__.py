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

__all__ = [
    "edit",
    "edit_offering",
    "new_offering",
    "offerings",
    "prepare",
    "programme",
    "programmes",
    "starters",
    "withdraw",
]
