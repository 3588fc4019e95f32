"""The titles of all forms that may count: those of programmes, and those of a person's own history."""

from sibina.credit.ledger.sentences import OTHER_FORM_TITLES
from sibina.plan.programmes.api import FORM_TITLES as PROGRAMME_FORMS

FORM_TITLES = [*PROGRAMME_FORMS, *OTHER_FORM_TITLES.items()]
