"""What the staff of an example city learnt elsewhere, with its counted year; written in bulk."""

import hashlib
from datetime import datetime, timedelta
from functools import cache

import numpy as np
import pandas as pd
from django.utils import timezone

from sibina.credit.ledger.api import OutsideEvent, OutsideTraining, set_agency
from sibina.credit.ledger.types import OutsideState, OutsideStep
from sibina.ground.people.rules import name_key
from sibina.lib.access import Role
from sibina.lib.documents import render_pdf
from sibina.lib.files.api import PDF, store_file
from sibina.lib.tenancy.models import City
from sibina.web.examples.rules import agency_of, make_outside
from sibina.web.examples.types import ExampleCity
from sibina.web.examples.writing import reserve_ids, write_rows

EVIDENCE = "sertifikat-contoh.pdf"
SENT_AFTER, JUDGED_AFTER = timedelta(days=4), timedelta(days=8)
STEPS = {OutsideState.VERIFIED: OutsideStep.VERIFIED, OutsideState.REFUSED: OutsideStep.REFUSED}


def siasn_id_of(number: str) -> str:
    """A number of the person in SIASN that nobody holds; a few people have none, as in every city."""
    digest = hashlib.md5(f"contoh {number}".encode(), usedforsecurity=False).hexdigest().upper()
    return "" if digest.startswith("00") else digest


@cache
def _evidence(city: str) -> bytes:
    """A certificate of nobody: a page that says what it is."""
    note = {"kind": "text", "text": "Berkas bukti untuk data contoh; bukan sertifikat siapa pun."}
    empty = dict.fromkeys(("agency", "address", "number", "subtitle", "footer"), "")
    told = {"city": city, "title": "Bukti pelatihan luar", "is_example": True, "landscape": False}
    told |= empty | {"blocks": [note], "signatures": []}
    return render_pdf("report.typ", told)


def write_outside(city: City, example: ExampleCity, people: np.ndarray, *, at: datetime, seed: int) -> None:
    """The running year's records of the whole staff."""
    set_agency(city=city, code=agency_of(city.slug), at=at, by=None)
    today = timezone.localdate(at)
    rows = make_outside(example, year=today.year, today=today, seed=seed)
    evidence = store_file(city=city, name=EVIDENCE, content=_evidence(city.name), at=at, content_type=PDF)
    ids = reserve_ids(OutsideTraining, len(rows))
    sent = rows["ends_on"] + SENT_AFTER
    told = rows[["title", "organiser", "form", "abroad", "starts_on", "ends_on", "days", "jp", "number"]]
    told = told.assign(
        id=ids,
        city_id=city.pk,
        person_id=people[rows["person"]],
        title_key=rows["title"].map(name_key),
        state=rows["state"],
        reason=rows["reason"],
        sent_at=_moments(sent),
        evidence_id=evidence.pk,
        is_imported=False,
        revision=1,
    )
    write_rows(OutsideTraining, told)
    _write_events(city, ids, rows, sent)


def _write_events(city: City, ids: np.ndarray, rows: pd.DataFrame, sent: pd.Series) -> None:
    """Sent by the person, and judged by the agency where it has been."""
    first = pd.DataFrame({"training_id": ids, "step": OutsideStep.SENT.value, "at": _moments(sent)})
    first = first.assign(role=Role.ASN.value, reason="")
    is_judged = (rows["state"] != OutsideState.WAITING).to_numpy()
    judged = pd.DataFrame(
        {
            "training_id": ids[is_judged],
            "step": rows["state"][is_judged].map(STEPS).to_numpy(),
            "at": _moments(rows["ends_on"][is_judged] + JUDGED_AFTER).to_numpy(),
            "role": Role.ANALIS.value,
            "reason": rows["reason"][is_judged].to_numpy(),
        }
    )
    write_rows(OutsideEvent, pd.concat([first, judged]).assign(city_id=city.pk, said="{}"))


def _moments(days: pd.Series) -> pd.Series:
    return days.dt.strftime("%Y-%m-%d 03:00:00+00")
