"""Questions about partners and agreements: the register, who speaks for whom, what rests on an agreement."""

from datetime import date, timedelta

from django.db.models import (
    Count,
    DateField,
    ExpressionWrapper,
    IntegerField,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from sibina.ground.cycles.api import find_open_cycle, get_rule, rows_of_rule
from sibina.ground.cycles.types import NoRule, RuleKey
from sibina.ground.people.api import Membership
from sibina.lib.questions import written_once
from sibina.plan.programmes.models import Agreement, AgreementProgramme, Offering, Partner, PartnerMember
from sibina.plan.programmes.rules import agreement_state
from sibina.plan.programmes.types import AgreementState


def list_partners(*, day: date) -> QuerySet[Partner]:
    """The register; `in_force`: how many agreements hold on the day."""
    holding = Q(agreements__starts_on__lte=day, agreements__ends_on__gte=day)
    return Partner.objects.annotate(in_force=Count("agreements", filter=holding))


def list_partner_choices() -> list[tuple[int, str]]:
    """Partners that a member can speak for, by name."""
    return list(Partner.objects.filter(is_active=True).values_list("pk", "name"))


def find_partner(*, partner_id: int) -> Partner | None:
    """One partner of the city, or None."""
    return Partner.objects.filter(pk=partner_id).first()


def find_partner_of(member: Membership) -> Partner | None:
    """The partner that this member speaks for, or None."""
    return _partner_of.first(member_id=member.pk)


@written_once
def _partner_of(member_id: int) -> QuerySet[Partner]:
    return Partner.objects.filter(members__membership_id=member_id).order_by()[:1]


def partners_of_members() -> dict[int, Partner]:
    """By membership: the partner that it speaks for."""
    rows = PartnerMember.objects.select_related("partner")
    return {row.membership_id: row.partner for row in rows}


def reminder_days(*, day: date) -> int:
    """How many days before its last an agreement is brought to mind; 0 where the city has no such rule."""
    try:
        return int(get_rule(key=RuleKey.AGREEMENT_REMINDER, day=day).value)
    except NoRule:
        return 0


def list_agreements(*, partner: Partner | None = None) -> QuerySet[Agreement]:
    """Agreements with their partner, of one partner or of all; those that end first stand first."""
    found = Agreement.objects.select_related("partner")
    return found.filter(partner=partner) if partner else found


def in_state(
    agreements: QuerySet[Agreement], state: AgreementState, *, day: date, days_before: int
) -> QuerySet[Agreement]:
    """Those of the agreements that stand so on the day: the same as `agreement_state`, asked of the database."""
    near = day + timedelta(days=days_before)
    return agreements.filter(
        {
            AgreementState.COMING: Q(starts_on__gt=day),
            AgreementState.IN_FORCE: Q(starts_on__lte=day, ends_on__gt=near),
            AgreementState.ENDING: Q(starts_on__lte=day, ends_on__gte=day, ends_on__lte=near),
            AgreementState.ENDED: Q(ends_on__lt=day),
        }[state]
    )


def state_of(agreement: Agreement, *, day: date, days_before: int) -> AgreementState:
    """Where the agreement stands on the day."""
    return agreement_state(agreement.starts_on, agreement.ends_on, day=day, days_before=days_before)


def list_lapsing(*, day: date) -> list[Agreement]:
    """Agreements that end soon, by the city's own rule on how soon that is; the first to end stands first."""
    rule = rows_of_rule(key=RuleKey.AGREEMENT_REMINDER, day=day).values("value")
    days_before = Cast(Subquery(rule), IntegerField())
    near = ExpressionWrapper(Value(day, DateField()) + days_before, DateField())
    found = list_agreements().filter(starts_on__lte=day, ends_on__gte=day, ends_on__lte=near)
    return list(found.order_by("ends_on"))


def find_agreement(*, agreement_id: int, partner: Partner | None = None) -> Agreement | None:
    """One agreement with its partner and scope; of this partner alone, where one is given."""
    rows = AgreementProgramme.objects.select_related("programme").order_by("programme__name")
    scope = Prefetch("programme_rows", rows, to_attr="in_scope")
    found = list_agreements(partner=partner).prefetch_related(scope)  # type: ignore[no-redef]
    return found.filter(pk=agreement_id).first()


def list_resting(*, agreement: Agreement) -> QuerySet[Offering]:
    """The sessions of all years that rest on the agreement, in the order of the calendar."""
    return Offering.objects.filter(agreement=agreement).select_related("programme", "cycle")


def list_restable(*, agreement: Agreement) -> QuerySet[Offering]:
    """Sessions of the open year that rest on the agreement or could: within its term and scope, on no other one.

    An agreement that names no programme may carry sessions of all. What the set plan holds stays as it was planned.
    """
    found = Offering.objects.filter(
        Q(agreement=None) | Q(agreement=agreement),
        is_held=False,
        cycle=find_open_cycle(),
        starts_on__gte=agreement.starts_on,
        ends_on__lte=agreement.ends_on,
    ).select_related("programme")
    scope = AgreementProgramme.objects.filter(agreement=agreement).values_list("programme_id", flat=True)
    named = list(scope)
    return found.filter(Q(programme__in=named) | Q(agreement=agreement)) if named else found


def list_named_sessions(*, partner: Partner) -> QuerySet[Offering]:
    """The sessions of all years that rest on agreements with this partner, the latest first."""
    found = Offering.objects.filter(agreement__partner=partner).select_related("programme", "agreement")
    return found.order_by("-starts_on", "code")


def list_agreements_over(*, first: date, last: date) -> list[Agreement]:
    """Agreements that hold on some day from the first to the last, by partner."""
    found = list_agreements().filter(starts_on__lte=last, ends_on__gte=first)
    return list(found.order_by("partner__name", "number"))
