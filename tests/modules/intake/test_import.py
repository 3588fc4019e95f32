"""The import on real PostgreSQL: equal to the truth, twice the same, all or nothing, nobody erased."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sibina.ground.competencies.api import Competency, Measurement, Standard
from sibina.ground.intake import actions, reads
from sibina.ground.intake.models import Batch, BatchFile, BatchFinding
from sibina.ground.intake.types import OlderExport
from sibina.ground.people.api import Person, PersonNumber, Position, Posting, Unit
from sibina.lib.audit.api import Event
from sibina.lib.files.api import StoredFile
from sibina.lib.spreadsheets import Fault
from sibina.lib.tables import BadInput
from sibina.lib.tenancy.models import City
from tests.conftest import shared_folder
from tests.rules.intake.books import (
    NIP,
    OTHER_NIP,
    THIRD_NIP,
    people_rows,
    person,
    result_rows,
    standard_rows,
    xlsx,
)

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TITLE = [["Keadaan per 2 Januari 2026"]]


def books(*people: list[object], titles: list[list[str]] = TITLE) -> dict[str, bytes]:
    return {
        "data_asn.xlsx": xlsx(people_rows(*people, titles=titles)),
        "standar_kompetensi.xlsx": xlsx(standard_rows()),
        "hasil_penilaian.xlsx": xlsx(result_rows()),
    }


def take(city: City, contents: dict[str, bytes], *, mark_left: bool = False, at: datetime = AT) -> Batch:
    batch, faults = actions.upload_workbooks(city=city, contents=contents, at=at, by=None)
    assert batch is not None
    assert not faults
    actions.check_batch(batch=batch, at=at, by=None)
    return actions.import_batch(batch_id=batch.pk, at=at, by=None, mark_left=mark_left)


def everything() -> dict[str, list[tuple]]:
    """All rows of what an import writes, to be compared before and after."""
    models = (Person, PersonNumber, Unit, Position, Posting, Competency, Standard, Measurement)
    return {model.__name__: sorted(model.objects.values_list(), key=repr) for model in models}


def write_folder(folder: Path, contents: dict[str, bytes]) -> Path:
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder


def test_a_real_looking_city_is_imported_as_its_truth_says_and_again_changes_nothing(city: City) -> None:
    folder = shared_folder("data/sibolga")
    truth = json.loads((folder / "truth.json").read_text())
    result = actions.import_folder(city=city, folder=folder, at=AT)
    assert result["changed"]
    active = Person.objects.filter(is_active=True)
    found = {
        "persons": Person.objects.count(),
        "active": active.count(),
        "pppk_of_active": active.filter(employment__startswith="pppk").count(),
        "new_since_2025_active": active.filter(appointed_on__gte=date(2025, 1, 1)).count(),
        "positions": Position.objects.count(),
        "offices": Unit.objects.filter(office=None).count(),
        "standards": Standard.objects.count(),
        "measurements": Measurement.objects.count(),
    }
    assert found == {name: truth[name] for name in found}
    assert Posting.objects.filter(valid_to=None).count() == truth["persons"]

    before, events = everything(), Event.objects.count()
    again = actions.import_folder(city=city, folder=folder, at=AT + timedelta(days=1))
    assert not again["changed"]
    assert everything() == before
    assert Event.objects.count() == events
    assert Batch.objects.count() == 1


def test_what_was_uploaded_is_imported_and_told_to_the_audit_trail(city: City) -> None:
    batch = take(city, books(person(), person(OTHER_NIP), person("12")))
    assert batch.state == Batch.State.IMPORTED
    assert batch.as_of == date(2026, 1, 2)
    assert Person.objects.count() == 2
    assert Measurement.objects.filter(person__numbers__number=NIP).count() == 2
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"intake.batch.uploaded", "intake.batch.checked", "intake.batch.imported"} <= verbs
    finding = BatchFinding.objects.get(is_refused=True)
    assert (finding.row, finding.column, finding.value) == (5, "NIP BARU", "12")
    assert "18 angka" in finding.sentence


def test_the_same_batch_twice_is_imported_once(city: City) -> None:
    batch = take(city, books(person()))
    before = everything()
    again = actions.import_batch(batch_id=batch.pk, at=AT, by=None)
    assert again.imported_at == batch.imported_at
    assert everything() == before


def test_no_personal_column_reaches_the_database_not_even_inside_a_stored_file(city: City) -> None:
    batch = take(city, books(person()))
    for stored in StoredFile.objects.all():
        text = gzip.decompress(bytes(stored.content)).decode()
        assert "rahasia" not in text
        assert "1234567890123456" not in text
    assert BatchFile.objects.filter(batch=batch).count() == 3


def test_a_shrunken_file_erases_nobody_and_lists_who_is_missing(city: City) -> None:
    take(city, books(person(), person(OTHER_NIP, NAMA="Hilang Satu")))
    later = [["Keadaan per 2 Februari 2026"]]
    batch = take(city, books(person(), titles=later))
    assert batch.report["missing"] == [[OTHER_NIP, "Hilang Satu"]]
    assert batch.result["people"]["missing"] == 1
    gone = Person.objects.get(numbers__number=OTHER_NIP)
    assert (gone.left_on, gone.is_active) == (None, True)

    confirmed = take(city, books(person(), titles=[["Keadaan per 3 Februari 2026"]]), mark_left=True)
    assert confirmed.result["people"]["left"] == 1
    gone.refresh_from_db()
    assert (gone.left_on, gone.is_active) == (date(2026, 2, 3), False)
    assert Posting.objects.get(person=gone).valid_to == date(2026, 2, 3)

    back = take(city, books(person(), person(OTHER_NIP), titles=[["Keadaan per 4 Februari 2026"]]))
    assert back.result["people"]["returned"] == 1
    gone.refresh_from_db()
    assert (gone.left_on, gone.is_active) == (None, True)


def test_an_empty_export_is_refused_and_changes_nothing(city: City, tmp_path: Path) -> None:
    take(city, books(person()))
    before = everything()
    folder = write_folder(tmp_path, books(titles=TITLE))
    with pytest.raises(BadInput) as caught:
        actions.import_folder(city=city, folder=folder, at=AT, confirm_shrink=True)
    assert "tidak ada baris data" in caught.value.problems[0].sentence()
    assert everything() == before


def test_an_older_export_does_not_turn_the_clock_back(city: City, tmp_path: Path) -> None:
    take(city, books(person(), titles=[["Keadaan per 2 Juli 2026"]]))
    with pytest.raises(OlderExport):
        take(city, books(person(NAMA="Lama")))
    folder = write_folder(tmp_path, books(person(NAMA="Lama")))
    with pytest.raises(BadInput) as caught:
        actions.import_folder(city=city, folder=folder, at=AT)
    assert "02-07-2026" in caught.value.problems[0].sentence()
    assert Person.objects.get().name == "Contoh Orang"


def test_a_new_position_ends_the_old_posting_on_its_day_and_history_stays(city: City) -> None:
    take(city, books(person()))
    moved = person(JABATAN_NAMA="Guru Ahli Muda", TMT_JABATAN="15-01-2026")
    take(city, books(moved, titles=[["Keadaan per 1 Februari 2026"]]))
    history = Posting.objects.order_by("valid_from").values_list("position__name", "valid_from", "valid_to")
    assert list(history) == [
        ("Guru Ahli Pertama", date(2020, 1, 1), date(2026, 1, 15)),
        ("Guru Ahli Muda", date(2026, 1, 15), None),
    ]


def test_a_new_unit_without_a_new_day_moves_on_the_day_of_the_export(city: City) -> None:
    take(city, books(person()))
    take(city, books(person(UNOR_NAMA="SD Negeri 2"), titles=[["Keadaan per 1 Februari 2026"]]))
    history = Posting.objects.order_by("valid_from").values_list("unit__name", "valid_from", "valid_to")
    assert list(history) == [
        ("SD Negeri 1", date(2020, 1, 1), date(2026, 2, 1)),
        ("SD Negeri 2", date(2026, 2, 1), None),
    ]


def test_a_new_number_of_a_known_person_is_a_number_and_not_a_person(city: City) -> None:
    take(city, books(person()))
    renumbered = person("199001012026211009", PNS_ID=f"ID{NIP}", JENIS_PEGAWAI_NAMA="PPPK")
    take(city, books(renumbered, titles=[["Keadaan per 1 Februari 2026"]]))
    assert Person.objects.count() == 1
    numbers = dict(PersonNumber.objects.values_list("number", "is_current"))
    assert numbers == {NIP: False, "199001012026211009": True}
    assert Measurement.objects.count() == 2


def test_an_empty_cell_never_erases_what_is_known(city: City) -> None:
    take(city, books(person(GOL_AKHIR_NAMA="III/c")))
    take(city, books(person(GOL_AKHIR_NAMA=""), titles=[["Keadaan per 1 Februari 2026"]]))
    assert Person.objects.get().grade == "III/c"


def test_a_changed_standard_is_a_new_version_and_the_old_one_is_kept(city: City) -> None:
    take(city, books(person()))
    changed = standard_rows(("Guru Ahli Pertama", "Integritas", "Manajerial", 4, "Keputusan baru"))
    contents = {
        "data_asn.xlsx": xlsx(people_rows(person(), titles=[["Keadaan per 1 Maret 2026"]])),
        "standar.xlsx": xlsx(changed),
    }
    take(city, contents)
    versions = Standard.objects.filter(competency__key="integritas").order_by("valid_from")
    assert list(versions.values_list("level", "legal_basis", "valid_from", "valid_to")) == [
        (2, "Keputusan contoh", date(2026, 1, 2), date(2026, 3, 1)),
        (4, "Keputusan baru", date(2026, 3, 1), None),
    ]
    assert Standard.objects.filter(competency__key="pedagogik", valid_to=None).count() == 1


def test_a_measurement_is_never_overwritten_and_a_strangers_level_waits(city: City) -> None:
    take(city, books(person()))
    more = {
        "hasil.xlsx": xlsx(
            result_rows(
                (1, NIP, "", 2, "", 3, "05-06-2025", "Asesmen"),
                (2, NIP, "", 4, "", 3, "05-06-2025", "Asesmen"),
                (3, THIRD_NIP, "", 4, "", 3, "05-06-2025", "Asesmen"),
            )
        )
    }
    batch, _faults = actions.upload_workbooks(city=city, contents=more, at=AT, by=None)
    assert batch is not None
    actions.check_batch(batch=batch, at=AT, by=None)
    reasons = {(found.row, found.reason) for found in reads.list_findings(batch=batch)}
    assert reasons == {(3, "conflict"), (4, "stranger")}
    actions.import_batch(batch_id=batch.pk, at=AT, by=None)
    assert sorted(Measurement.objects.values_list("level", flat=True)) == [2, 3]


def test_the_national_dictionary_comes_with_the_first_standards(city: City) -> None:
    take(city, books(person()))
    integrity = Competency.objects.get(key="integritas")
    assert integrity.is_national
    assert integrity.levels.count() == 5
    assert Competency.objects.get(key="pedagogik").kind == "teknis"


def test_a_file_that_is_no_workbook_is_told_and_the_others_are_kept(city: City) -> None:
    contents = {"data_asn.xlsx": b"%PDF-1.4", "standar.xlsx": xlsx(standard_rows())}
    batch, faults = actions.upload_workbooks(city=city, contents=contents, at=AT, by=None)
    assert [fault.kind for fault in faults] == [Fault.PDF]
    assert batch is not None
    assert [kept.book for kept in reads.list_files(batch=batch)] == ["standar_kompetensi"]
    nothing, faults = actions.upload_workbooks(city=city, contents={"x": b"%PDF-1.4"}, at=AT, by=None)
    assert nothing is None
    assert len(faults) == 1


def test_a_workbook_uploaded_again_takes_the_place_of_the_first(city: City) -> None:
    batch, _faults = actions.upload_workbooks(city=city, contents=books(person("12")), at=AT, by=None)
    assert batch is not None
    mended = {"data_asn_2.xlsx": xlsx(people_rows(person(), titles=TITLE))}
    actions.upload_workbooks(city=city, contents=mended, at=AT, by=None, batch=batch)
    assert reads.list_files(batch=batch)[0].name == "data_asn_2.xlsx"
    assert StoredFile.objects.count() == 3
