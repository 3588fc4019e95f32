"""Calendar files: of one session, and a person's own under a secret address that a phone asks again and again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sibina.deliver.sessions import reads
from sibina.deliver.sessions.rules.ics import calendar_file
from sibina.deliver.sessions.types import SessionStage
from sibina.deliver.sessions.views.frame import PERSONS, READERS, get_session
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import allow
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City

ICS = "text/calendar; charset=utf-8"


@require_safe
@allow(*dict.fromkeys((*READERS, *PERSONS)))
def session_file(request: CityRequest, pk: int) -> HttpResponse:
    """The days of one session; whoever sees only oneself gets those of the own sessions."""
    found = get_session(pk)
    sight = get_sight(request.membership)
    is_own = request.membership.role not in READERS
    if is_own and not (
        sight.person_id and reads.find_own_enrolment(session_id=pk, person_id=sight.person_id)
    ):
        raise Http404
    site = request.build_absolute_uri(reverse("sessions:invitation", args=[pk]))
    entries = reads.list_entries_of_session(session_id=pk, city=request.city, site=site)
    content = calendar_file(entries, name=found.title, called_off=found.stage == SessionStage.CANCELLED)
    response = HttpResponse(content, content_type=ICS)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.pk}.ics"'
    return response


@require_safe
def feed(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """A person's sessions, for whoever has the secret; nothing tells a guesser whether city or secret is wrong."""
    city = City.objects.filter(slug=slug).first()
    if city is None:
        raise Http404
    with city_context(city):
        found = reads.find_feed(secret=secret)
        if found is None:
            raise Http404
        site = request.build_absolute_uri(reverse("sessions:own"))
        entries = reads.list_entries_of_person(person_id=found.person_id, city=city, site=site)
        content = calendar_file(entries, name=_("Sesi saya"))
    response = HttpResponse(content, content_type=ICS)
    response.headers["Cache-Control"] = "private, max-age=900"
    return response
