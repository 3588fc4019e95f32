"""The way through the product, in the order of the cycle, and who is shown which door."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibina.lib.access import WHOLE_CITY, Role


@dataclass(frozen=True)
class Link:
    """One door: `name` is the name of its address."""

    title: str | Promise
    name: str
    icon: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Group:
    """The doors of one phase; `number` is its place on the wheel, 0 for what stands beside the cycle."""

    title: str | Promise
    links: tuple[Link, ...]
    number: int = 0


EVERYBODY = frozenset(Role)
HEADS = WHOLE_CITY | {Role.KEPALA_OPD}
OWN = HEADS | {Role.ASN, Role.MENTOR}
PROPOSERS = frozenset({Role.ASN, Role.MENTOR, Role.KEPALA_OPD})
PERSONS = frozenset({Role.ASN, Role.MENTOR, Role.KEPALA_OPD})
OFFICERS = frozenset({Role.PENGELOLA})
OFFICERS_AND_AUDIT = frozenset({Role.PENGELOLA, Role.INSPEKTORAT})

NAVIGATION: tuple[Group, ...] = (
    Group(
        _("Beranda"),
        (
            Link(_("Beranda"), "web:home", "home", EVERYBODY),
            Link(_("Perjalanan saya"), "web:journey", "flag", frozenset({Role.KEPALA_OPD})),
            Link(_("Pesan"), "notices:list", "inbox", PERSONS),
        ),
    ),
    Group(
        _("Dasar"),
        (
            Link(_("Data masuk"), "intake:list", "upload", OFFICERS_AND_AUDIT | {Role.ANALIS}),
            Link(_("Pegawai"), "people:list", "users", HEADS),
            Link(_("ASN baru"), "people:new", "user-plus", HEADS),
            Link(_("Unit kerja"), "people:units", "sitemap", HEADS),
            Link(_("Jabatan"), "people:positions", "briefcase", HEADS),
            Link(_("Kompetensi"), "competencies:list", "book", EVERYBODY),
            Link(_("Sektor"), "people:sectors", "flag", WHOLE_CITY),
        ),
        number=1,
    ),
    Group(
        _("Kebutuhan"),
        (
            Link(_("Kesenjangan"), "needs:heatmap", "grid", OWN),
            Link(_("AKPK"), "rounds:rounds", "flag", HEADS),
            Link(_("Peringkat kebutuhan"), "rounds:current-ranking", "chart", WHOLE_CITY),
            Link(_("Usulan saya"), "proposals:mine", "message", PROPOSERS),
            Link(_("Usulan staf"), "proposals:staff", "message", HEADS),
            Link(_("Perubahan tuntutan"), "demand:list", "flag", HEADS),
            Link(_("Temuan siklus lalu"), "rounds:signals", "inbox", WHOLE_CITY),
        ),
        number=2,
    ),
    Group(
        _("Rencana"),
        (
            Link(_("Program"), "programmes:list", "stack", EVERYBODY - {Role.MITRA}),
            Link(_("Cakupan program"), "programmes:coverage", "grid", HEADS),
            Link(_("Mitra"), "partners:list", "link", HEADS),
            Link(_("Kerja sama saya"), "partners:own", "link", frozenset({Role.MITRA})),
            Link(_("Narasumber"), "speakers:list", "message", HEADS),
            Link(_("Rencana tahunan"), "planning:list", "calendar", HEADS),
            Link(_("Rencana untuk saya"), "planning:mine", "calendar", frozenset({Role.ASN, Role.MENTOR})),
            Link(_("Anggaran"), "planning:budget", "coin", HEADS),
        ),
        number=3,
    ),
    Group(
        _("Pelaksanaan"),
        (
            Link(_("Sertifikat"), "certificates:list", "file", HEADS),
            Link(_("Sertifikat saya"), "certificates:mine", "file", PERSONS),
            Link(_("Kode hadir saya"), "arrival:own", "grid", frozenset({Role.ASN, Role.MENTOR})),
            Link(_("Buku JP"), "ledger:city", "book", HEADS),
            Link(_("JP saya"), "ledger:mine", "book", PERSONS),
            Link(_("Janji kerja"), "promises:list", "target", EVERYBODY - {Role.MITRA}),
            Link(_("Penempatan"), "placements:list", "briefcase", EVERYBODY - {Role.MITRA}),
            Link(_("Pegawai di lembaga Anda"), "placements:guests", "briefcase", frozenset({Role.MITRA})),
            Link(_("Pendampingan"), "mentoring:home", "users", HEADS),
            Link(_("Pendampingan saya"), "mentoring:mine", "users", PROPOSERS),
            Link(_("Sesi"), "sessions:list", "calendar", HEADS),
            Link(_("Izin mengikuti sesi"), "sessions:consents", "check", frozenset({Role.KEPALA_OPD})),
            Link(_("Sesi saya"), "sessions:own", "calendar", frozenset({Role.ASN, Role.MENTOR})),
            Link(_("Pendaftaran dan undian"), "draws:list", "flag", EVERYBODY - {Role.MITRA}),
            Link(_("Kerja sama lintas OPD"), "cooperation:list", "users", HEADS),
        ),
        number=4,
    ),
    Group(
        _("Kota"),
        (
            Link(_("Siklus dan aturan"), "cycles:list", "clock", HEADS),
            Link(_("Anggota"), "web:members", "key", OFFICERS_AND_AUDIT),
        ),
    ),
    Group(
        _("Jejak"),
        (
            Link(_("Pekerjaan"), "jobs:list", "activity", OFFICERS | {Role.ANALIS}),
            Link(_("Jejak tindakan"), "web:audit", "history", OFFICERS_AND_AUDIT),
        ),
    ),
)
