"""What the database takes for a reason."""

from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual

from sibina.deliver.mentoring.rules import SHORTEST_REASON


def is_reason(field: str) -> Q:
    """The text tells something: as long as `rules.after` demands."""
    return Q(GreaterThanOrEqual(Length(Trim(field)), SHORTEST_REASON))
