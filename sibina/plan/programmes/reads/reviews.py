"""Questions about reviews: whom a version waits for, what was said, what a partner still has to answer."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from sibina.ground.people.api import Membership
from sibina.lib.questions import written_once
from sibina.plan.programmes.models import CurriculumReview, CurriculumVersion, Partner, ReviewRemark
from sibina.plan.programmes.reads.curricula import facts_of_module, facts_of_version, join_outline
from sibina.plan.programmes.rules import digest_of, review_state
from sibina.plan.programmes.types import ModuleFacts, RemarkKind, ReviewState, VersionState


@dataclass(frozen=True)
class ReviewRow:
    """A review, where it stands for the version as it is now, and its signature where it has one that counts."""

    review: CurriculumReview
    state: ReviewState

    @property
    def signature(self) -> ReviewRemark | None:
        signed = [one for one in self.review.remarks if one.kind == RemarkKind.SIGNATURE]
        return signed[-1] if self.state is ReviewState.SIGNED else None


def digest_of_version(version: CurriculumVersion) -> str:
    """What a signature of the version as it is now would be given for."""
    return digest_of([facts_of_module(module) for module in version.modules.all()])


def join_remarks(reviews: QuerySet[CurriculumReview]) -> QuerySet[CurriculumReview]:
    """Each review with partner, version, programme and what was said (`remarks`)."""
    remarks = Prefetch("remark_rows", ReviewRemark.objects.order_by("at", "id"), to_attr="remarks")
    found = reviews.select_related("partner", "version__programme", "asked_by")
    return found.prefetch_related(remarks)  # type: ignore[no-redef]


def list_reviews(*, version_id: int, modules: Sequence[ModuleFacts]) -> list[ReviewRow]:
    """Who was asked to review the version, and where each review stands while these are its modules."""
    digest = digest_of(modules)
    return [_row(review, digest) for review in _reviews(version_id=version_id)]


@written_once
def _reviews(version_id: int) -> QuerySet[CurriculumReview]:
    return join_remarks(CurriculumReview.objects.filter(version_id=version_id))


def _row(review: CurriculumReview, digest: str) -> ReviewRow:
    said = [(one.kind, one.digest) for one in review.remarks]
    return ReviewRow(review, review_state(said, digest, is_withdrawn=review.withdrawn_at is not None))


def list_open_signatures(reviews: Iterable[ReviewRow]) -> list[str]:
    """The partners who were asked to sign the version and have not signed what it says now."""
    settled = (ReviewState.SIGNED, ReviewState.WITHDRAWN)
    return [row.review.partner.name for row in reviews if row.state not in settled]


def list_reviews_of(*, partner: Partner) -> list[ReviewRow]:
    """What a partner was given to review, the latest first; withdrawn requests and dropped versions are left out."""
    rows = _given(CurriculumReview.objects.filter(partner=partner))
    return [_row(review, digest_of_version(review.version)) for review in rows]


def _given(reviews: QuerySet[CurriculumReview]) -> QuerySet[CurriculumReview]:
    asked = reviews.filter(withdrawn_at=None).exclude(version__state=VersionState.DROPPED)
    return join_remarks(asked).prefetch_related("version__modules")


def list_waiting_reviews(*, member: Membership) -> list[ReviewRow]:
    """Those of them that wait for the partner that the member speaks for: not answered, or changed after the signature."""
    own = CurriculumReview.objects.filter(partner__members__membership=member)
    rows = [_row(review, digest_of_version(review.version)) for review in _given(own)]
    return [row for row in rows if row.state in (ReviewState.WAITING, ReviewState.OUTDATED)]


def find_review(*, review_id: int, partner: Partner | None = None) -> ReviewRow | None:
    """One review, of this partner alone where one is given; None where it is not there or not theirs."""
    found = join_remarks(CurriculumReview.objects.filter(pk=review_id))
    if partner:
        found = found.filter(partner=partner, withdrawn_at=None).exclude(version__state=VersionState.DROPPED)
    review = found.first()
    return _row(review, digest_of_version(review.version)) if review else None


@dataclass(frozen=True)
class InForce:
    """The version of a curriculum that is in force, with its outline, and the partners who signed what it says."""

    version: CurriculumVersion
    signers: tuple[str, ...]


def list_in_force(*, programme_ids: Collection[int]) -> dict[int, InForce]:
    """By programme: its curriculum in force. A programme without a released one is left out."""
    released = CurriculumVersion.objects.filter(
        state=VersionState.RELEASED, programme__in=programme_ids
    ).order_by("programme_id", "-number")
    versions = {row.pk: row for row in join_outline(released.distinct("programme_id"))}
    signers: dict[int, tuple[str, ...]] = dict.fromkeys(versions, ())
    for review in join_remarks(
        CurriculumReview.objects.filter(version__in=versions).order_by("partner__name")
    ):
        version = versions[review.version_id]
        if _row(review, digest_of(facts_of_version(version))).signature:
            signers[version.pk] = (*signers[version.pk], review.partner.name)
    return {row.programme_id: InForce(row, signers[row.pk]) for row in versions.values()}
