"""CTCAE grades, row by row at every boundary."""

from math import inf, nextafter

import pytest

from core.catalogue import current
from core.catalogue.lookup import lab_test
from core.domain.grading import Measured, grade_of
from core.domain.labs import CTCAE_VERSIONS, CtcaeVersion

# Written out by hand from the GRADE columns of pharmaverse/admiral, data-raw/adlb_grading/ncictcaev5_cv.json and
# ncictcaev6_uscv.json, and for the kidney from oncohub/CTCAE5. Each line: version, test, limits and baseline, then for every
# boundary the grades just below, at, and just above it.
ENZYME = {"lower": 7.0, "upper": 40.0}
HIGH = ENZYME | {"baseline": 100.0}
CREATININE = {"lower": 0.4, "upper": 1.0, "baseline": 0.5}
BOUNDARIES = [
    ("5.0", "alt", ENZYME, [(40, 0, 0, 1), (120, 1, 1, 2), (200, 2, 2, 3), (800, 3, 3, 4)]),
    ("5.0", "alt", ENZYME | {"baseline": 40.0}, [(40, 0, 0, 1), (120, 1, 1, 2), (200, 2, 2, 3), (800, 3, 3, 4)]),
    ("5.0", "alt", HIGH, [(40, 0, 0, 0), (150, 0, 1, 1), (300, 1, 1, 2), (500, 2, 2, 3), (2000, 3, 3, 4)]),
    ("6.0", "alt", ENZYME, [(40, 0, 0, 1), (120, 1, 1, 2), (200, 2, 2, 3), (800, 3, 3, 4)]),
    ("6.0", "alt", HIGH, [(100, 0, 1, 1), (150, 1, 1, 2), (200, 2, 2, 3), (400, 3, 3, 4)]),
    ("5.0", "ast", ENZYME, [(40, 0, 0, 1), (120, 1, 1, 2), (200, 2, 2, 3), (800, 3, 3, 4)]),
    ("5.0", "ast", HIGH, [(150, 0, 1, 1), (300, 1, 1, 2), (500, 2, 2, 3), (2000, 3, 3, 4)]),
    ("6.0", "ast", HIGH, [(100, 0, 1, 1), (150, 1, 1, 2), (200, 2, 2, 3), (400, 3, 3, 4)]),
    ("5.0", "ggt", ENZYME, [(40, 0, 0, 1), (100, 1, 1, 2), (200, 2, 2, 3), (800, 3, 3, 4)]),
    ("5.0", "ggt", HIGH, [(200, 0, 1, 1), (250, 1, 1, 2), (500, 2, 2, 3), (2000, 3, 3, 4)]),
    ("6.0", "ggt", ENZYME, [(40, 0, 0, 1), (100, 1, 1, 2), (200, 2, 2, 3), (800, 3, 3, 4)]),
    ("6.0", "ggt", HIGH, [(100, 0, 1, 1), (150, 1, 1, 2), (300, 2, 2, 3), (1000, 3, 3, 4)]),
    ("5.0", "bilirubin", {"upper": 1.2}, [(1.2, 0, 0, 1), (1.8, 1, 1, 2), (3.6, 2, 2, 3), (12, 3, 3, 4)]),
    ("5.0", "bilirubin", {"upper": 1.2, "baseline": 2.0}, [(2, 0, 0, 1), (3, 1, 1, 2), (6, 2, 2, 3), (20, 3, 3, 4)]),
    ("6.0", "bilirubin", {"upper": 1.2}, [(1.2, 0, 0, 1), (1.8, 1, 1, 2), (3.6, 2, 2, 3), (12, 3, 3, 4)]),
    ("6.0", "bilirubin", {"upper": 1.2, "baseline": 2.0}, [(2, 0, 1, 1), (3, 1, 1, 2), (5, 2, 2, 3), (20, 3, 3, 4)]),
    ("5.0", "ck", {"upper": 200.0}, [(200, 0, 0, 1), (500, 1, 1, 2), (1000, 2, 2, 3), (2000, 3, 3, 4)]),
    ("5.0", "ck", {"upper": 200.0, "baseline": 400.0}, [(200, 0, 0, 1), (500, 1, 1, 2), (1000, 2, 2, 3), (2000, 3, 3, 4)]),
    ("5.0", "creatinine", {"upper": 1.0}, [(1, 0, 0, 1), (1.5, 1, 1, 2), (3, 2, 2, 3), (6, 3, 3, 4)]),
    ("5.0", "creatinine", {"upper": 1.0, "baseline": 0.5}, [(0.75, 0, 0, 2), (1.5, 2, 2, 3), (3, 3, 3, 3), (6, 3, 3, 4)]),
    ("5.0", "creatinine", {"upper": 1.0, "baseline": 2.0}, [(1, 0, 0, 1), (1.5, 1, 1, 2), (3, 2, 2, 3), (6, 3, 3, 4)]),
    ("6.0", "creatinine", CREATININE, [(0.75, 0, 0, 0), (1, 0, 0, 1), (1.5, 1, 1, 2), (3, 2, 2, 3), (6, 3, 3, 4)]),
    ("6.0", "creatinine", {"lower": 0.4, "upper": 1.0, "baseline": 0.3}, [(0.45, 0, 0, 2), (0.9, 2, 2, 3), (6, 3, 3, 4)]),
    ("5.0", "egfr", {"lower": 90.0}, [(90, 1, 0, 0), (60, 2, 1, 1), (30, 3, 2, 2), (15, 4, 3, 3)]),
    ("5.0", "egfr", {"lower": 60.0}, [(60, 2, 0, 0), (30, 3, 2, 2), (15, 4, 3, 3)]),
    ("5.0", "cholesterol", {"upper": 248.0}, [(248, 0, 0, 1), (300, 1, 1, 2), (400, 2, 2, 3), (500, 3, 3, 4)]),
    ("6.0", "cholesterol", {"upper": 248.0}, [(248, 0, 0, 1), (300, 1, 1, 2), (400, 2, 2, 3), (500, 3, 3, 4)]),
    ("5.0", "triglycerides", {}, [(150, 0, 1, 1), (300, 1, 1, 2), (500, 2, 2, 3), (1000, 3, 3, 4)]),
    ("6.0", "triglycerides", {}, [(150, 0, 1, 1), (300, 1, 1, 2), (500, 2, 2, 3), (1000, 3, 3, 4)]),
    ("6.0", "ldl", {"upper": 163.0}, [(163, 0, 0, 1), (500, 1, 1, 1)]),
    ("6.0", "hdl", {"lower": 38.0}, [(38, 1, 0, 0), (5, 1, 1, 1)]),
    ("5.0", "wbc", {"lower": 3300.0}, [(3300, 1, 0, 0), (3000, 2, 1, 1), (2000, 3, 2, 2), (1000, 4, 3, 3)]),
    ("6.0", "wbc", {"lower": 3300.0}, [(3300, 1, 0, 0), (3000, 2, 1, 1), (2000, 3, 2, 2), (1000, 4, 3, 3)]),
    ("5.0", "neutrophils", {"lower": 1800.0}, [(1800, 1, 0, 0), (1500, 2, 1, 1), (1000, 3, 2, 2), (500, 4, 3, 3)]),
    ("6.0", "neutrophils", {}, [(1500, 1, 0, 0), (1000, 2, 1, 1), (500, 3, 2, 2), (100, 4, 3, 3)]),
    ("5.0", "lymphocytes", {"lower": 1000.0}, [(1000, 1, 0, 0), (800, 2, 1, 1), (500, 3, 2, 2), (200, 4, 3, 3)]),
    ("5.0", "haemoglobin", {"lower": 11.6}, [(11.6, 1, 0, 0), (10, 2, 1, 1), (8, 3, 2, 2), (4, 3, 3, 3)]),
    ("6.0", "haemoglobin", {"lower": 11.6}, [(11.6, 1, 0, 0), (10, 2, 1, 1), (8, 3, 2, 2)]),
    ("5.0", "platelets", {"lower": 158.0}, [(158, 1, 0, 0), (75, 2, 1, 1), (50, 3, 2, 2), (25, 4, 3, 3)]),
    ("6.0", "platelets", {"lower": 158.0}, [(158, 1, 0, 0), (75, 2, 1, 1), (50, 3, 2, 2), (10, 4, 3, 3)]),
]  # fmt: skip
CASES = [
    (version, test, judged, boundary, place, grade)
    for version, test, judged, boundaries in BOUNDARIES
    for boundary, *grades in boundaries
    for place, grade in zip(("below", "at", "above"), grades, strict=True)
]


def graded(version: CtcaeVersion, test: str, value: float | None, **judged: float) -> int | None:
    criterion = lab_test(current(), test).criterion(version)
    assert criterion is not None
    return grade_of(criterion, Measured(value=value, **judged))


@pytest.mark.parametrize(("version", "test", "judged", "boundary", "place", "grade"), CASES)
def test_a_value_beside_a_boundary_has_the_printed_grade(version, test, judged, boundary, place, grade):
    step = 1e-6 * boundary
    value = {"below": boundary - step, "at": boundary, "above": boundary + step}[place]
    assert graded(version, test, value, **judged) == grade


def test_every_criterion_of_the_catalogue_is_tried_at_all_its_grades():
    tried = {(version, test, grade) for version, test, _, _, _, grade in CASES}
    for test in current().lab_tests:
        for criterion in test.criteria:
            like = "egfr" if test.key.startswith("egfr") else test.key
            for row in criterion.rows:
                assert (criterion.version, like, row.grade) in tried, (criterion.version, test.key, row.grade)


def test_rounding_of_the_machine_makes_no_grade():
    assert 3 * 0.1 > 0.3
    assert graded("5.0", "creatinine", nextafter(1.5, inf), upper=1.0) == 1
    assert graded("5.0", "alt", 0.3, upper=0.1) == 1
    assert graded("5.0", "egfr", nextafter(60.0, 0), lower=90.0) == 1


@pytest.mark.parametrize(
    ("test", "value", "judged", "grade"),
    [
        ("alt", None, ENZYME, None),
        ("alt", 500.0, {}, None),
        ("alt", 500.0, {"baseline": 20.0}, None),
        ("cholesterol", 180.0, {}, None),  # whether it is above the limit is not known
        ("cholesterol", 320.0, {}, 2),
        ("creatinine", 0.9, {"baseline": 0.5}, 2),  # 1.5 times the baseline is enough
        ("creatinine", 0.6, {"baseline": 0.5}, None),
        ("neutrophils", 1200.0, {}, 2),
        ("neutrophils", 1600.0, {}, None),
        ("triglycerides", 100.0, {}, 0),
    ],
)
def test_what_a_missing_limit_leaves_open_is_not_graded(test, value, judged, grade):
    assert graded("5.0", test, value, **judged) == grade


def test_without_a_baseline_the_limits_of_normal_decide():
    assert graded("5.0", "alt", 130.0, **ENZYME) == 2
    assert graded("5.0", "alt", 130.0, **ENZYME, baseline=100.0) == 0
    assert graded("5.0", "creatinine", 0.9, upper=1.0) == 0


@pytest.mark.parametrize("version", CTCAE_VERSIONS)
def test_a_baseline_of_zero_counts_as_not_known(version):
    for test, value, judged in (("creatinine", 0.9, {"lower": 0.4, "upper": 1.0}), ("alt", 130.0, ENZYME)):
        expected = graded(version, test, value, **judged)
        assert graded(version, test, value, **judged, baseline=0.0) == expected == (0 if test == "creatinine" else 2)


def test_no_test_has_two_criteria_of_a_version_and_their_rows_rise():
    for test in current().lab_tests:
        assert len({one.version for one in test.criteria}) == len(test.criteria)
        for one in test.criteria:
            assert one.version in CTCAE_VERSIONS
            assert [row.grade for row in one.rows] == list(range(1, len(one.rows) + 1))
            assert one.source
