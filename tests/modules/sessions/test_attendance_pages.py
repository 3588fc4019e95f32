"""The pages of attendance: the door's code, the list to tick, what devices send, and who sees whom."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sibina.deliver.sessions.actions import register_device, revoke_device
from sibina.deliver.sessions.models import AttendanceEvent, AttendancePaper, Enrolment, Presence
from sibina.deliver.sessions.reads import code_of, door_secret, pass_of
from sibina.deliver.sessions.rules import door_code
from sibina.ground.people.models import Unit
from sibina.lib.access import Role
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import make_city
from tests.modules.sessions.hall import Hall, build_hall

Log = Callable[..., Client]
SEND = "/kehadiran/kirim/"


@pytest.fixture
def hall(city: City) -> Hall:
    """A session that has begun an hour ago."""
    return build_hall(city, begin=timezone.now() - timedelta(hours=1))


def text_of(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def door(hall: Hall, at: datetime | None = None) -> str:
    return f"/hadir/{hall.day.pk}/{door_code(door_secret(hall.day.pk), at or timezone.now())}/"


def participant(client_as: Log, hall: Hall, who: int = 0) -> Client:
    return client_as(Role.ASN, person=hall.people[who].person)


def batch(hall: Hall, *events: dict[str, Any], given: str | None = None) -> Any:
    """Sent by a browser in which nobody is logged in."""
    device = register_device(session=hall.session, by=None, at=timezone.now()) if given is None else None
    body = {"pass": pass_of(device) if device else given, "events": list(events)}
    return Client().post(SEND, json.dumps(body), content_type="application/json")


def event(hall: Hall, who: int = 0, **more: object) -> dict[str, Any]:
    return {
        "key": str(uuid4()), "day": hall.day.pk, "who": hall.people[who].pk, "kind": "in", "method": "list",
        "at": timezone.now().isoformat(), "skew": 0, "sequence": 1,
    } | more  # fmt: skip


# At the door.
def test_a_participant_opens_the_code_presses_one_button_and_is_there(client_as: Log, hall: Hall) -> None:
    client, address = participant(client_as, hall), door(hall)
    assert "Saya hadir" in text_of(client.get(address))
    assert "tercatat hadir" in text_of(client.post(address))
    found = Presence.objects.get()
    assert (found.enrolment, found.state, found.method) == (hall.people[0], "present", "door")
    assert "Anda sudah tercatat hadir" in text_of(client.get(address))
    client.post(address, {"pulang": "1"})
    assert Presence.objects.get().left_at is not None


@pytest.mark.parametrize("ago", [timedelta(minutes=5), timedelta(days=1)])
def test_a_photographed_code_is_refused_later_and_says_what_to_do(
    client_as: Log, hall: Hall, ago: timedelta
) -> None:
    client, address = participant(client_as, hall), door(hall, timezone.now() - ago)
    for answer in (client.get(address), client.post(address)):
        assert "pindai yang sedang tampil" in text_of(answer)
        assert "Saya hadir" not in text_of(answer)
    assert not AttendanceEvent.objects.exists()


def test_who_has_to_log_in_first_may_do_so_after_opening_a_fresh_code(client_as: Log, hall: Hall) -> None:
    visitor, address = Client(), door(hall, timezone.now() - timedelta(seconds=30))
    assert visitor.get(address)["Location"].startswith("/akun/login/")
    kept = visitor.session["attendance_door"]
    client = participant(client_as, hall)
    session = client.session
    session["attendance_door"] = kept
    session.save()
    stale = door(hall, timezone.now() - timedelta(minutes=5))
    assert "Saya hadir" in text_of(client.get(stale))
    session = client.session
    session["attendance_door"] = [hall.day.pk, (timezone.now() - timedelta(minutes=11)).isoformat()]
    session.save()
    assert "pindai yang sedang tampil" in text_of(client.get(stale))


def test_who_is_not_enrolled_is_told_and_not_noted(client_as: Log, hall: Hall) -> None:
    answer = client_as(Role.ASN).post(door(hall))
    assert "Anda tidak terdaftar" in text_of(answer)
    assert not AttendanceEvent.objects.exists()


def test_a_log_in_without_a_person_is_told_what_to_do(client_as: Log, hall: Hall) -> None:
    assert "belum terhubung" in text_of(client_as(Role.MENTOR).get(door(hall)))


def test_the_doors_screen_shows_a_code_that_opens_and_changes(client_as: Log, hall: Hall) -> None:
    officer = client_as(Role.PENGELOLA)
    page = officer.get(f"/kehadiran/{hall.day.pk}/pintu/")
    assert page["Cache-Control"] == "no-store"
    assert "<svg" in text_of(page)
    part = officer.get(f"/kehadiran/{hall.day.pk}/pintu/", headers={"HX-Target": "kode"})
    assert text_of(part).startswith('<div class="s-door-code"')


def test_a_participant_is_shown_the_own_code_for_the_day(client_as: Log, hall: Hall) -> None:
    page = text_of(participant(client_as, hall).get("/hadir/"))
    assert code_of(hall.people[0]) in page
    assert code_of(hall.people[1]) not in page
    assert "Tidak ada sesi yang menunggu" in text_of(client_as(Role.ASN).get("/hadir/"))


# What devices send.
def test_a_device_sends_without_a_log_in_and_each_event_is_answered(hall: Hall) -> None:
    stranger = event(hall, who=1, day=hall.day.pk + 999)
    answer = batch(hall, event(hall), stranger, event(hall, kind="present"))
    assert answer.status_code == 200
    told = {one["key"]: one for one in answer.json()["answers"]}
    assert [one["answer"] for one in told.values()] == ["accepted", "refused", "refused"]
    assert told[stranger["key"]]["reason"] == "Catatan ini bukan dari sesi perangkat ini."
    assert Presence.objects.get().state == "present"


@pytest.mark.parametrize(
    "spoiled",
    [
        {"at": "kemarin"}, {"at": "2026-11-23T08:00:00"}, {"at": "9999-12-31T23:59:59+00:00"}, {"who": "1"}, {"who": True},
        {"sequence": -1}, {"skew": 10**12}, {"key": "satu"}, {"kind": "cancel"}, {"cancels": str(uuid4())},
        {"method": "door"}, {"kind": "absent"}, {"day": 2**70}, {"at": 5}, {"key": None},
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_read_is_refused_and_the_others_are_taken(
    hall: Hall, spoiled: dict[str, Any]
) -> None:
    answer = batch(hall, event(hall) | spoiled, event(hall, who=1))
    assert [one["answer"] for one in answer.json()["answers"]] == ["accepted", "refused"]
    assert AttendanceEvent.objects.get().enrolment == hall.people[1]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"pass": 1, "events": 5}', b"\xff", b"[" * 100_000])
def test_what_is_no_batch_is_answered_in_a_sentence(db: None, body: bytes) -> None:
    answer = Client().post(SEND, body, content_type="application/json")
    assert answer.status_code == 400
    assert "Kiriman tidak terbaca" in answer.json()["reason"]


def test_a_batch_has_a_largest_size(hall: Hall) -> None:
    assert batch(hall, *[event(hall)] * 501).status_code == 413
    assert batch(hall, event(hall, name="x" * 600_000)).status_code == 413
    assert not AttendanceEvent.objects.exists()


def test_a_revoked_device_and_a_made_up_pass_are_refused(hall: Hall) -> None:
    device = register_device(session=hall.session, by=None, at=timezone.now())
    revoke_device(device=device, by=None, at=timezone.now())
    for given in (pass_of(device), "karangan", ""):
        answer = batch(hall, event(hall), given=given)
        assert answer.status_code == 403
        assert "dicabut" in answer.json()["reason"]
    assert not AttendanceEvent.objects.exists()


def test_attendance_for_a_session_of_another_city_is_refused_and_nothing_is_told_of_it(
    city: City, hall: Hall
) -> None:
    other = make_city("Kota Lain")
    with city_context(other):
        theirs = build_hall(other, begin=timezone.now())
        foreign = event(theirs)
    with city_context(city):
        unknown = event(hall, who=0, day=hall.day.pk + 10_000)
        answers = batch(hall, foreign, unknown).json()["answers"]
    assert answers[0]["reason"] == answers[1]["reason"]
    with city_context(other):
        assert not AttendanceEvent.objects.exists()


def test_the_officer_registers_a_device_and_revokes_it(client_as: Log, hall: Hall) -> None:
    officer = client_as(Role.PENGELOLA)
    told = officer.post(f"/kehadiran/{hall.day.pk}/perangkat/").json()
    assert batch(hall, event(hall), given=told["pass"]).status_code == 200
    page = text_of(officer.get(f"/kehadiran/{hall.day.pk}/"))
    assert "Perangkat 1" in page
    device = AttendanceEvent.objects.get().device
    assert device is not None
    officer.post(f"/kehadiran/perangkat/{device.pk}/cabut/")
    assert batch(hall, event(hall), given=told["pass"]).status_code == 403


# The list without script.
def test_the_plain_list_notes_who_is_ticked_and_takes_back_a_mistake(client_as: Log, hall: Hall) -> None:
    officer, address = client_as(Role.PENGELOLA), f"/kehadiran/{hall.day.pk}/panitia/"
    first, second = hall.people[0].pk, hall.people[1].pk
    assert "Simpan daftar hadir" in text_of(officer.get(address))
    officer.post(address, {"hadir": [first, second]})
    assert Presence.objects.filter(state="present").count() == 2
    officer.post(address, {"hadir": [second], "semula": [first, second]})
    assert list(Presence.objects.filter(state="present").values_list("enrolment", flat=True)) == [second]
    again = AttendanceEvent.objects.count()
    officer.post(address, {"hadir": [second, "x", "9" * 30], "semula": [second]})
    assert AttendanceEvent.objects.count() == again


def test_two_organisers_at_once_lose_nothing_of_each_other(client_as: Log, hall: Hall) -> None:
    address = f"/kehadiran/{hall.day.pk}/panitia/"
    for who in (0, 1):
        client_as(Role.PENGELOLA).post(address, {"hadir": [hall.people[who].pk]})
    assert Presence.objects.filter(state="present").count() == 2


# The list of a day, and one presence.
def test_the_list_tells_who_how_long_and_from_what_source_and_exports_the_same(
    client_as: Log, hall: Hall
) -> None:
    batch(hall, event(hall), event(hall, who=1, at="2001-01-01T00:00:00+00:00"))
    officer = client_as(Role.PENGELOLA)
    page = text_of(officer.get(f"/kehadiran/{hall.day.pk}/"))
    for words in ("Peserta 0001", "Daftar panitia", "belum diketahui", "jam perangkat jauh dari jam sesi"):
        assert words in page
    doubtful = text_of(officer.get(f"/kehadiran/{hall.day.pk}/?lihat=ya"))
    assert "Peserta 0002" in doubtful
    assert "Peserta 0001" not in doubtful
    unknown = text_of(officer.get(f"/kehadiran/{hall.day.pk}/?kehadiran=unrecorded&urut=-menit&q=peserta"))
    assert "Peserta 0003" in unknown
    assert "Peserta 0002" not in unknown
    exported = officer.get(f"/kehadiran/{hall.day.pk}/?unduh=xlsx&kehadiran=present")
    assert exported["Content-Type"].endswith("sheet")


def test_no_page_asks_more_than_twelve_questions(
    client_as: Log, hall: Hall, django_assert_max_num_queries: Any
) -> None:
    batch(hall, event(hall))
    officer = client_as(Role.PENGELOLA)
    own = participant(client_as, hall)
    pages = ("", f"orang/{hall.people[0].pk}/", "panitia/", "pintu/", "kertas/")
    asked = [(officer, f"/kehadiran/{hall.day.pk}/{page}") for page in pages]
    for client, address in [*asked, (own, "/hadir/"), (own, door(hall))]:
        client.get(address)
        # Inside a test's transaction each request marks and releases a point to go back to.
        with django_assert_max_num_queries(12 + 2):
            assert client.get(address).status_code == 200


def test_a_head_of_office_sees_the_own_people_and_nobody_else(client_as: Log, city: City, hall: Hall) -> None:
    other = Unit.objects.create(city=city, key="lain", name="Dinas Lain", valid_from=hall.day.day)
    Enrolment.objects.filter(pk=hall.people[0].pk).update(unit=other, office=other)
    head = client_as(Role.KEPALA_OPD, unit=other)
    page = text_of(head.get(f"/kehadiran/{hall.day.pk}/"))
    assert "Peserta 0001" in page
    assert "Peserta 0002" not in page
    assert head.get(f"/kehadiran/{hall.day.pk}/orang/{hall.people[1].pk}/").status_code == 404
    assert "Catat koreksi" not in text_of(head.get(f"/kehadiran/{hall.day.pk}/orang/{hall.people[0].pk}/"))


def test_a_correction_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(
    client_as: Log, hall: Hall
) -> None:
    officer, address = client_as(Role.PENGELOLA), f"/kehadiran/{hall.day.pk}/orang/{hall.people[0].pk}/"
    typed = {"is_present": "ya", "minutes": "900", "reason": "Tanda tangan ada di kertas", "revision": "0"}
    page = text_of(officer.post(address, typed))
    assert "Tulis menit dari 0 sampai 480" in page
    assert "Tanda tangan ada di kertas" in page
    assert "paling sedikit 10 huruf" in text_of(officer.post(address, typed | {"reason": "lupa"}))
    assert officer.post(address, typed | {"minutes": "240"}).status_code == 302
    overtaken = officer.post(address, typed | {"is_present": "tidak", "minutes": ""})
    assert "orang lain sudah mengoreksi" in text_of(overtaken)
    assert 'name="revision" value="1"' in text_of(overtaken)
    assert Presence.objects.get().minutes == 240


# Papers.
def test_the_sheet_to_print_names_everybody(client_as: Log, hall: Hall) -> None:
    answer = client_as(Role.PENGELOLA).get(f"/kehadiran/{hall.day.pk}/daftar.pdf")
    assert answer.content.startswith(b"%PDF-")


def test_a_signed_paper_is_kept_with_its_marks_and_a_file_that_is_none_is_refused(
    client_as: Log, hall: Hall
) -> None:
    officer, address = client_as(Role.PENGELOLA), f"/kehadiran/{hall.day.pk}/kertas/"
    wrong = SimpleUploadedFile("daftar.pdf", b"MZ bukan pdf", content_type="application/pdf")
    page = text_of(officer.post(address, {"file": wrong, "signed": [hall.people[0].pk]}))
    assert "bukan PDF, JPG, atau PNG" in page
    scan = SimpleUploadedFile("daftar.pdf", b"%PDF-1.7 tanda tangan", content_type="text/html")
    assert officer.post(address, {"file": scan, "signed": [hall.people[0].pk]}).status_code == 302
    paper = AttendancePaper.objects.get()
    kept = officer.get(f"/kehadiran/kertas/{paper.pk}/")
    assert (kept.content, kept["Content-Type"]) == (b"%PDF-1.7 tanda tangan", "application/pdf")
    assert Presence.objects.get().method == "paper"


def test_after_the_session_is_held_lists_and_papers_are_refused_in_a_sentence(
    client_as: Log, hall: Hall
) -> None:
    hall.session.stage = "held"
    hall.session.save()
    officer = client_as(Role.PENGELOLA)
    answer = officer.post(f"/kehadiran/{hall.day.pk}/panitia/", {"hadir": [hall.people[0].pk]}, follow=True)
    assert "sudah dinyatakan diadakan" in text_of(answer)
    assert "Catat kehadiran" not in text_of(officer.get(f"/kehadiran/{hall.day.pk}/"))
