"""Who was there in sessions that are over and were not kept here: lists that come in at once, for a whole year."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction

from sibina.ground.cycles.api import Cycle
from sibina.lib.audit.api import record
from sibina.lib.bulk import joining_whole_tables

NOTE = """
INSERT INTO deliver_sessions_attendanceevent
  (city_id, key, day_id, enrolment_id, kind, method, claimed_at, skew, received_at, by_id, reason)
SELECT found.city_id, found.key, found.day_id, found.enrolment_id, 'day', 'list', found.ends_at, 0, %(at)s, %(by)s, ''
FROM (
  SELECT day.city_id, day.id AS day_id, part.id AS enrolment_id, day.ends_at,
         md5(concat_ws(' ', %(seed)s::text, session.code, person.number, day.day))::uuid AS key
  FROM deliver_sessions_session AS session
  JOIN deliver_sessions_sessionday AS day ON day.session_id = session.id
  JOIN deliver_sessions_enrolment AS part ON part.session_id = session.id AND part.state = 'accepted'
  JOIN people_person AS person ON person.id = part.person_id
  WHERE session.cycle_id = %(cycle)s AND session.stage = 'held'
) AS found
WHERE ('x' || left(found.key::text, 8))::bit(32)::bigint %% %(one_in)s <> 0
ON CONFLICT DO NOTHING
"""
COUNT = """
INSERT INTO deliver_sessions_presence
  (city_id, day_id, enrolment_id, state, minutes, method, doubts, corrections)
SELECT event.city_id, event.day_id, event.enrolment_id, 'present',
       floor(extract(epoch FROM day.ends_at - day.starts_at) / 60), 'list', '[]', 0
FROM deliver_sessions_attendanceevent AS event
JOIN deliver_sessions_sessionday AS day ON day.id = event.day_id
JOIN deliver_sessions_session AS session ON session.id = day.session_id
WHERE session.cycle_id = %(cycle)s AND event.kind = 'day'
ON CONFLICT DO NOTHING
"""
"""A list without times counts the whole day, as `rules.merge_marks` says."""


@transaction.atomic
def record_past_attendance(*, cycle: Cycle, seed: int, one_in: int, by: User | None, at: datetime) -> int:
    """Everybody who had accepted a seat in a session of the year that was held was there on each of its days, but for about
    one in so many days of a person. The same seed leaves out the same; what was noted before stays. Returns how many days.
    """
    told = {"cycle": cycle.pk, "seed": seed, "one_in": one_in, "by": by.pk if by else None, "at": at}
    with connection.cursor() as cursor, joining_whole_tables(cursor):
        cursor.execute(NOTE, told)
        days: int = cursor.rowcount
        cursor.execute(COUNT, told)
    data = {"year": cycle.year, "days": days}
    record(verb="sessions.attendance.recorded", city=cycle.city, by=by, at=at, target=cycle, data=data)
    return days
