"""Verbs of programmes."""

from sibina.plan.programmes.actions.catalogue import (
    prepare_sessions,
    save_offering,
    save_programme,
    take_starter_programmes,
    withdraw_offering,
)

__all__ = [
    "prepare_sessions",
    "save_offering",
    "save_programme",
    "take_starter_programmes",
    "withdraw_offering",
]
