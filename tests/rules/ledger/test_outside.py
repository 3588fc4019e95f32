"""What an outside training may say, and the way of its record."""

from datetime import date

import pytest

from sibina.credit.ledger.rules import after, fact_of_outside, flaws_of, kind_of_evidence
from sibina.credit.ledger.sentences import EVIDENCE_FLAWS, FLAWS
from sibina.credit.ledger.types import (
    EvidenceProblem,
    OtherForm,
    OutsideFacts,
    OutsideProblem,
    OutsideState,
    OutsideStep,
    ReasonOwed,
    StepRefused,
)
from sibina.plan.programmes.types import Form

TODAY = date(2026, 11, 23)
DAY = date(2026, 3, 2)


def told(**facts):
    usual = {
        "title": "Pelatihan arsip", "organiser": "LAN", "form": Form.TEKNIS, "abroad": False, "starts_on": DAY,
        "ends_on": DAY, "days": 1, "jp": 8, "number": "",
    }  # fmt: skip
    return OutsideFacts(**usual | facts)


def problems(**facts):
    return [flaw.problem for flaw in flaws_of(told(**facts), today=TODAY, by_hours={Form.TEKNIS})]


P = OutsideProblem


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"jp": -3}, [P.JP_TOO_LOW]),
        ({"jp": 0}, [P.JP_TOO_LOW]),
        ({"jp": 900}, [P.JP_BEYOND_DAYS]),
        ({"jp": 16}, []),
        ({"jp": 17}, [P.JP_BEYOND_DAYS]),
        ({"jp": 900, "form": Form.STRUKTURAL, "ends_on": date(2026, 6, 30), "days": 80}, []),
        ({"jp": 1001, "ends_on": date(2026, 6, 30)}, [P.JP_TOO_HIGH]),
        ({"jp": None}, [P.NO_JP]),
        ({"jp": None, "form": Form.SEMINAR}, []),
        ({"ends_on": date(2026, 3, 1)}, [P.ENDS_BEFORE]),
        ({"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 2)}, [P.IN_FUTURE]),
        ({"starts_on": TODAY, "ends_on": TODAY}, []),
        ({"starts_on": date(1926, 3, 2)}, [P.TOO_OLD]),
        ({"starts_on": date(2020, 3, 2)}, [P.TOO_LONG]),
        ({"days": 2}, [P.DAYS_BEYOND_SPAN]),
        ({"days": 0}, [P.DAYS_TOO_FEW]),
        ({"title": "  "}, [P.NO_TITLE]),
        ({"organiser": ""}, [P.NO_ORGANISER]),
        ({"form": OtherForm.TUGAS_BELAJAR, "starts_on": date(2026, 1, 5)}, []),
        ({"form": OtherForm.TUGAS_BELAJAR, "starts_on": date(2025, 7, 5)}, [P.MORE_THAN_A_SEMESTER]),
        ({"title": "", "jp": -3, "days": 9}, [P.NO_TITLE, P.DAYS_BEYOND_SPAN, P.JP_TOO_LOW]),
    ],
)
def test_what_cannot_be_so_is_named(facts, expected):
    assert problems(**facts) == expected


def test_every_problem_has_one_sentence_of_its_own():
    assert set(FLAWS) == set(OutsideProblem)
    assert len({str(sentence) for sentence in FLAWS.values()}) == len(FLAWS)
    assert set(EVIDENCE_FLAWS) == set(EvidenceProblem)


def test_so_many_days_are_counted_from_the_first_on():
    fact = fact_of_outside(key=4, person_id=7, facts=told(ends_on=date(2026, 3, 20), days=3))
    assert fact.days == (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4))


S, T = OutsideState, OutsideStep


@pytest.mark.parametrize(
    ("state", "step", "then"),
    [
        (S.WAITING, T.VERIFIED, S.VERIFIED),
        (S.WAITING, T.REFUSED, S.REFUSED),
        (S.REFUSED, T.SENT_AGAIN, S.WAITING),
        (S.WAITING, T.SENT_AGAIN, S.WAITING),
        (S.VERIFIED, T.REVOKED, S.REFUSED),
        (S.REFUSED, T.WITHDRAWN, S.WITHDRAWN),
    ],
)
def test_the_way_of_a_record(state, step, then):
    assert after(state, step, "Nomornya tidak terbaca.") == then


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (S.VERIFIED, T.VERIFIED),
        (S.VERIFIED, T.SENT_AGAIN),
        (S.VERIFIED, T.WITHDRAWN),
        (S.REFUSED, T.VERIFIED),
        (S.WITHDRAWN, T.SENT_AGAIN),
        (S.WAITING, T.REVOKED),
    ],
)
def test_a_step_that_does_not_begin_here_is_refused(state, step):
    with pytest.raises(StepRefused) as refused:
        after(state, step, "Nomornya tidak terbaca.")
    assert refused.value.state == state


@pytest.mark.parametrize("step", [T.REFUSED, T.REVOKED])
def test_a_refusal_owes_a_reason(step):
    with pytest.raises(ReasonOwed):
        after(S.WAITING if step == T.REFUSED else S.VERIFIED, step, "tidak")


def test_a_file_is_known_by_its_content():
    assert kind_of_evidence(b"%PDF-1.7 ...") == "application/pdf"
    assert kind_of_evidence(b"\xff\xd8\xff\xe0...") == "image/jpeg"
    assert kind_of_evidence(b"\x89PNG\r\n\x1a\n...") == "image/png"
    assert kind_of_evidence(b"PK\x03\x04 docx") == EvidenceProblem.OTHER_KIND
    assert kind_of_evidence(b"<html><script>") == EvidenceProblem.OTHER_KIND
    assert kind_of_evidence(b"  ") == EvidenceProblem.EMPTY
    assert kind_of_evidence(b"%PDF-" + b"x" * (5 * 1024**2)) == EvidenceProblem.TOO_LARGE
