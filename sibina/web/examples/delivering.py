"""The sessions of the years behind an example city: prepared from the plan, and what became of them."""

from collections.abc import Mapping
from datetime import datetime, time
from zlib import crc32

from django.contrib.auth.models import User

from sibina.deliver.sessions.api import (
    Enrolment,
    Hours,
    list_sessions,
    prepare_sessions,
    record_cooperation,
    record_past_attendance,
    record_past_sessions,
)
from sibina.deliver.sessions.types import ReasonKind
from sibina.deliver.sessions.types.cooperation import Colleagues
from sibina.ground.cycles.api import Cycle
from sibina.plan.planning.api import CityPlan

HOURS = Hours(time(8), time(16))
WHY_NOT = (
    (ReasonKind.DUTY, "Bertugas di loket pelayanan pada hari itu."),
    (ReasonKind.DUTY, "Batas waktu laporan keuangan jatuh pada minggu yang sama."),
    (ReasonKind.RELEVANCE, "Sudah pindah tugas; materinya tidak dipakai lagi."),
    (ReasonKind.SUPERIOR, "Diminta atasan menyelesaikan pemeriksaan inspektorat."),
    (ReasonKind.DISTANCE, "Kapal dari pulau tidak berangkat karena cuaca."),
    (ReasonKind.PREVENTED, "Berhalangan."),
)
ONE_IN = 23
"""So few who were to come declined; a session keeps at least the fewest that it needs."""


MISSED_ONE_IN = 40
"""So few days on which somebody who was to come was not there."""


def write_sessions(plan: CityPlan, *, by: User, at: datetime) -> None:
    """The sessions that the plan runs, with everybody whom it seats."""
    prepare_sessions(plan=plan, hours=HOURS, invite=False, by=by, at=at)


def write_what_became(cycle: Cycle, *, lapsed: Mapping[int, str], by: User, at: datetime, seed: int) -> None:
    """Those that lapsed were called off, the others held; a few people had declined for some reason, or missed a day."""
    declined = {}
    for session in list_sessions(cycle=cycle).prefetch_related("enrolments"):
        spare = session.taken - session.min_seats
        for row in session.enrolments.all():
            lot = crc32(f"{seed} {session.code} {row.person_id}".encode())
            if spare > 0 and lot % ONE_IN == 0:
                declined[session.offering_id, row.person_id] = WHY_NOT[lot // ONE_IN % len(WHY_NOT)]
                spare -= 1
    record_past_sessions(cycle=cycle, lapsed=lapsed, declined=declined, by=by, at=at)
    record_past_attendance(cycle=cycle, seed=seed, one_in=MISSED_ONE_IN, by=by, at=at)


SAID = (
    *[None] * 4,
    *[Colleagues.NONE] * 3,
    *[Colleagues.FEW] * 6,
    *[Colleagues.SOME] * 2,
    Colleagues.MANY,
)
"""Four of sixteen did not answer; of the others a quarter has not worked with anybody of another office."""


def write_cooperation(cycle: Cycle, *, by: User, at: datetime, seed: int) -> None:
    """What people said some months after, with how many of other offices they have worked."""

    def choose(row: Enrolment) -> Colleagues | None:
        return SAID[crc32(f"{seed} kerja sama {row.session_id} {row.person_id}".encode()) % len(SAID)]

    record_cooperation(cycle=cycle, choose=choose, by=by, at=at)
