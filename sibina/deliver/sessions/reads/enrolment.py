"""Questions about who takes part."""

from django.db.models import QuerySet

from sibina.deliver.sessions.models import Enrolment, Session


def list_enrolments(*, session: Session) -> QuerySet[Enrolment]:
    """Everybody who has to do with the session, by name."""
    return Enrolment.objects.filter(session=session).order_by("person__name", "pk")


def join_enrolments(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Each with its person and place of work."""
    return rows.select_related("person", "unit", "office")


def find_enrolment(*, pk: int) -> Enrolment | None:
    """One enrolment with its session, person and place of work, or None."""
    joined = Enrolment.objects.select_related(
        "session__cycle", "session__city", "session__venue", "person", "unit", "office"
    )
    return joined.filter(pk=pk).first()
