"""Long workbooks of lists, made in the background by asking the page for them again as the same member."""

from http import HTTPStatus
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.ground.people.api import find_membership
from sibina.lib.files.api import XLSX, StoredFile, store_file
from sibina.lib.jobs.api import Job, JobRun, Stopped, Told, job
from sibina.lib.lists.api import EXPORT_LIST
from sibina.lib.tenancy.context import city_context
from sibina.lib.words import number

KEPT_FOR_EACH = 3
"""Made workbooks that stay ready for a person; older ones can be made again."""


@job(EXPORT_LIST)
def run_export(run: JobRun, *, path: str, query: str, membership_id: int) -> dict[str, Any]:
    """The workbook that the page gives this member now, kept as a file of the city."""
    with city_context(run.city), timezone.override(ZoneInfo(run.city.time_zone)):
        request = _request_of(run, path, query, membership_id)
        match = resolve(path)
        response = _answer(request, match)
        run.progress(98, _("Menyimpan berkas"))
        stored = store_file(
            city=run.city,
            name=unquote(response.headers["Content-Disposition"].partition("''")[2]),
            content=response.content,
            at=run.started_at,
            by=run.by,
            content_type=response.headers["Content-Type"],
        )
        _forget_older(run)
    return {"file_id": stored.pk, "next_url": reverse("jobs:file", args=[run.job_id])}


def _answer(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    """The workbook, or the sentence why there is none any more."""
    try:
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        response = HttpResponse(status=404)
    if response.status_code != HTTPStatus.OK or response.headers["Content-Type"] != XLSX:
        raise Told(
            _("Daftar ini sudah berubah, jadi berkasnya tidak dibuat. Buka lagi daftarnya lalu unduh.")
        )
    return response


def _request_of(run: JobRun, path: str, query: str, membership_id: int) -> HttpRequest:
    """What the member asked for, as the middleware leaves it; the page checks the role again."""
    membership = find_membership(user_id=run.by.pk, membership_id=membership_id) if run.by else None
    if membership is None or membership.city_id != run.city.pk:
        raise Told(_("Peran Anda di kota ini sudah tidak ada, jadi berkas tidak dibuat. Hubungi pengelola."))

    def tell(done: int, count: int) -> None:
        if run.should_stop():
            raise Stopped
        values = {"done": number(done), "count": number(count)}
        run.progress(1 + 94 * done // max(count, 1), _("Menulis %(done)s dari %(count)s baris") % values)

    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.GET = QueryDict(query)
    for name, value in {"user": run.by, "city": run.city, "membership": membership, "tell": tell}.items():
        setattr(request, name, value)
    return request


def _forget_older(run: JobRun) -> None:
    """Keep the newest few of the person: the one just made is not linked to its job yet."""
    older = Job.objects.filter(kind=EXPORT_LIST, requested_by=run.by, result_file__isnull=False)
    kept = KEPT_FOR_EACH - 1
    StoredFile.objects.filter(pk__in=list(older.values_list("result_file_id", flat=True)[kept:])).delete()
