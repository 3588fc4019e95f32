"""Questions about sheets from SIASN, and what their check has to know."""

from datetime import date

from django.db.models import QuerySet

from sibina.credit.ledger.models import OutsideTraining, SheetFinding, TrainingSheet
from sibina.credit.ledger.reads.facts import list_activity_facts
from sibina.credit.ledger.types import Known, OutsideState
from sibina.ground.people.api import Person, PersonNumber
from sibina.ground.people.rules import name_key


def get_known() -> Known:
    """Whose number is whose, the former ones too; and everything that is recorded already, here or by delivery."""
    outside = OutsideTraining.objects.exclude(state=OutsideState.WITHDRAWN)
    marks = set(outside.values_list("person_id", "title_key", "starts_on"))
    marks |= {
        (fact.person_id, name_key(fact.title), fact.starts_on)
        for fact in list_activity_facts(since=date(2000, 1, 1), until=date(2100, 1, 1))
    }
    ids = Person.objects.exclude(siasn_id="").values_list("siasn_id", "pk")
    return Known(
        person_of_nip=dict(PersonNumber.objects.values_list("number", "person_id")),
        person_of_id=dict(ids),
        marks=frozenset(marks),
    )


def list_sheets() -> QuerySet[TrainingSheet]:
    """Every sheet of the city, the latest first."""
    return TrainingSheet.objects.select_related("uploaded_by", "job")


def find_sheet(*, pk: int) -> TrainingSheet | None:
    """One sheet of the city, or None."""
    return list_sheets().filter(pk=pk).first()


def list_findings(*, sheet: TrainingSheet) -> QuerySet[SheetFinding]:
    """The rows of a sheet that are refused."""
    return SheetFinding.objects.filter(sheet=sheet)
