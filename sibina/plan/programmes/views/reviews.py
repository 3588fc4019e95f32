"""The pages of reviewing: the officer asks partners, their people read, comment and sign."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.forms import AskReviewForm, RemarkForm, SignatureForm, WithdrawReviewForm
from sibina.plan.programmes.models import CurriculumVersion
from sibina.plan.programmes.reads import ReviewRow
from sibina.plan.programmes.rules import hours_of
from sibina.plan.programmes.sentences import REVIEW_REFUSALS, REVIEW_STATES, REVIEW_TONES
from sibina.plan.programmes.types import ReviewError, VersionState
from sibina.plan.programmes.views.curricula import AUTHORS

READERS = tuple(sorted(WHOLE_CITY))
OPEN = (VersionState.DRAFT, VersionState.REVIEW)


def told(row: ReviewRow) -> dict[str, Any]:
    """A review with its state in words."""
    return {
        "review": row.review,
        "signature": row.signature,
        "state": REVIEW_STATES[row.state],
        "tone": REVIEW_TONES[row.state],
    }


def _version(request: CityRequest, pk: int, number: int) -> CurriculumVersion:
    drafts = request.membership.role in AUTHORS
    found = reads.find_version(programme_id=pk, number=number, with_drafts=drafts)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def reviews(request: CityRequest, pk: int, number: int) -> HttpResponse:
    """Whom the version was given to review, and what they said."""
    return _reviews_page(request, _version(request, pk, number), None)


def _reviews_page(
    request: CityRequest, version: CurriculumVersion, form: AskReviewForm | None
) -> HttpResponse:
    may_ask = request.membership.role == Role.PENGELOLA and version.state in OPEN
    reviews = reads.list_reviews(version_id=version.pk, modules=reads.facts_of_version(version))
    context = {
        "version": version,
        "rows": [told(row) for row in reviews],
        "form": form or AskReviewForm(partners=reads.list_partner_choices()),
        "may_ask": may_ask,
    }
    return render(request, "programmes/reviews.html", context)


@require_POST
@allow(Role.PENGELOLA)
def ask_review(request: CityRequest, pk: int, number: int) -> HttpResponse:
    """Ask another partner."""
    version = _version(request, pk, number)
    form = AskReviewForm(request.POST, partners=reads.list_partner_choices())
    partner = reads.find_partner(partner_id=form.cleaned_data["partner"]) if form.is_valid() else None
    if partner is None:
        return _reviews_page(request, version, form)
    try:
        actions.ask_review(
            version=version,
            partner=partner,
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        )
    except ReviewError as refused:
        form.add_error("partner", str(REVIEW_REFUSALS[type(refused)]))
        return _reviews_page(request, version, form)
    messages.success(request, _("%(name)s diminta menelaah versi ini.") % {"name": partner.name})
    return redirect("programmes:reviews", pk=pk, number=number)


@require_POST
@allow(Role.PENGELOLA)
def withdraw_review(request: CityRequest, pk: int) -> HttpResponse:
    """The version waits no longer for this partner."""
    row = _get_review(pk)
    version, form = row.review.version, WithdrawReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Permintaan belum ditarik: tulis alasannya."))
    else:
        try:
            actions.withdraw_review(
                review=row.review, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except ReviewError as refused:
            messages.error(request, str(REVIEW_REFUSALS[type(refused)]))
        else:
            messages.success(
                request, _("Permintaan kepada %(name)s ditarik.") % {"name": row.review.partner.name}
            )
    return redirect("programmes:reviews", pk=version.programme_id, number=version.number)


def _get_review(pk: int) -> ReviewRow:
    row = reads.find_review(review_id=pk)
    if row is None:
        raise Http404
    return row


def _own(request: CityRequest, pk: int) -> ReviewRow:
    """The review, given to the partner that this member speaks for; else the page that says it is not there."""
    partner = reads.find_partner_of(request.membership)
    row = reads.find_review(review_id=pk, partner=partner) if partner else None
    if row is None:
        raise Http404
    return row


@allow(Role.MITRA, Role.PENGELOLA)
def own_review(request: CityRequest, pk: int) -> HttpResponse:
    """A curriculum given to the partner: its modules, what was said, and how to answer. An officer has another page."""
    if request.membership.role == Role.PENGELOLA:
        version = _get_review(pk).review.version
        return redirect("programmes:reviews", pk=version.programme_id, number=version.number)
    return _own_page(request, _own(request, pk))


def _own_page(
    request: CityRequest,
    row: ReviewRow,
    remark: RemarkForm | None = None,
    signature: SignatureForm | None = None,
) -> HttpResponse:
    version = row.review.version
    found = reads.find_version(programme_id=version.programme_id, number=version.number, with_drafts=True)
    if found is None:
        raise Http404
    name = request.user.get_full_name()
    digest = reads.digest_of_version(version)
    context = told(row) | {
        "version": found,
        "hours": hours_of(reads.facts_of_version(found)),
        "is_open": version.state in OPEN,
        "remark": remark or RemarkForm(modules=found.outline),
        "sign": signature or SignatureForm(initial={"digest": digest, "name": name}),
    }
    return render(request, "programmes/own_review.html", context)


@require_POST
@allow(Role.MITRA)
def remark(request: CityRequest, pk: int) -> HttpResponse:
    """A comment, or a wish for changes."""
    row = _own(request, pk)
    form = RemarkForm(request.POST, modules=list(row.review.version.modules.order_by("place")))
    return _answer(request, row, form, {"remark": form}, _("Tanggapan Anda tersimpan."))


@require_POST
@allow(Role.MITRA)
def sign(request: CityRequest, pk: int) -> HttpResponse:
    """The partner agrees to what was read."""
    row = _own(request, pk)
    form = SignatureForm(request.POST)
    return _answer(request, row, form, {"signature": form}, _("Persetujuan Anda tersimpan."))


def _answer(
    request: CityRequest,
    row: ReviewRow,
    form: RemarkForm | SignatureForm,
    shown: dict[str, Any],
    done: str,
) -> HttpResponse:
    if form.is_valid():
        read = form.cleaned_data.get("digest", "")
        try:
            actions.add_remark(
                review=row.review, facts=form.facts(), read=read, member=request.membership, at=timezone.now()
            )
        except ReviewError as refused:
            form.add_error(None, str(REVIEW_REFUSALS[type(refused)]))
            if isinstance(form, SignatureForm):
                form.read_again(reads.digest_of_version(row.review.version))
        else:
            messages.success(request, done)
            return redirect("partners:review", pk=row.review.pk)
    return _own_page(request, row, **shown)
