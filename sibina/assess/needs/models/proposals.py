"""The staff's own voice: proposals, the topics that gather them, and every step that one took.

Nothing here can be deleted: a step stays as it was written, and holds the proposal and the topic it is about.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.rules import (
    LONGEST_REASON,
    LONGEST_SUBJECT,
    REASONED,
    SHORTEST_REASON,
    state_of,
)
from sibina.assess.needs.sentences import (
    ENDORSEMENTS,
    OUTCOMES,
    PROPOSAL_KINDS,
    PROPOSAL_STATES,
    PROPOSAL_TONES,
    STEPS,
)
from sibina.assess.needs.types import Endorsement, Outcome, ProposalState, ProposalStep, Standing
from sibina.lib.access import ROLE_TITLES
from sibina.lib.tenancy.models import CityModel


def _is_reason(field: str) -> Q:
    """The text tells something: as long as `rules.after` demands."""
    return Q(GreaterThanOrEqual(Length(Trim(field)), SHORTEST_REASON))


class ProposalTopic(CityModel):
    """Proposals of one kind about the same thing in one year: those about one competency, or gathered by an officer."""

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("jenis"), max_length=10, choices=list(PROPOSAL_KINDS.items()))
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    key = models.CharField(max_length=LONGEST_SUBJECT)
    name = models.CharField(_("nama topik"), max_length=LONGEST_SUBJECT)
    made_at = models.DateTimeField(_("dibuat"))

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind", "competency"], name="needs_topic_competency"),
            models.UniqueConstraint(
                fields=["cycle", "kind", "key"], condition=Q(competency=None), name="needs_topic_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Proposal(CityModel):
    """What one person proposes in one year, with the two answers as they stand; `ProposalEvent` has their history.

    It belongs to the person and not to the log-in; who heads the person's office today answers it.
    """

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("jenis"), max_length=10, choices=list(PROPOSAL_KINDS.items()))
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    key = models.CharField(max_length=LONGEST_SUBJECT)
    subject = models.CharField(_("tentang"), max_length=LONGEST_SUBJECT)
    """The competency's name as it was then, or own words."""
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON)
    sent_at = models.DateTimeField(_("terkirim"))
    topic = models.ForeignKey(ProposalTopic, on_delete=models.PROTECT, null=True, related_name="proposals")
    endorsement = models.CharField(
        _("atasan"), max_length=10, choices=list(ENDORSEMENTS.items()), default=Endorsement.WAITING
    )
    endorsement_reason = models.CharField(_("alasan atasan"), max_length=LONGEST_REASON, blank=True)
    outcome = models.CharField(
        _("BKPSDM"), max_length=10, choices=list(OUTCOMES.items()), default=Outcome.WAITING
    )
    outcome_reason = models.CharField(_("alasan BKPSDM"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=_is_reason("reason"), name="needs_proposal_reason"),
            models.CheckConstraint(
                condition=~Q(endorsement=Endorsement.DECLINED) | _is_reason("endorsement_reason"),
                name="needs_proposal_endorsement_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[Outcome.TAKEN, Outcome.DECLINED]) | _is_reason("outcome_reason"),
                name="needs_proposal_outcome_reason",
            ),
            models.CheckConstraint(
                condition=Q(competency=None) | Q(topic__isnull=False), name="needs_proposal_has_topic"
            ),
            # One person is one voice about one thing; a form sent twice is one proposal.
            models.UniqueConstraint(
                fields=["cycle", "person", "kind", "key"],
                condition=Q(outcome=Outcome.WAITING),
                name="needs_proposal_once",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-sent_at", "-id"], name="needs_proposal_sent"),
            models.Index(
                fields=["city", "sent_at"], condition=Q(outcome=Outcome.WAITING), name="needs_proposal_open"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def standing(self) -> Standing:
        """As the rules read it."""
        return Standing(
            Endorsement(self.endorsement),
            Outcome(self.outcome),
            self.topic_id is not None,
            self.endorsement_reason,
            self.outcome_reason,
        )

    @property
    def state(self) -> ProposalState:
        """The one word that says where it stands."""
        return state_of(Endorsement(self.endorsement), Outcome(self.outcome))

    @property
    def state_title(self) -> str:
        """The state on the screen."""
        return str(PROPOSAL_STATES[self.state])

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return PROPOSAL_TONES[self.state]


class ProposalEvent(CityModel):
    """One thing that happened to a proposal: who, in which role, when, why."""

    append_only = True

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(_("langkah"), max_length=12, choices=list(STEPS.items()))
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(_("peran"), max_length=16, choices=list(ROLE_TITLES.items()), blank=True)
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON, blank=True)
    topic = models.ForeignKey(ProposalTopic, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=sorted(REASONED)) | _is_reason("reason"), name="needs_event_reason"
            ),
            models.CheckConstraint(
                condition=~Q(
                    step__in=[
                        ProposalStep.GATHERED,
                        ProposalStep.TAKEN_OUT,
                        ProposalStep.TAKEN,
                        ProposalStep.DECLINED,
                    ]
                )
                | Q(topic__isnull=False),
                name="needs_event_topic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.step}"
