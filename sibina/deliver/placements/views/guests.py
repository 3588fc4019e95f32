"""What a partner's people see: whom the city has placed at their house, and their word on it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.placements import actions, reads
from sibina.deliver.placements.forms import JudgeForm
from sibina.deliver.placements.rules import BEEN_THERE
from sibina.deliver.placements.sentences import PLACEMENT_STATES, sentence_of
from sibina.deliver.placements.types import PlacementError, PlacementState
from sibina.deliver.placements.views.lists import days_of
from sibina.deliver.placements.views.rights import is_officer, reader_of
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page


@allow(Role.MITRA)
def guests(request: CityRequest) -> HttpResponse:
    """Who comes, is or was at the partner's house: name, days, form; nothing else of the person."""
    spec = ListSpec(
        name="pegawai-di-lembaga-anda",
        title=_("Pegawai di lembaga Anda"),
        lead=_("Yang ditempatkan kota pada lembaga Anda, dan penilaian Anda atasnya."),
        columns=[
            Column(
                "nama",
                _("Nama"),
                lambda row: str(row.person),
                sort="person__name",
                link=address_of("placements:guest"),
                width=34,
            ),
            Column("bentuk", _("Bentuk"), "get_form_display", sort="form"),
            Column("mulai", _("Hari"), days_of, sort="starts_on", width=30),
            Column("nilai", _("Penilaian Anda"), "host_score", sort="host_score", kind="number"),
            Column("keadaan", _("Keadaan"), "get_state_display", kind="badge", tone=lambda row: row.tone),
        ],
        search=("person__folded_name__contains",),
        search_label=_("Nama"),
        filters=[Filter("keadaan", _("Keadaan"), list(PLACEMENT_STATES.items()), "state")],
        order="-mulai",
        joining=reads.join_places,
        empty=Empty(
            _("Belum ada pegawai kota di lembaga Anda"),
            _("Penempatan pada lembaga Anda akan tampak di sini."),
            icon="briefcase",
        ),
    )
    return list_page(request, rows=reads.list_placements(reader_of(request)), spec=spec)


@allow(*sorted(WHOLE_CITY), Role.MITRA)
def guest(request: CityRequest, pk: int) -> HttpResponse:
    """One of them: what the stay is for, and the host's word on it; of a host without a log-in the officer writes it."""
    found = reads.find_placement(placement_id=pk, reader=reader_of(request))
    if found is None:
        raise Http404
    is_partner = request.membership.role == Role.MITRA
    may_judge = PlacementState(found.state) in {PlacementState.UNDER_WAY, *BEEN_THERE} and (
        is_partner or is_officer(request)
    )
    if request.method == "POST" and not may_judge:
        raise Http404
    form = JudgeForm(
        request.POST if request.method == "POST" else None,
        initial={"score": found.host_score, "words": found.host_words},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.judge_placement(
                placement=found,
                score=form.cleaned_data["score"],
                words=form.cleaned_data["words"],
                by=request.user,
                at=timezone.now(),
            )
        except PlacementError as refused:
            form.add_error(None, sentence_of(refused))
        else:
            messages.success(request, _("Penilaian tersimpan."))
            return redirect("placements:guest", pk=pk)
    context = {
        "placement": found,
        "goals": reads.get_contents(found).goals,
        "form": form,
        "may_judge": may_judge,
    }
    return render(request, "placements/guest.html", context)
