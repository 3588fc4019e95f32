"""The rows of the national files in SIASN's exact column names, and what is missing of each before it is sent.

Ground: the columns are those of the service's own calls for `kursus` and `diklat`, the numbers of forms those of its
reference `jenisDiklat` (both read in public code; the service itself was not called).
"""

from sibina.credit.ledger.types import (
    CreditForm,
    Lacking,
    NationalFile,
    NationalRow,
    OtherForm,
    Sendable,
)
from sibina.plan.programmes.types import Form

COLUMNS: dict[NationalFile, tuple[str, ...]] = {
    NationalFile.KURSUS: (
        "instansiId",
        "institusiPenyelenggara",
        "jenisDiklatId",
        "jenisKursus",
        "jenisKursusSertipikat",
        "jumlahJam",
        "lokasiId",
        "namaKursus",
        "nomorSertipikat",
        "pnsOrangId",
        "tahunKursus",
        "tanggalKursus",
        "tanggalSelesaiKursus",
    ),
    NationalFile.DIKLAT: (
        "bobot",
        "id",
        "institusiPenyelenggara",
        "jenisKompetensi",
        "jumlahJam",
        "latihanStrukturalId",
        "nomor",
        "pnsOrangId",
        "tahun",
        "tanggal",
        "tanggalSelesai",
    ),
}
LEFT_EMPTY = ("jenisKursus", "lokasiId", "bobot", "id", "jenisKompetensi")
"""Columns whose reference lists the product does not hold, or that the service fills itself."""

TYPES: dict[CreditForm, tuple[int, str]] = {
    Form.FUNGSIONAL: (2, "F"),
    Form.TEKNIS: (3, "T"),
    Form.WORKSHOP: (4, "P"),
    Form.MANAJERIAL: (5, "T"),
    Form.SOSIAL_KULTURAL: (6, "T"),
    Form.SOSIALISASI: (7, "P"),
    Form.BIMTEK: (8, "T"),
    Form.SEMINAR: (9, "P"),
    Form.MAGANG: (10, "T"),
    Form.KURSUS: (11, "T"),
    Form.PENATARAN: (12, "T"),
    OtherForm.KLASIKAL_LAINNYA: (13, "T"),
    Form.COACHING: (14, "T"),
    Form.MENTORING: (15, "T"),
    Form.E_LEARNING: (16, "T"),
    Form.PJJ: (17, "T"),
    Form.DETASERING: (18, "T"),
    Form.OUTBOND: (19, "T"),
    Form.PATOK_BANDING: (20, "T"),
    Form.PERTUKARAN: (21, "T"),
    Form.BELAJAR_MANDIRI: (22, "T"),
    Form.KOMUNITAS_BELAJAR: (23, "T"),
    Form.BIMBINGAN_KERJA: (24, "T"),
    OtherForm.NONKLASIKAL_LAINNYA: (25, "T"),
}
"""jenisDiklatId and the letter of its certificate; 1 is leadership training, which has a file of its own."""

LEADERSHIP = (
    ("4", ("kepemimpinan nasional tingkat ii", "pkn ii", "pkn tingkat ii", "pim tk. ii", "diklatpim ii")),
    ("3", ("administrator", "pka", "pim tk. iii", "diklatpim iii")),
    ("2", ("pengawas", "pkp", "pim tk. iv", "diklatpim iv")),
)
"""latihanStrukturalId by the words of a title; today's names have no number of their own there (to be confirmed)."""
FORM_OF_TYPE: dict[int, CreditForm] = {
    1: Form.STRUKTURAL,
    **{number: form for form, (number, _) in TYPES.items()},
}
"""The form of each jenisDiklatId, for sheets that come from SIASN."""


def national_row(one: Sendable, *, agency: str) -> NationalRow:
    """The row of what somebody completed. `agency`: the city's instansiId, empty where it is not known."""
    lacking = [
        code
        for code, is_lacking in (
            (Lacking.NO_SIASN_ID, not one.siasn_id),
            (Lacking.NO_NUMBER, not one.number),
            (Lacking.NO_JP, one.jp is None),
            (Lacking.NO_ORGANISER, not one.organiser),
        )
        if is_lacking
    ]
    if one.form == Form.STRUKTURAL:
        kind = leadership_of(one.title)
        if not kind:
            lacking.append(Lacking.NO_LEADERSHIP_TYPE)
        return NationalRow(NationalFile.DIKLAT, one, _diklat(one, kind), tuple(lacking))
    if one.form not in TYPES:
        lacking.append(Lacking.NO_TYPE)
    if not agency:
        lacking.append(Lacking.NO_AGENCY)
    return NationalRow(NationalFile.KURSUS, one, _kursus(one, agency), tuple(lacking))


def _kursus(one: Sendable, agency: str) -> dict[str, str | int]:
    number, letter = TYPES.get(one.form, ("", ""))
    return _in_order(
        NationalFile.KURSUS,
        {
            "instansiId": agency,
            "institusiPenyelenggara": one.organiser,
            "jenisDiklatId": str(number),
            "jenisKursusSertipikat": letter,
            "jumlahJam": "" if one.jp is None else one.jp,
            "namaKursus": one.title,
            "nomorSertipikat": one.number,
            "pnsOrangId": one.siasn_id,
            "tahunKursus": one.ends_on.year,
            "tanggalKursus": f"{one.starts_on:%d-%m-%Y}",
            "tanggalSelesaiKursus": f"{one.ends_on:%d-%m-%Y}",
        },
    )


def _diklat(one: Sendable, kind: str) -> dict[str, str | int]:
    return _in_order(
        NationalFile.DIKLAT,
        {
            "institusiPenyelenggara": one.organiser,
            "jumlahJam": "" if one.jp is None else one.jp,
            "latihanStrukturalId": kind,
            "nomor": one.number,
            "pnsOrangId": one.siasn_id,
            "tahun": one.ends_on.year,
            "tanggal": f"{one.starts_on:%d-%m-%Y}",
            "tanggalSelesai": f"{one.ends_on:%d-%m-%Y}",
        },
    )


def _in_order(file: NationalFile, values: dict[str, str | int]) -> dict[str, str | int]:
    return {name: values.get(name, "") for name in COLUMNS[file]}


def leadership_of(title: str) -> str:
    """latihanStrukturalId that a title names; empty where it names none."""
    words = f" {' '.join(title.casefold().split())} "
    return next((kind for kind, names in LEADERSHIP if any(f" {name} " in words for name in names)), "")
