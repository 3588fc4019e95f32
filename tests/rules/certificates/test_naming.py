"""A name is told by who knows it, and to nobody else; who was where is put together."""

from dataclasses import replace
from datetime import date

from sibina.credit.certificates.rules import group_activities, mask_name, same_name
from sibina.plan.programmes.types import Activity, ActivityKind, Form

PRINTED = "Dra. Siti Rahma Nasution, M.A.P."
BARE = "SITI RAHMA NASUTION"


def test_a_masked_name_tells_first_letters_and_no_length() -> None:
    assert mask_name("Siti Rahma Nasution") == "S••• R••• N•••"
    assert mask_name("Al") == "A•••"
    assert mask_name("'Aisyah Nur") == "N•••"


def test_the_name_is_known_with_or_without_titles_in_any_writing() -> None:
    for typed in (
        "siti rahma nasution",
        "Dra. Siti  Rahma Nasution, M.A.P.",
        " Dra Siti Rahma Nasution M A P ",
    ):
        assert same_name(typed, name=BARE, printed=PRINTED)
    for typed in ("", "Siti", "Siti Rahma", "Siti Rahma Nasution Harahap", "•••"):
        assert not same_name(typed, name=BARE, printed=PRINTED)


ONE = Activity(
    kind=ActivityKind.SESSION,
    key=1,
    person_id=1,
    form=Form.BIMTEK,
    title="Pelayanan",
    organiser="",
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 3, 4),
    days=(date(2026, 3, 2),),
    minutes=None,
    jp=20,
    abroad=False,
    completed=True,
    programme_id=5,
)


def test_who_completed_the_same_event_is_certified_together() -> None:
    later = date(2026, 3, 9)
    groups = group_activities(
        [
            ONE,
            replace(ONE, key=2, person_id=2, days=()),
            replace(ONE, key=3, person_id=3, completed=False),
            replace(ONE, key=4, person_id=4, ends_on=later),
            replace(ONE, key=5, person_id=5, kind=ActivityKind.MENTORING),
        ]
    )
    assert [[one.key for one in group.activities] for group in groups] == [[4], [1, 2]]
    assert groups[0].code != groups[1].code
