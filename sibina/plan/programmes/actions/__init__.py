"""Verbs of programmes."""

from sibina.plan.programmes.actions.agreements import (
    rest_sessions,
    save_agreement,
)
from sibina.plan.programmes.actions.catalogue import (
    hold_offerings,
    prepare_sessions,
    save_offering,
    save_programme,
    withdraw_offering,
)
from sibina.plan.programmes.actions.contributions import (
    add_contribution,
    receive_contribution,
    save_price,
    valued_contribution,
    withdraw_contribution,
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
from sibina.plan.programmes.actions.partners import (
    save_partner,
    speak_for_partner,
)
from sibina.plan.programmes.actions.prices import (
    copy_prices,
    take_newer_prices,
)
from sibina.plan.programmes.actions.reviews import (
    add_remark,
    ask_review,
    withdraw_review,
)
from sibina.plan.programmes.actions.speakers import (
    name_speaker,
    rate_speaker,
    record_absence,
    remove_absence,
    save_speaker,
)
from sibina.plan.programmes.actions.starters import (
    facts_of_starter,
    take_starter_programmes,
)
from sibina.plan.programmes.actions.terms import (
    save_terms,
)

__all__ = [
    "add_contribution",
    "add_remark",
    "ask_review",
    "begin_version",
    "copy_prices",
    "drop_version",
    "facts_of_starter",
    "hold_offerings",
    "move_module",
    "name_speaker",
    "prepare_sessions",
    "rate_speaker",
    "receive_contribution",
    "record_absence",
    "release_version",
    "remove_absence",
    "remove_module",
    "rest_sessions",
    "return_version",
    "save_agreement",
    "save_module",
    "save_offering",
    "save_partner",
    "save_price",
    "save_programme",
    "save_speaker",
    "save_terms",
    "send_version",
    "speak_for_partner",
    "take_newer_prices",
    "take_starter_programmes",
    "valued_contribution",
    "withdraw_contribution",
    "withdraw_offering",
    "withdraw_review",
]
