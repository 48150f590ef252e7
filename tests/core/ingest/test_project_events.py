"""The month of an event of a project is told from its name only where that can mean one."""

import pytest

from core.ingest.project_events import month_of


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("baseline_arm_1", "0"),
        ("baseline_visit_arm_2", "0"),
        ("month_3_arm_1", "3"),
        ("3_months_arm_1", "3"),
        ("m6_arm_12", "6"),
        ("week_12_arm_1", "2.76"),
        ("visit_3_month_6_arm_1", "6"),
        ("Month 3 (Arm 1: Drug A)", "3"),
        ("Baseline (Arm 2: A (high dose))", "0"),
        ("1.5 months", "1.5"),
        ("３か月 (Arm 1: 実薬)", "3"),
    ],
)
def test_a_name_that_means_one_month_is_read(name: str, month: str) -> None:
    found = month_of(name)
    assert found is not None
    assert (found.text, found.look) == (month, False)


@pytest.mark.parametrize(
    "name",
    [
        "visit_2_arm_1",
        "screening_arm_1",
        "enrollment_arm_1",
        "day_1_arm_1",
        "follow_up_month_3_arm_1",  # after the start, or after the end of treatment
        "month_3_arm_1b",  # the second of two events whose raw names are the same
        "treatments_month_1_arm_1",  # 18 letters: it may have been month 12
        "visit_1_2_weeks_arm_1",  # or one to two weeks
        "Week -2 (Arm 1: A)",
        "-2 weeks",
        "Month 3-6",
        "3",  # may be the third visit
        "",
    ],
)
def test_a_name_that_may_mean_something_else_is_asked_for(name: str) -> None:
    assert month_of(name) is None
