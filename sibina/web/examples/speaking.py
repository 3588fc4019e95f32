"""Writing the speakers of an example city: the register, sessions of past years with their ratings, absences."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pandas as pd
from django.contrib.auth.models import User

from sibina.ground.competencies.api import Competency
from sibina.ground.cycles.api import Cycle
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import (
    Offering,
    Speaker,
    SpeakerField,
    SpeakerPeriod,
    SpeakerRating,
    hold_offerings,
)
from sibina.plan.programmes.rules import speaker_key
from sibina.web.examples.rules.speakers import NOTES
from sibina.web.examples.writing import linked, reserve_ids, write_rows


def write_speakers(
    city: City, tables: dict[str, pd.DataFrame], people: np.ndarray, at: datetime
) -> np.ndarray:
    """The register with its fields; the keys of its rows, in order."""
    speakers, fields = tables["speakers"], tables["speaker_fields"]
    ids = reserve_ids(Speaker, len(speakers))
    named = zip(speakers["name"], speakers["institution"], strict=True)
    rows = speakers[["name", "institution", "fee_class"]].assign(
        id=ids,
        city_id=city.pk,
        key=[speaker_key(*parts) for parts in named],
        person_id=linked(speakers["person"], people),
        is_active=True,
        revision=1,
        changed_at=at,
    )
    write_rows(Speaker, rows)
    competency_of = dict(Competency.objects.exclude(code="").values_list("code", "pk"))
    known = pd.DataFrame(
        {
            "city_id": city.pk,
            "speaker_id": ids[fields["speaker"]],
            "competency_id": fields["code"].map(competency_of).astype("Int64"),
            "words": fields["words"],
        }
    )
    write_rows(SpeakerField, known)
    return ids


def write_record(
    city: City,
    tables: dict[str, pd.DataFrame],
    *,
    speakers: np.ndarray,
    programmes: np.ndarray,
    cycles: Sequence[Cycle],
) -> pd.DataFrame:
    """Sessions of past years, and the days on which somebody cannot. Returns the sessions with their keys and `rating`."""
    held = tables["past_sessions"]
    sessions = held.assign(
        id=reserve_ids(Offering, len(held)),
        city_id=city.pk,
        cycle_id=held["year"].map({row.year: row.pk for row in cycles}),
        programme_id=programmes[held["programme"]],
        speaker_id=speakers[held["speaker"]],
        is_held=False,
    )
    write_rows(Offering, sessions.drop(columns=["programme", "speaker", "year", "rating"]))
    away = tables["absences"]
    rows = away.drop(columns="speaker").assign(city_id=city.pk, speaker_id=speakers[away["speaker"]])
    write_rows(SpeakerPeriod, rows)
    return sessions


def write_ratings(sessions: pd.DataFrame, *, held: set[int], rater: User) -> None:
    """What was said of the speakers after the sessions that came about."""
    rated = sessions[(sessions["rating"] > 0) & sessions["id"].isin(held)]
    ratings = pd.DataFrame(
        {
            "city_id": rated["city_id"],
            "speaker_id": rated["speaker_id"],
            "offering_id": rated["id"],
            "score": rated["rating"],
            "note": rated["rating"].map(NOTES).fillna(""),
            "given_at": [f"{day} 08:00:00+00" for day in rated["ends_on"]],
            "given_by_id": rater.pk,
        }
    )
    write_rows(SpeakerRating, ratings)


def hold_past_sessions(cycles: Sequence[Cycle]) -> set[int]:
    """All sessions of years that had no plan: they stay as they were, with the days of their speakers. Returns them."""
    held: set[int] = set()
    for cycle in cycles:
        offered = set(Offering.objects.filter(cycle=cycle).values_list("pk", flat=True))
        hold_offerings(cycle=cycle, offerings=offered)
        held |= offered
    return held
