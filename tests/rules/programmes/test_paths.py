"""Every form of the national list takes one path."""

from sibina.plan.programmes.rules import paths_of
from sibina.plan.programmes.types import Form, Path


def test_a_course_is_classical_and_guidance_at_work_is_not() -> None:
    assert paths_of([Form.BIMTEK]) == (Path.CLASSICAL,)
    assert paths_of([Form.MENTORING, Form.E_LEARNING, Form.MAGANG]) == (Path.NONCLASSICAL,)


def test_several_methods_may_take_both_paths_and_each_is_said_once() -> None:
    assert paths_of([Form.E_LEARNING, Form.WORKSHOP, Form.SEMINAR]) == (Path.CLASSICAL, Path.NONCLASSICAL)


def test_of_the_national_list_eleven_forms_are_classical() -> None:
    assert sum(paths_of([form]) == (Path.CLASSICAL,) for form in Form) == 11
