"""The pages of members: the list, a new one, one member."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sibina.ground.people.api import CityRequest, Membership
from sibina.lib.access import ROLE_TITLES, Role, allow
from sibina.lib.lists.api import Column, Filter, ListSpec, list_page
from sibina.web.members import actions, reads
from sibina.web.members.forms import NewMemberForm, PlaceForm
from sibina.web.members.types import AtHomeElsewhere, LastOfficer, LoginTaken, MemberRefused, RoleHeld

REFUSALS = {
    LoginTaken: gettext_lazy("Nama masuk ini sudah dipakai. Pilih yang lain."),
    RoleHeld: gettext_lazy("Orang ini sudah memegang peran itu di kota ini."),
    LastOfficer: gettext_lazy(
        "Ini pengelola terakhir. Tambahkan pengelola lain dulu, supaya kota tetap dapat dikelola."
    ),
    AtHomeElsewhere: gettext_lazy(
        "Akun ini juga bertugas di kota lain, jadi sandinya tidak dapat diatur dari sini. "
        "Pemiliknya dapat mengubahnya sendiri."
    ),
}
FIELD_OF = {LoginTaken: "login", RoleHeld: "role", LastOfficer: "role"}
SECONDS_A_DAY = 24 * 3600


@allow(Role.PENGELOLA, Role.INSPEKTORAT)
def members(request: CityRequest) -> HttpResponse:
    """Who may log in to this city, and as what."""
    may_change = request.membership.role == Role.PENGELOLA
    partners = reads.partners_of_members()
    spec = ListSpec(
        name="anggota",
        title=_("Anggota"),
        lead=_("Siapa yang dapat masuk ke kota ini, dan dalam peran apa."),
        columns=[
            Column("name", _("Nama"), _name, sort="user__first_name", link=_address if may_change else None),
            Column("login", _("Nama masuk"), "user__username", sort="user__username"),
            Column("role", _("Peran"), "get_role_display", sort="role"),
            Column("place", _("Untuk"), lambda row: row.unit or row.person or partners.get(row.pk)),
            Column("seen", _("Terakhir masuk"), "user__last_login", sort="user__last_login", kind="moment"),
        ],
        search=("user__username", "user__first_name"),
        search_label=_("Cari nama atau nama masuk"),
        filters=[Filter("peran", _("Peran"), list(ROLE_TITLES.items()), "role")],
        order="name",
    )
    extra = {"may_change": may_change}
    return list_page(
        request, rows=reads.list_members(), spec=spec, template="web/members/list.html", extra=extra
    )


def _name(row: Membership) -> str:
    return row.user.get_full_name() or row.user.get_username()


def _address(row: Membership) -> str:
    return reverse("web:member", args=[row.pk])


@never_cache
@allow(Role.PENGELOLA)
def new_member(request: CityRequest) -> HttpResponse:
    """A log-in to be made; the answer shows the link for its password, this once."""
    form = NewMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_member(
                city=request.city, facts=form.facts(), by=request.user, at=timezone.now()
            )
        except MemberRefused as refused:
            form.add_error(FIELD_OF.get(type(refused)), str(REFUSALS[type(refused)]))
        else:
            if made.user.has_usable_password():
                messages.success(request, _("Peran ditambahkan; orangnya masuk dengan sandi yang sama."))
                return redirect("web:members")
            return _invitation(request, made)
    return render(request, "web/members/new.html", {"form": form})


def _get_member(pk: int) -> Membership:
    found = reads.find_member(member_id=pk)
    if found is None:
        raise Http404
    return found


@allow(Role.PENGELOLA)
def member(request: CityRequest, pk: int) -> HttpResponse:
    """One member: another role, a new link, the end."""
    found = _get_member(pk)
    form = PlaceForm(request.POST or None, member=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(member=found, place=form.place(), by=request.user, at=timezone.now())
        except MemberRefused as refused:
            form.add_error(FIELD_OF.get(type(refused)), str(REFUSALS[type(refused)]))
        else:
            messages.success(request, _("Peran %(name)s disimpan.") % {"name": _name(found)})
            return redirect("web:members")
    return render(request, "web/members/member.html", {"form": form, "member": _get_member(pk)})


@allow(Role.PENGELOLA)
@require_POST
def end_member(request: CityRequest, pk: int) -> HttpResponse:
    """Take a member's place away."""
    found = _get_member(pk)
    try:
        actions.end_member(member=found, by=request.user, at=timezone.now())
    except LastOfficer:
        messages.error(request, str(REFUSALS[LastOfficer]))
        return redirect("web:member", pk=pk)
    messages.success(request, _("%(name)s tidak lagi dapat masuk ke kota ini.") % {"name": _name(found)})
    return redirect("web:members")


@never_cache
@allow(Role.PENGELOLA)
@require_POST
def invite(request: CityRequest, pk: int) -> HttpResponse:
    """A new link for the member's password, shown this once."""
    return _invitation(request, _get_member(pk))


def _invitation(request: CityRequest, found: Membership) -> HttpResponse:
    try:
        path = actions.invite_member(member=found, by=request.user, at=timezone.now())
    except AtHomeElsewhere:
        messages.error(request, str(REFUSALS[AtHomeElsewhere]))
        return redirect("web:member", pk=found.pk)
    context = {
        "member": found,
        "name": _name(found),
        "link": request.build_absolute_uri(path),
        "days": settings.PASSWORD_RESET_TIMEOUT // SECONDS_A_DAY,
    }
    return render(request, "web/members/invitation.html", context)
