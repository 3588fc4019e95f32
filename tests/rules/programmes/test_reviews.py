"""What a signature is given for, and where a review stands: pure rules."""

from dataclasses import replace

import pytest

from sibina.plan.programmes.rules import digest_of, review_state
from sibina.plan.programmes.types import Form, ModuleFacts, RemarkKind, ReviewState

MODULES = [
    ModuleFacts("Pembukaan", 2, Form.SEMINAR, None, None, None, "", "", 1),
    ModuleFacts("Praktik", 10, Form.MAGANG, 7, 1, 3, "Dermaga", "Laporan", 2),
]
NOW, OLD = "a" * 64, "b" * 64
COMMENT, CHANGES, SIGNATURE = RemarkKind.COMMENT, RemarkKind.CHANGES, RemarkKind.SIGNATURE


@pytest.mark.parametrize(
    "changed",
    [
        [replace(MODULES[0], title="Pembukaan."), MODULES[1]],
        [MODULES[0], replace(MODULES[1], jp=11)],
        [MODULES[0], replace(MODULES[1], material="Gudang")],
        MODULES[::-1],
        MODULES[:1],
    ],
)
def test_any_change_of_a_word_a_number_or_a_place_is_another_text(changed: list[ModuleFacts]) -> None:
    assert digest_of(changed) != digest_of(MODULES)


def test_the_same_modules_are_the_same_text() -> None:
    assert digest_of([replace(one) for one in MODULES]) == digest_of(MODULES)


@pytest.mark.parametrize(
    ("remarks", "state"),
    [
        ([], ReviewState.WAITING),
        ([(COMMENT, NOW)], ReviewState.WAITING),
        ([(SIGNATURE, NOW)], ReviewState.SIGNED),
        ([(SIGNATURE, NOW), (COMMENT, NOW)], ReviewState.SIGNED),
        ([(SIGNATURE, OLD)], ReviewState.OUTDATED),
        ([(SIGNATURE, NOW), (CHANGES, NOW)], ReviewState.CHANGES),
        ([(CHANGES, OLD), (SIGNATURE, NOW)], ReviewState.SIGNED),
        ([(SIGNATURE, OLD), (SIGNATURE, NOW)], ReviewState.SIGNED),
    ],
)
def test_the_last_remark_that_decides_counts_for_the_text_as_it_is_now(
    remarks: list[tuple[str, str]], state: ReviewState
) -> None:
    assert review_state(remarks, NOW) is state
    assert review_state(remarks, NOW, is_withdrawn=True) is ReviewState.WITHDRAWN
