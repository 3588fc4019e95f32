"""Verbs of programmes."""

from sibina.plan.programmes.actions.catalogue import (
    hold_offerings,
    prepare_sessions,
    save_offering,
    save_programme,
    withdraw_offering,
)
from sibina.plan.programmes.actions.curricula import (
    begin_version,
    drop_version,
    move_module,
    release_version,
    remove_module,
    return_version,
    save_module,
    send_version,
)
from sibina.plan.programmes.actions.starters import take_starter_programmes

__all__ = [
    "begin_version",
    "drop_version",
    "hold_offerings",
    "move_module",
    "prepare_sessions",
    "release_version",
    "remove_module",
    "return_version",
    "save_module",
    "save_offering",
    "save_programme",
    "send_version",
    "take_starter_programmes",
    "withdraw_offering",
]
