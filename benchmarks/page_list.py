"""Which pages are timed: every list, every level of the heatmap, every page of a plan, and the home of each role.

Plans are made through the product where the city has none: two, so that they can be laid side by side.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone

from sibina.assess.needs.api import DemandChange, Gap, NeedsRound, OfficeSheet, SheetLine, current_snapshot
from sibina.assess.needs.reads import list_topics
from sibina.credit.certificates.api import Certificate
from sibina.deliver.mentoring.api import (
    Pair,
    find_current_round,
    find_cycle_to_mentor,
    get_pool_rule,
    open_round,
    propose_pairs,
)
from sibina.deliver.placements.api import Placement
from sibina.deliver.sessions.api import SessionDay, list_sessions
from sibina.ground.people.api import Membership, Unit
from sibina.lib.access import ROLE_TITLES, Role
from sibina.lib.jobs.api import Job, run_job
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.planning import actions, reads
from sibina.plan.planning.models import CityPlan, PlanPerson
from sibina.plan.planning.rules.orders import Order
from sibina.plan.programmes.api import CurriculumVersion, Speaker
from sibina.web.examples.logins import user_name

OFFICER = Role.PENGELOLA
MOST_VIEWS = 60
HEATMAP = "/kesenjangan/"


@dataclass(frozen=True)
class Page:
    """One page: what it is called, where it stands, who looks at it."""

    name: str
    path: str
    role: Role = OFFICER


def make_plans(city: City, *, ceilings: tuple[int, ...], seconds: int) -> None:
    """Plans of this year under these ceilings, where the city has none with an answer; the first is set."""
    with city_context(city):
        if len(reads.list_ready_plans()) >= len(ceilings):
            return
        made = [
            ask_for_plan(city, Order(f"Pagu {number}", ceiling, True, 20, seconds, 1))
            for number, ceiling in enumerate(ceilings, start=1)
        ]
        jobs = list(Job.objects.filter(kind="planning.make_plan").values_list("pk", flat=True))
    for job in jobs:
        run_job(city_id=city.pk, job_id=job)
    with city_context(city):
        plan = CityPlan.objects.get(pk=made[0].pk)
        for step in (actions.propose_plan, actions.review_plan, actions.set_plan):
            step(plan=plan, reason="Diukur", by=None, at=timezone.now())


def ask_for_plan(city: City, order: Order) -> CityPlan:
    """A plan of the city's year, asked for by its officer; the city must be entered."""
    cycle = reads.find_cycle(year=None)
    assert cycle is not None
    standing = reads.get_standing(city=city, cycle=cycle, today=timezone.localdate())
    now = timezone.now()
    return actions.start_plan(
        city=city, order=order, standing=standing, title="", by=officer_of(city), at=now
    )


def officer_of(city: City) -> User:
    """The example city's officer."""
    return User.objects.get(username=user_name(OFFICER, city))


def pages_of(city: City) -> list[Page]:
    """All pages of a city, at its largest office, its largest unit and the position most held there."""
    with city_context(city):
        return [
            *_homes(),
            *_lists(),
            *_heatmaps(city),
            *_demand(),
            *_rounds(),
            *_plans(),
            *_placements(),
            *_mentoring(),
            *_attendance(),
        ]


def make_mentoring(city: City) -> None:
    """A round of the year under way with everybody new in it, where the city has none."""
    with city_context(city):
        cycle, now = find_cycle_to_mentor(), timezone.now()
        if cycle is None or find_current_round() is not None:
            return
        rule = get_pool_rule(day=timezone.localdate(now))
        propose_pairs(round_=open_round(cycle=cycle, rule=rule, silence_days=30, at=now), at=now)


def _mentoring() -> list[Page]:
    """The pairs of a year, as agency and head; the pool; who has no mentor; one pair; the own ones."""
    pages = [
        Page("ASN tanpa mentor", "/pendampingan/belum/"),
        Page("Mentor", "/pendampingan/mentor/"),
        Page("Pendampingan saya", "/pendampingan/saya/", Role.MENTOR),
    ]
    current = find_current_round()
    if current is None:
        return pages
    path = f"/pendampingan/putaran/{current.pk}/"
    pair = Pair.objects.order_by("pk").values_list("pk", flat=True)[0]
    return [
        *pages,
        Page("Pendampingan", path),
        Page("Pendampingan, senyap", f"{path}?keadaan=senyap"),
        Page("Pendampingan, kepala OPD", path, Role.KEPALA_OPD),
        Page("Satu pasangan", f"/pendampingan/pasangan/{pair}/"),
    ]


def _placements() -> list[Page]:
    """The lists, and one placement with its papers and what it brought home."""
    one = Placement.objects.order_by("starts_on").values_list("pk", flat=True)[0]
    return [
        Page("Penempatan", "/penempatan/"),
        Page("Penempatan, kepala OPD", "/penempatan/", Role.KEPALA_OPD),
        Page("Kewajiban penempatan", "/penempatan/kewajiban/"),
        Page("Bawa pulang", "/penempatan/bawa-pulang/"),
        Page("Surat yang diminta", "/penempatan/surat/"),
        Page("Satu penempatan", f"/penempatan/{one}/"),
        Page("Surat satu penempatan", f"/penempatan/{one}/surat/"),
        Page("Rantai bawa pulang", f"/penempatan/{one}/bawa-pulang/"),
    ]


def _attendance() -> list[Page]:
    """The best attended day, one participant on it, and what organisers and participants open."""
    day = SessionDay.objects.filter(session__stage="held").order_by("-session__taken", "pk")[0]
    who = day.session.enrolments.filter(state="accepted").order_by("pk")[0].pk
    return [
        Page("Kehadiran satu hari", f"/kehadiran/{day.pk}/"),
        Page("Kehadiran satu hari, kepala OPD", f"/kehadiran/{day.pk}/", Role.KEPALA_OPD),
        Page("Kehadiran seorang peserta", f"/kehadiran/{day.pk}/orang/{who}/"),
        Page("Daftar panitia", f"/kehadiran/{day.pk}/panitia/"),
        Page("Kode di pintu", f"/kehadiran/{day.pk}/pintu/"),
        Page("Kode hadir saya", "/hadir/", Role.ASN),
    ]


def _homes() -> list[Page]:
    return [Page(f"Beranda {ROLE_TITLES[role]}", "/", role) for role in Role]


def _lists() -> list[Page]:
    speaker = Speaker.objects.order_by("pk").values_list("pk", flat=True)[0]
    unit = Unit.objects.filter(parent__isnull=True).order_by("pk").values_list("pk", flat=True)[0]
    programme = (
        CurriculumVersion.objects.filter(number=2).order_by("pk").values_list("programme_id", flat=True)[0]
    )
    return [
        Page("Data masuk", "/data/"),
        Page("Pegawai", "/pegawai/"),
        Page("Pegawai, dicari", "/pegawai/?q=siti"),
        Page("Pegawai, halaman 200", "/pegawai/?hal=200"),
        Page("Pegawai, menurut jabatan", "/pegawai/?urut=position"),
        Page("Pegawai satu OPD", f"/pegawai/?opd={unit}"),
        Page("Pegawai, kepala OPD", "/pegawai/", Role.KEPALA_OPD),
        Page("ASN baru", "/pegawai/baru/"),
        Page("Unit kerja", "/unit/"),
        Page("Satu unit", f"/unit/{unit}/"),
        Page("Jabatan", "/jabatan/"),
        Page("Jabatan, menurut pemangku", "/jabatan/?urut=-holders"),
        Page("Kompetensi", "/kompetensi/"),
        Page("Sektor", "/sektor/"),
        Page("Siklus", "/siklus/"),
        *_voices(),
        *_ledger(),
        *_sessions(),
        *_certificates(),
        Page("Program", "/program/"),
        Page("Sesi ditawarkan", "/program/sesi/"),
        Page("Pendaftaran dan undian", "/undian/"),
        Page("Pendaftaran dan undian, ASN", "/undian/", Role.ASN),
        Page("Kerja sama lintas perangkat daerah", "/kerja-sama/"),
        Page("Mitra", "/mitra/"),
        Page("Perjanjian dengan mitra", "/mitra/perjanjian/"),
        Page("Kontribusi mitra", "/mitra/kontribusi/"),
        Page("Anggaran", "/rencana/anggaran/"),
        Page("Rincian anggaran", "/rencana/anggaran/rincian/"),
        Page("Cakupan program", "/program/cakupan/"),
        Page("Cakupan menurut modul", "/program/cakupan/?kolom=modul"),
        Page("Cakupan, kepala OPD", "/program/cakupan/", Role.KEPALA_OPD),
        Page("Satu program", f"/program/{programme}/"),
        Page("Versi kurikulum", f"/program/{programme}/kurikulum/"),
        Page("Satu versi kurikulum", f"/program/{programme}/kurikulum/2/"),
        Page("Dua versi kurikulum", f"/program/{programme}/kurikulum/banding/?dari=1&ke=2"),
        Page("Narasumber", "/narasumber/"),
        Page("Narasumber, menurut penilaian", "/narasumber/?urut=-mean"),
        Page("Satu narasumber", f"/narasumber/{speaker}/"),
        Page("Pekerjaan", "/tugas/"),
        Page("Jejak tindakan", "/jejak/"),
    ]


def _voices() -> list[Page]:
    """The staff's proposals, at the topic that holds the most of them."""
    topic = list_topics().order_by("-voices", "pk").first()
    assert topic is not None, "the example cities have proposals"
    path = "/usulan/staf/"
    return [
        Page("Usulan staf", path),
        Page("Usulan staf, dicari", f"{path}?q=loket"),
        Page("Usulan staf, kepala OPD", path, Role.KEPALA_OPD),
        Page("Usulan belum dijawab", f"{path}belum-dijawab/"),
        Page("Topik usulan", f"{path}topik/"),
        Page("Satu topik usulan", f"{path}topik/{topic.pk}/"),
        Page("Usulan saya", "/usulan/", Role.ASN),
        Page("Usulan baru", "/usulan/baru/", Role.ASN),
    ]


def _ledger() -> list[Page]:
    """The JP of the city: its picture, everybody, the queue of trainings elsewhere, and one's own book."""
    return [
        Page("Buku JP", "/jp/"),
        Page("Buku JP, kepala OPD", "/jp/", Role.KEPALA_OPD),
        Page("JP pegawai", "/jp/pegawai/"),
        Page("JP pegawai, masih kurang", "/jp/pegawai/?keadaan=short&q=siti"),
        Page("JP saya", "/jp/saya/", Role.ASN),
        Page("Riwayat luar", "/jp/riwayat/"),
        Page("Riwayat saya", "/jp/riwayat/saya/", Role.ASN),
        Page("Hitungan JP", "/jp/hitungan/"),
        Page("Tabel konversi JP", "/jp/konversi/"),
    ]


def _sessions() -> list[Page]:
    """What the set plan is carried out with: the year's sessions, one of them, its people, whom they reached."""
    one = list_sessions().order_by("pk").first()
    found = [
        Page("Sesi", "/sesi/"),
        Page("Sesi, kepala OPD", "/sesi/", Role.KEPALA_OPD),
        Page("Kalender sesi", "/sesi/kalender/"),
        Page("Siapkan sesi", "/sesi/siapkan/"),
        Page("Siapa sudah dijangkau", "/sesi/jangkauan/"),
        Page("Sesi saya", "/sesi/saya/", Role.ASN),
    ]
    if one is not None:
        found += [
            Page("Satu sesi", f"/sesi/{one.pk}/"),
            Page("Satu sesi: peserta", f"/sesi/{one.pk}/peserta/"),
        ]
    return found


def _certificates() -> list[Page]:
    """What was issued, one's own, what waits, and one sheet."""
    path = "/sertifikat/"
    one = Certificate.objects.order_by("pk").first()
    found = [
        Page("Sertifikat", path),
        Page("Sertifikat, dicari", f"{path}?q=siti"),
        Page("Sertifikat, kepala OPD", path, Role.KEPALA_OPD),
        Page("Sertifikat saya", f"{path}saya/", Role.ASN),
        Page("Terbitkan sertifikat", f"{path}terbitkan/"),
        Page("Penerbitan sertifikat", f"{path}penerbitan/"),
    ]
    if one is not None:
        found += [
            Page("Satu sertifikat", f"{path}{one.pk}/"),
            Page("Satu penerbitan", f"{path}penerbitan/{one.issue_id}/"),
        ]
    return found


def _heatmaps(city: City) -> list[Page]:
    place = _place(city)
    office, unit, position, person = place
    sector = Unit.objects.filter(pk=office).values_list("sector_id", flat=True)[0]
    return [
        Page("Kesenjangan kota", HEATMAP),
        Page("Kesenjangan kota, disaring", f"{HEATMAP}?sektor={sector or ''}&jenjang=ahli_muda&jenis=teknis"),
        Page("Kesenjangan kota, berbobot", f"{HEATMAP}?ukuran=bobot"),
        Page("Kesenjangan OPD", f"{HEATMAP}opd/{office}/"),
        Page("Kesenjangan unit", f"{HEATMAP}unit/{unit}/"),
        Page("Kesenjangan jabatan", f"{HEATMAP}unit/{unit}/jabatan/{position}/"),
        Page("Kesenjangan orang", f"{HEATMAP}orang/{person}/"),
        Page("Kesenjangan, kepala OPD", HEATMAP, Role.KEPALA_OPD),
        Page("Baris di balik angka kota", f"{HEATMAP}sumber/"),
        Page("Baris di balik angka OPD", f"{HEATMAP}opd/{office}/sumber/?keadaan=short"),
    ]


def _demand() -> list[Page]:
    """The change in demand that the example city is thinking about, with its trial."""
    change = DemandChange.objects.order_by("pk").first()
    if change is None:
        return []
    path = f"/perubahan-tuntutan/{change.pk}/"
    return [
        Page("Perubahan tuntutan", "/perubahan-tuntutan/"),
        Page("Satu perubahan tuntutan", path),
        Page("Dampak menurut OPD", f"{path}dampak/"),
        Page("Dampak menurut kompetensi", f"{path}dampak/kompetensi/"),
        Page("Baris di balik dampak", f"{path}dampak/baris/"),
        Page("Baris di balik dampak, dicari", f"{path}dampak/baris/?q=siti"),
        Page("Rencana atas percobaan", f"{path}rencana/"),
        Page("Pilih jabatan", f"{path}jabatan/"),
        Page("Perubahan tuntutan, pimpinan", "/perubahan-tuntutan/", Role.PIMPINAN),
    ]


def _rounds() -> list[Page]:
    """The needs round: offices, the sheet with the most needs, the heaviest of them, the ranking, the inbox."""
    current = NeedsRound.objects.order_by("-cycle__year").first()
    if current is None:
        return []
    line = SheetLine.objects.filter(sheet__round=current).order_by("-weighted")[0]
    return [
        Page("AKPK: OPD", f"/kebutuhan/{current.pk}/"),
        Page("AKPK: lembar OPD", f"/kebutuhan/lembar/{line.sheet_id}/"),
        Page("AKPK: satu kebutuhan", f"/kebutuhan/butir/{line.pk}/"),
        Page("AKPK: lembar, kepala OPD", _sheet_of_head(current), Role.KEPALA_OPD),
        Page("AKPK: peringkat", f"/kebutuhan/peringkat/{current.pk}/"),
        Page("AKPK: satu peringkat", f"/kebutuhan/peringkat/{current.pk}/{line.competency_id}/"),
        Page(
            "AKPK: baris di balik angka", f"/kebutuhan/{current.pk}/sumber/?kompetensi={line.competency_id}"
        ),
        Page("AKPK: temuan", "/kebutuhan/temuan/"),
    ]


def _sheet_of_head(current: NeedsRound) -> str:
    head = Membership.objects.get(role=Role.KEPALA_OPD)
    return f"/kebutuhan/lembar/{OfficeSheet.objects.get(round=current, office=head.unit_id).pk}/"


def _place(city: City) -> tuple[int, int, int, int]:
    """The office, unit and position with the most gaps, and a person in it."""
    snapshot = current_snapshot(city)
    counted: dict[tuple[int, int, int], int] = {}
    person = 0
    rows = Gap.objects.filter(snapshot=snapshot)
    for place in rows.values_list("office_id", "unit_id", "position_id"):
        counted[place] = counted.get(place, 0) + 1
    office, unit, position = max(counted, key=lambda place: (counted[place], place))
    person = rows.filter(unit_id=unit, position_id=position).values_list("person_id", flat=True)[0]
    return office, unit, position, person


def heatmap_views(city: City) -> list[str]:
    """Many different views of the gaps, each asked for once: offices, units, narrowed and not."""
    with city_context(city):
        units = Unit.objects.filter(valid_to__isnull=True)
        offices = list(units.filter(parent__isnull=True).order_by("pk").values_list("pk", flat=True))
        below = list(units.filter(parent__isnull=False).order_by("pk").values_list("pk", flat=True))
        sectors = sorted({key for key in units.values_list("sector_id", flat=True) if key})
    measures = ("", "?ukuran=kurang", "?ukuran=belum", "?ukuran=bobot")
    views = [f"{HEATMAP}{measure}" for measure in measures]
    views += [f"{HEATMAP}?sektor={key}" for key in sectors]
    views += [f"{HEATMAP}?jenjang={key}" for key in ("ahli_muda", "pengawas", "pelaksana")]
    views += [f"{HEATMAP}opd/{key}/" for key in offices[:: max(1, len(offices) // 20)]]
    views += [f"{HEATMAP}unit/{key}/" for key in below[:: max(1, len(below) // 20)]]
    return views[:MOST_VIEWS]


def _plans() -> list[Page]:
    ready = reads.list_ready_plans()
    if not ready:
        return []
    plan = next((one for one in ready if one.is_set), ready[0])
    path = f"/rencana/{plan.pk}/"
    somebody = PlanPerson.objects.filter(plan=plan, seats__gt=0).values_list("person_id", flat=True)[0]
    found = [
        Page("Rencana tahunan", "/rencana/"),
        Page("Rencana: ringkasan", path),
        Page("Rencana: kalender", f"{path}kalender/"),
        Page("Rencana: sesi", f"{path}sesi/"),
        Page("Rencana: peserta", f"{path}peserta/"),
        Page("Rencana: peserta, kepala OPD", f"{path}peserta/", Role.KEPALA_OPD),
        Page("Rencana: tidak terpilih", f"{path}tidak-terpilih/"),
        Page("Rencana: sesi tidak terpilih", f"{path}tidak-terpilih/sesi/"),
        Page("Rencana: sebelum & sesudah", f"{path}sebelum-sesudah/"),
        Page("Rencana: pemerataan", f"{path}pemerataan/"),
        Page("Rencana: percampuran", f"{path}percampuran/"),
        Page("Rencana: percampuran, menurut sesi", f"{path}percampuran/?menurut=sesi"),
        Page("Rencana: belum ikut", f"{path}belum-ikut/"),
        Page("Rencana berulang", "/rencana/berulang/"),
        Page("Rencana: andai", f"{path}andai/"),
        Page("Rencana: dokumen", f"{path}dokumen/"),
        Page("Rencana: asal angka", f"{path}dasar/"),
        Page("Rencana: satu orang", f"{path}orang/{somebody}/"),
    ]
    if len(ready) > 1:
        other = next(one for one in ready if one.pk != plan.pk)
        pair = f"?a={plan.pk}&b={other.pk}"
        found += [
            Page("Dua rencana berdampingan", f"/rencana/banding/{pair}"),
            Page("Pegawai yang berbeda", f"/rencana/banding/pegawai/{pair}"),
        ]
    return found
