"""`sibina draw APPLICANTS`: a table of who asks for a seat in; the drawn list and one JSON object out."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from sibina.deliver.sessions.rules.draw import draw_seats, list_bands
from sibina.deliver.sessions.sentences.draw import NOBODY_ASKS, SEED_MISSING, SEED_UNREADABLE
from sibina.deliver.sessions.types.draw import Applicant
from sibina.lib.table_sentences import kind_words
from sibina.lib.tables import BadInput, Column, Kind, Problem, TableSpec, look_at_table, write_table

SPEC = TableSpec({"person": Kind.TEXT}, {"band": Column(Kind.WHOLE)}, unique=("person",))
MOST_SEATS = 10**9 - 1


def run_draw(
    applicants: Path | str, out: Path | str | None = None, *, seats: str, seed: str
) -> dict[str, Any]:
    """Draws, writes `draw.csv` when `out` is given, and answers the JSON object.

    Without a column `band` everybody stands in band 1. `band` in the answer is the one in which chance decided;
    null where there was nothing to decide. Raises BadInput with every problem; nothing is written then.
    """
    table, problems = look_at_table(applicants, SPEC)
    if not problems and table.frame.empty:
        problems.append(Problem(table.file, allowed=NOBODY_ASKS, code="note"))
    problems += [*_seats(seats), *_seed(seed)]
    if problems:
        raise BadInput(problems, table.warnings)
    people = table.frame["person"].tolist()
    bands = table.frame["band"].tolist() if "band" in table.frame else [1] * len(people)
    asking = [Applicant(person, band) for person, band in zip(people, bands, strict=True)]
    served = list_bands(bands, int(seats))
    drawn = [asdict(each) | {"seated": int(each.seated)} for each in draw_seats(asking, int(seats), seed)]
    if out is not None:
        Path(out).mkdir(parents=True, exist_ok=True)
        write_table(pd.DataFrame(drawn), Path(out) / "draw.csv")
    return {
        "applicants": len(asking),
        "seats": int(seats),
        "seated": sum(one.seats for one in served),
        "seed": seed,
        "band": next((one.band for one in served if one.is_drawn), None),
        "bands": [asdict(one) for one in served],
        "list": drawn,
        "warnings": [each.sentence() for each in table.warnings],
    }


def _seats(seats: str) -> list[Problem]:
    if re.fullmatch("[0-9]{1,9}", seats):
        return []
    return [Problem("--seats", value=seats, allowed=kind_words(Kind.WHOLE, 0, MOST_SEATS))]


def _seed(seed: str) -> list[Problem]:
    if not seed.strip():
        return [Problem("--seed", allowed=SEED_MISSING, code="note")]
    try:
        seed.encode()
    except UnicodeEncodeError:
        return [Problem("--seed", allowed=SEED_UNREADABLE, code="note")]
    return []
