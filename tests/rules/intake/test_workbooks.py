"""The whole check on small workbooks: what is taken, refused, warned of."""

from datetime import date

import pytest

from sibina.ground.intake import files
from sibina.ground.intake.sentences import FAULTS, REASONS, fault_sentence, finding_sentence, report_of
from sibina.ground.intake.types import Book, Checked, FaultKind, Reason
from sibina.ground.people.types import Employment
from sibina.lib.spreadsheets import Fault
from tests.rules.intake.books import (
    NIP,
    OTHER_NIP,
    PEOPLE_HEADINGS,
    RESULT_HEADINGS,
    THIRD_NIP,
    csv_text,
    ods,
    people_rows,
    person,
    result_rows,
    standard_rows,
    xlsx,
)

TODAY = date(2026, 11, 23)


def check(**books: bytes) -> Checked:
    return files.check_contents({f"{name}.xlsx": content for name, content in books.items()}, today=TODAY)


def check_people(*rows: list[object], **more: object) -> Checked:
    return check(data_asn=xlsx(people_rows(*rows, **more)))  # type: ignore[arg-type]


def test_one_refused_row_never_stops_the_others_and_is_named_by_row_column_value_and_reason() -> None:
    checked = check_people(
        person(),
        person("123"),
        person(OTHER_NIP, NAMA=" \u00a0 "),
        person(THIRD_NIP, UNOR_NAMA="", UNOR_INDUK_NAMA=""),
        titles=[["DATA ASN"], ["Keadaan per 2 Januari 2026"], []],
    )
    assert checked.people is not None
    assert checked.people.columns.nip == [NIP]
    assert [(found.row, found.column, found.value, found.reason) for found in checked.people.refused] == [
        (6, "NIP BARU", "123", Reason.LENGTH),
        (7, "NAMA", "", Reason.NO_NAME),
        (8, "UNOR NAMA", "", Reason.NO_UNIT),
    ]
    assert checked.as_of == date(2026, 1, 2)


def test_doubled_rows_are_one_person_and_the_later_position_holds() -> None:
    later = person(TMT_JABATAN=date(2024, 5, 1), JABATAN_NAMA="Guru Ahli Muda")
    for rows in ([later, person()], [person(), later]):
        checked = check_people(*rows)
        assert checked.people is not None
        people = checked.people
        assert (people.rows, people.doubled, len(people.columns.nip)) == (2, 1, 1)
        assert [found.name for found in people.positions] == ["Guru Ahli Muda"]
        assert people.columns.position_since == [date(2024, 5, 1)]


def test_units_and_positions_are_one_in_spite_of_blanks_and_capitals() -> None:
    checked = check_people(
        person(UNOR_INDUK_NAMA="DINAS  PENDIDIKAN", JABATAN_NAMA="  Guru  Ahli Pertama"),
        person(OTHER_NIP, UNOR_INDUK_NAMA="Dinas\u00a0Pendidikan ", JABATAN_NAMA="GURU AHLI PERTAMA"),
    )
    assert checked.people is not None
    assert checked.people.offices == 1
    assert [(unit.office, unit.unit) for unit in checked.people.units] == [
        ("Dinas Pendidikan", "SD Negeri 1")
    ]
    assert [found.name for found in checked.people.positions] == ["Guru Ahli Pertama"]


def test_active_new_and_contract_are_counted_among_active_persons_only() -> None:
    checked = check_people(
        person(KEDUDUKAN_HUKUM_NAMA="Pensiun"),
        person(
            OTHER_NIP, JENIS_PEGAWAI_NAMA="PPPK", KEDUDUKAN_HUKUM_NAMA="PPPK Paruh Waktu", STATUS_CPNS_PNS=""
        ),
        person("200001012025061001", STATUS_CPNS_PNS="C"),
        titles=[["Keadaan per 2 Januari 2026"]],
    )
    people = checked.people
    assert people is not None
    assert (people.active, people.pppk, people.new) == (2, 1, 1)
    assert people.columns.employment == [Employment.PNS, Employment.PPPK_PARUH_WAKTU, Employment.CPNS]


def test_a_birth_date_other_than_the_nips_is_warned_of_and_the_person_is_taken() -> None:
    checked = check_people(person(TANGGAL_LAHIR="02-01-1990"), person(OTHER_NIP, TANGGAL_LAHIR="1992-02-02"))
    assert checked.people is not None
    assert [(found.row, found.value, found.reason) for found in checked.people.warnings] == [
        (2, "02-01-1990", Reason.BIRTH_DATE_DIFFERS)
    ]
    assert checked.people.columns.birth_date == [date(1990, 1, 2), date(1992, 2, 2)]


def test_personal_columns_are_not_read_and_the_report_lists_them() -> None:
    checked = check_people(person())
    people = report_of(checked)["people"]
    assert isinstance(people, dict)
    assert people["columns_not_read"] == ["AGAMA NAMA", "NIK"]
    assert "rahasia" not in repr(checked)
    assert "1234567890123456" not in repr(checked)


def test_headings_in_lower_case_with_underscores_are_the_same_headings() -> None:
    rows = people_rows(person())
    rows[0] = [heading.lower().replace(" ", "_") for heading in PEOPLE_HEADINGS]
    checked = check(data_asn=xlsx(rows))
    assert checked.people is not None
    assert checked.people.columns.nip == [NIP]


def test_a_repeated_header_a_row_of_column_numbers_and_a_footer_are_no_rows() -> None:
    rows = people_rows(
        person(), list(PEOPLE_HEADINGS), person(OTHER_NIP), [""], ["", "", "", "Sibolga, 2 Januari"]
    )
    rows.insert(1, [float(at + 1) for at in range(len(PEOPLE_HEADINGS))])
    checked = check(data_asn=xlsx(rows))
    assert checked.people is not None
    assert (checked.people.rows, len(checked.people.refused)) == (2, 0)
    assert [(found.row, found.reason) for found in checked.people.warnings] == [(4, Reason.HEADER_AGAIN)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_whatever_its_separator_and_encoding(mark: str, encoding: str) -> None:
    text = csv_text(people_rows(person(NAMA="Renée Müller")), mark)
    checked = files.check_contents({"x.csv": text.encode(encoding)}, today=TODAY)
    assert checked.people is not None
    assert checked.people.columns.name == ["Renée Müller"]


def test_csv_with_lines_in_two_encodings_is_read_line_by_line() -> None:
    first = csv_text(people_rows(person(NAMA="Renée"))).encode("utf-8")
    second = csv_text([person(OTHER_NIP, NAMA="Zoë")]).encode("cp1252")
    checked = files.check_contents({"x.csv": first + second}, today=TODAY)
    assert checked.people is not None
    assert checked.people.columns.name == ["Renée", "Zoë"]


def test_ods_gives_the_same_as_xlsx() -> None:
    rows = people_rows(person(), person("123"), titles=[["Keadaan per 2 Januari 2026"]])
    from_ods = files.check_contents({"a": ods(rows)}, today=TODAY)
    from_xlsx = files.check_contents({"a": xlsx(rows)}, today=TODAY)
    assert from_ods.people == from_xlsx.people


def test_standards_refuse_levels_kinds_and_contradictions_and_take_a_repeated_line_once() -> None:
    checked = check(
        standar=xlsx(
            standard_rows(
                ("Guru", "Integritas", "Manajerial", 2, "SK"),
                ("GURU ", "integritas", "Manajerial", "2", "SK"),
                ("Guru", "Integritas", "Manajerial", 3, "SK"),
                ("Guru", "Pedagogik", "Teknis", 7, "SK"),
                ("Guru", "Komunikasi", "Aneh", 2, "SK"),
                ("", "Komunikasi", "Manajerial", 2, "SK"),
            )
        )
    )
    taken = checked.standards
    assert taken is not None
    assert (taken.rows, taken.doubled, taken.columns.level) == (6, 1, [2])
    assert [(found.row, found.column, found.reason) for found in taken.refused] == [
        (4, "Level Wajib", Reason.CONFLICT),
        (5, "Level Wajib", Reason.LEVEL),
        (6, "Jenis", Reason.KIND),
        (7, "Jabatan", Reason.NO_POSITION),
    ]
    assert "level 2" in finding_sentence(taken.refused[0])
    assert "baris 2" in finding_sentence(taken.refused[0])


def test_a_level_outside_one_to_five_is_refused_as_a_cell_and_the_other_levels_are_taken() -> None:
    checked = check(
        standar=xlsx(standard_rows()),
        hasil=xlsx(result_rows((1, NIP, "Orang", 9, "", 3, "05-06-2025", "Asesmen"))),
    )
    taken = checked.measurements
    assert taken is not None
    assert list(zip(taken.columns.competency, taken.columns.level, strict=True)) == [("Pedagogik", 3)]
    assert [(found.row, found.column, found.value) for found in taken.refused] == [(2, "Integritas", "9")]


def test_a_result_without_day_method_or_nip_is_refused_as_a_row() -> None:
    checked = check(
        hasil=xlsx(
            result_rows(
                (1, NIP, "", 2, "", 3, "kapan-kapan", "Asesmen"),
                (2, NIP, "", 2, "", 3, "05-06-2025", "tebakan"),
                (3, "12", "", 2, "", 3, "05-06-2025", "Asesmen"),
                (4, NIP, "", 2, "", 3, "05-06-2031", "Asesmen"),
            )
        )
    )
    assert checked.measurements is not None
    assert [found.reason for found in checked.measurements.refused] == [
        Reason.DATE,
        Reason.METHOD,
        Reason.LENGTH,
        Reason.FUTURE,
    ]


def test_a_column_that_holds_no_levels_is_left_out_with_a_warning_and_not_cell_by_cell() -> None:
    headings = [*RESULT_HEADINGS, "Berat Badan"]
    rows = [
        headings,
        (1, NIP, "", 2, "", 3, "05-06-2025", "Asesmen", 61),
        (2, OTHER_NIP, "", 1, "", 2, "05-06-2025", "Tes", 58),
    ]
    checked = check(hasil=xlsx(rows))
    taken = checked.measurements
    assert taken is not None
    assert not taken.refused
    assert [(found.column, found.reason) for found in taken.warnings] == [
        ("Berat Badan", Reason.COLUMN_UNKNOWN)
    ]


def test_a_header_of_two_storeys_is_one_header() -> None:
    rows = [
        ["No", "NIP", "Nama", "Kompetensi Manajerial", "", "Kompetensi Teknis", "Tanggal", "Metode"],
        ["", "", "", "Integritas", "Kerja Sama", "Pedagogik", "", ""],
        (1, NIP, "", 2, 4, 3, "05-06-2025", "Asesmen"),
    ]
    checked = check(hasil=xlsx(rows))
    assert checked.measurements is not None
    assert checked.measurements.columns.competency == ["Integritas", "Kerja Sama", "Pedagogik"]
    assert checked.measurements.columns.row == [3, 3, 3]


def test_missing_columns_are_named_all_at_once() -> None:
    rows = [[cell for at, cell in enumerate(row) if at not in (1, 14)] for row in people_rows(person())]
    (fault,) = check(data_asn=xlsx(rows)).faults
    assert fault.kind is FaultKind.MISSING_COLUMNS
    assert "NIP BARU, UNOR NAMA" in fault_sentence(fault)


def test_a_column_that_stands_twice_is_refused_and_named() -> None:
    rows = [[*row, row[1]] for row in people_rows(person())]
    (fault,) = check(data_asn=xlsx(rows)).faults
    assert fault.kind is FaultKind.COLUMN_TWICE
    assert "NIP BARU" in fault_sentence(fault)


def test_the_same_workbook_twice_and_a_wrong_name_are_told() -> None:
    content = xlsx(result_rows())
    (twice,) = check(a=content, b=content).faults
    assert twice.kind is FaultKind.SAME_BOOK_TWICE
    swapped = files.check_contents(
        {"data_asn.xlsx": content}, today=TODAY, expected={"data_asn.xlsx": Book.PEOPLE}
    )
    assert "Hasil penilaian" in fault_sentence(swapped.faults[0])


def test_every_reason_and_every_fault_has_a_sentence_in_words() -> None:
    assert set(REASONS) == set(Reason)
    assert set(FAULTS) == {*Fault, *FaultKind}
