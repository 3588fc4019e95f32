"""Pure rules of people: keys under which names are one in spite of blanks and capitals; class of a position."""

import re
from collections.abc import Sequence
from datetime import date

from sibina.ground.people.types import MergeProblem, PositionClass, PositionKind, UnitMove, UnitOnDay

UNIT_KEY_JOIN = " / "


def name_key(name: str) -> str:
    """What two spellings of one name share: capitals and doubled blanks do not count."""
    return " ".join(name.casefold().split())


def unit_key(office: str, unit: str = "") -> str:
    """The key of an office, or of a unit below it: “Sekretariat” of one office is not that of another."""
    return UNIT_KEY_JOIN.join(name_key(name) for name in (office, unit) if name)


STEPS_OF_EXPERTISE = (
    ("ahli utama", PositionClass.AHLI_UTAMA),
    ("ahli madya", PositionClass.AHLI_MADYA),
    ("ahli muda", PositionClass.AHLI_MUDA),
    ("ahli pertama", PositionClass.AHLI_PERTAMA),
    ("penyelia", PositionClass.PENYELIA),
    ("mahir", PositionClass.MAHIR),
    ("terampil", PositionClass.TERAMPIL),
    ("pemula", PositionClass.PEMULA),
    ("pelaksana lanjutan", PositionClass.MAHIR),
    ("pelaksana", PositionClass.TERAMPIL),
    ("utama", PositionClass.AHLI_UTAMA),
    ("madya", PositionClass.AHLI_MADYA),
    ("muda", PositionClass.AHLI_MUDA),
    ("pertama", PositionClass.AHLI_PERTAMA),
)
"""The last words of a functional position, today's names before those of the older regulations."""

HEADS_OF_OFFICES = re.compile(
    r"(kepala (dinas|badan|satuan|inspektorat|rsud|rumah sakit|pelaksana badan|sekretariat d)"
    r"|direktur|inspektur$|inspektur (kota|daerah)|sekretaris daerah|sekretaris d(ewan|prd)|asisten|staf ahli)"
)
HEADS_OF_DIVISIONS = re.compile(
    r"(kepala (bidang|bagian|sekretariat|kecamatan|kantor)|sekretaris(?! (kelurahan|lurah))|camat|wakil direktur"
    r"|(kepala )?inspektur pembantu)"
)
HEAD_WORDS = re.compile(
    r"(kepala|sekretaris|camat|lurah|direktur|wakil direktur|inspektur|asisten|staf ahli)\b"
)
ECHELONS = {
    "i": PositionClass.JPT_MADYA,
    "1": PositionClass.JPT_MADYA,
    "ii": PositionClass.JPT_PRATAMA,
    "2": PositionClass.JPT_PRATAMA,
    "iii": PositionClass.ADMINISTRATOR,
    "3": PositionClass.ADMINISTRATOR,
    "iv": PositionClass.PENGAWAS,
    "4": PositionClass.PENGAWAS,
    "v": PositionClass.PENGAWAS,
    "5": PositionClass.PENGAWAS,
}


def kind_of_position(name: str, stated: str = "") -> PositionKind:
    """The kind that the source states; where it is silent, what the name says.

    Ground: UU 20/2023 Pasal 13 (jabatan manajerial dan nonmanajerial), in the older words that SIASN still uses.
    """
    said = name_key(stated)
    if "umum" in said or "pelaksana" in said:
        return PositionKind.PELAKSANA
    if "fungsional" in said:
        return PositionKind.FUNGSIONAL
    if "struktural" in said or "pimpinan" in said or "administrasi" in said:
        return PositionKind.STRUKTURAL
    key = name_key(name)
    if HEAD_WORDS.match(key):
        return PositionKind.STRUKTURAL
    is_step = any(key.endswith(f" {words}") for words, _ in STEPS_OF_EXPERTISE[:8])
    return PositionKind.FUNGSIONAL if is_step else PositionKind.PELAKSANA


def class_of_position(name: str, kind: PositionKind, echelon: str = "") -> PositionClass:
    """The class that prefills required levels: from the echelon where stated, else from the name.

    A functional position whose name tells no step is taken as the first of expertise.
    Ground: PP 11/2017 jo. PP 17/2020 (jenjang jabatan); PermenPANRB 1/2023 (jabatan fungsional).
    """
    key = name_key(name)
    if kind is PositionKind.PELAKSANA:
        return PositionClass.PELAKSANA
    if kind is PositionKind.FUNGSIONAL:
        return next(
            (step for words, step in STEPS_OF_EXPERTISE if key == words or key.endswith(f" {words}")),
            PositionClass.AHLI_PERTAMA,
        )
    stated = ECHELONS.get(re.split(r"[./ ]", name_key(echelon))[0]) if echelon else None
    if stated is None and re.fullmatch(r"[1-5][12]", echelon):
        stated = ECHELONS[echelon[0]]
    if stated is not None:
        return stated
    if HEADS_OF_OFFICES.match(key):
        return PositionClass.JPT_PRATAMA
    return PositionClass.ADMINISTRATOR if HEADS_OF_DIVISIONS.match(key) else PositionClass.PENGAWAS


def problems_of_merger(
    leaving: Sequence[UnitOnDay], into: UnitOnDay | None, *, office: int, day: date
) -> tuple[MergeProblem, ...]:
    """Why the office `office`, with its units `leaving`, cannot merge into another on the day; empty when it can.

    `leaving` holds the office and its units that stand on the day; `into` is None where it does not stand then.
    """
    found = []
    if into is not None and into.pk == office:
        found.append(MergeProblem.SAME_OFFICE)
    if not any(unit.pk == office for unit in leaving):
        found.append(MergeProblem.NOT_THERE)
    elif any(unit.pk == office and unit.valid_to is not None for unit in leaving):
        found.append(MergeProblem.ENDS_ALREADY)
    if into is None:
        found.append(MergeProblem.TARGET_NOT_THERE)
    elif into.valid_to is not None:
        found.append(MergeProblem.TARGET_ENDS)
    if any(unit.valid_from >= day for unit in leaving):
        found.append(MergeProblem.BEGINS_THEN)
    return tuple(found)


def moves_of_merger(
    leaving: Sequence[UnitOnDay], staying: Sequence[UnitOnDay], *, office: int, into: int
) -> tuple[UnitMove, ...]:
    """What becomes of each unit of an office that merges into another; units above come before those below.

    A unit meets the one of its name below the same place; where there is none, one is made.
    """
    there = {(unit.parent, name_key(unit.name)): unit.pk for unit in staying}
    below: dict[int, list[UnitOnDay]] = {}
    for unit in sorted(leaving, key=lambda one: (one.name, one.pk)):
        if unit.parent is not None:
            below.setdefault(unit.parent, []).append(unit)
    met: dict[int, int | None] = {office: into}
    moves: list[UnitMove] = []
    edge = [office]
    while edge:
        parent = edge.pop(0)
        for unit in below.get(parent, []):
            above = met[parent]
            meets = there.get((above, name_key(unit.name))) if above is not None else None
            met[unit.pk] = meets
            moves.append(UnitMove(pk=unit.pk, name=unit.name, parent=parent, meets=meets))
            edge.append(unit.pk)
    return tuple(moves)
