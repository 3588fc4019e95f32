"""Writing the texts of a programme's terms of reference."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.plan.programmes.models import Programme, TermsOfReference
from sibina.plan.programmes.reads import get_terms
from sibina.plan.programmes.types import TermsFacts


@transaction.atomic
def save_terms(
    *, programme: Programme, facts: TermsFacts, revision: int, by: User | None, at: datetime
) -> TermsOfReference:
    """Write them; `revision` is the one that was opened (0: nothing had been written). Raises Overtaken."""
    # The programme's row is held, because of two who write the first texts only one finds no row to hold.
    Programme.objects.select_for_update().get(pk=programme.pk)
    found = get_terms(programme=programme)
    check_revision(found, revision)
    for name, value in vars(facts).items():
        setattr(found, name, value)
    mark_changed(found, by=by, at=at).save()
    data = {"name": programme.name, **vars(facts)}
    record(verb="programmes.terms.saved", city=found.city, by=by, at=at, target=programme, data=data)
    return found
