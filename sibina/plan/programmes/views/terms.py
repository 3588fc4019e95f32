"""The page on which the texts of a programme's terms of reference are written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.editing.types import Overtaken
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.forms import TermsForm
from sibina.plan.programmes.views.catalogue import get_programme


@allow(Role.PENGELOLA)
def edit_terms(request: CityRequest, pk: int) -> HttpResponse:
    """What only a person can write: background, intent, results, who answers for it."""
    programme = get_programme(pk)
    terms = reads.get_terms(programme=programme)
    form = TermsForm(request.POST if request.method == "POST" else None, terms=terms)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_terms(
                programme=programme,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except Overtaken as overtaken:
            now = reads.get_terms(programme=programme)
            tell_overtaken(form, overtaken, revision=now.revision, stored=form.stored(now))
        else:
            messages.success(request, _("Naskah kerangka acuan kerja disimpan."))
            return redirect("planning:terms", programme_id=pk)
    return render(request, "programmes/terms.html", {"form": form, "programme": programme})
