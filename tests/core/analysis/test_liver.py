"""Peak ALT or AST by peak bilirubin."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import log10

import pytest

from core.analysis.liver import liver
from core.catalogue import current
from core.charts.liver import liver_chart, liver_course
from core.domain.filters import CohortFilter
from core.domain.lab_course import MOST_LINES
from core.domain.liver import LiverResult
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.liver import liver_course_table, liver_table
from core.words.liver import as_text, caption, nobody

Make = Callable[..., CohortStore]
TODAY = date(2026, 8, 1)


def asked(store: CohortStore, where: str = "") -> LiverResult:
    return liver(store, CohortFilter.from_query(where))


def made(make: Make, peaks: dict[str, tuple[float | None, float | None]], month: float = 3) -> CohortStore:
    """Patients with an ALT of so many times 40 and a bilirubin of so many times 1.0 at a month."""
    rows: list[dict[str, object]] = []
    for who, (alt, bilirubin) in peaks.items():
        for test, times, unit, limit in (("ALT", alt, "U/L", 40), ("T-Bil", bilirubin, "mg/dL", 1.0)):
            if times is not None:
                value = times * limit
                rows.append(
                    {"patient_id": who, "month": month, "test": test, "value": value, "unit": unit, "upper_limit": limit}
                )
    return published(make, list(peaks), rows)


def published(make: Make, people: list[str], rows: list[dict[str, object]]) -> CohortStore:
    """These people, and what was measured in them."""
    visits = [{"patient_id": who, "month": 0, "salt": 80} for who in people]
    return make(patient=[{"patient_id": who} for who in people], visit=visits, lab=rows)


def test_the_corners_are_those_of_the_law_at_their_edges(make_store: Make) -> None:
    peaks = {"a": (1.0, 1.0), "b": (3.0, 2.0), "c": (2.9, 2.1), "d": (3.0, 2.1), "e": (9.0, None), "f": (None, 5.0)}
    result = asked(made(make_store, peaks))
    assert (result.treated, result.with_enzyme, result.with_bilirubin, result.both) == (6, 5, 5, 4)
    assert result.quadrants == (1, 1, 1, 1)  # three times or more, above twice
    assert [(one.patient_id, one.enzyme, one.bilirubin) for one in result.patients] == [
        (who, pytest.approx(peaks[who][0]), pytest.approx(peaks[who][1])) for who in "abcd"
    ]
    said = caption(current(), result, TODAY)
    assert said.note.startswith("1 of 4 patients with both peaks reached ALT or AST of 3 times its upper limit or more")
    assert "one to look into, not a case" in said.note
    assert liver_chart(result).data[0].customdata[3][0] == 3
    assert [row["Patients"] for row in liver_table(result)] == [1, 1, 1, 1]
    plain(result)


@pytest.mark.parametrize(("unit", "times"), [("ukat/L", 1), ("nkat/L", 1000)])
def test_exactly_three_times_the_limit_is_three_times_in_every_unit(make_store: Make, unit: str, times: int) -> None:
    """1.14 of 0.38 ukat/L, turned into U/L, divide to 2.9999999999999996; limits of 0.30 to 1.49 by 0.01."""
    limits = {f"p{at}": Decimal(at) / 100 * times for at in range(30, 150)}
    rows: list[dict[str, object]] = []
    for who, limit in limits.items():
        rows.append({"patient_id": who, "month": 3, "test": "ALT", "value": 3 * limit, "unit": unit, "upper_limit": limit})
        rows.append({"patient_id": who, "month": 3, "test": "T-Bil", "value": 2, "unit": "mg/dL", "upper_limit": 1})
    result = asked(published(make_store, list(limits), rows))
    assert result.quadrants == (0, 120, 0, 0)
    assert any(one.enzyme < 3 for one in result.patients)


def test_exactly_twice_the_limit_of_bilirubin_is_not_above_it(make_store: Make) -> None:
    """Limits of 10.0 to 25.0 umol/L by 0.1."""
    limits = {f"p{at}": Decimal(at) / 10 for at in range(100, 251)}
    rows: list[dict[str, object]] = []
    for who, limit in limits.items():
        rows.append({"patient_id": who, "month": 3, "test": "ALT", "value": 40, "unit": "U/L", "upper_limit": 40})
        rows.append(
            {"patient_id": who, "month": 3, "test": "T-Bil", "value": 2 * limit, "unit": "umol/L", "upper_limit": limit}
        )
    assert asked(published(make_store, list(limits), rows)).quadrants == (151, 0, 0, 0)


def test_the_higher_of_both_enzymes_counts_and_is_named(make_store: Make) -> None:
    rows: list[dict[str, object]] = []
    for who, alt, ast in (("a", 1.0, 4.0), ("b", 5.0, 2.0), ("c", None, 3.0), ("d", 1.0, None)):
        for test, times, unit, limit in (("ALT", alt, "U/L", 40), ("GOT", ast, "U/L", 30), ("T-Bil", 2.5, "mg/dL", 1.0)):
            if times is not None:
                value = times * limit
                rows.append({"patient_id": who, "month": 3, "test": test, "value": value, "unit": unit, "upper_limit": limit})
    result = asked(published(make_store, list("abcd"), rows))
    assert (result.with_enzyme, result.both, result.quadrants) == (4, 4, (0, 0, 1, 3))
    assert [(one.enzyme_label, one.enzyme) for one in result.patients] == [("AST", 4), ("ALT", 5), ("AST", 3), ("ALT", 1)]
    figure = liver_chart(result)
    assert figure.layout.xaxis.title.text == "Peak ALT or AST, times the upper limit of normal"
    assert figure.data[0].customdata[0][1] == "a: AST 4.00 and bilirubin 2.50"
    assert "Of ALT and AST the higher peak counts" in caption(current(), result, TODAY).note
    courses = [[course.label for course in one.courses] for one in result.patients]
    assert courses == [["ALT", "AST", "Total bilirubin"]] * 2 + [["AST", "Total bilirubin"], ["ALT", "Total bilirubin"]]
    assert {row["Test"] for row in liver_course_table(result.patients[0])} == {"ALT", "AST", "Total bilirubin"}


def test_a_click_gives_the_course_of_the_patient(make_store: Make) -> None:
    chosen = asked(made(make_store, {"a": (4.0, 2.5)})).patients[0]
    assert [(course.label, course.points) for course in chosen.courses] == [
        ("ALT", ((3.0, 4.0),)),
        ("Total bilirubin", ((3.0, 2.5),)),
    ]
    assert len(liver_course(chosen).data) == 2
    assert len(liver_course_table(chosen)) == 2


def test_a_baseline_is_no_peak(make_store: Make) -> None:
    result = asked(made(make_store, {"a": (9.0, 9.0)}, month=0))
    assert (result.both, result.patients) == (0, ())


def test_without_bilirubin_the_place_says_so(reference: CohortStore) -> None:
    result = asked(reference)
    assert (result.with_enzyme, result.with_bilirubin, result.both) == (86, 0, 0)
    assert nobody(result).startswith(
        "The 86 treated patients in view have no total bilirubin with an upper limit after month 0"
    )
    assert "no total bilirubin" in as_text(current(), result, TODAY)
    assert "no ALT or AST and no total bilirubin" in nobody(asked(reference, "age_years=119.."))


def test_many_patients_are_counted_in_bins(make_store: Make) -> None:
    peaks = {f"p{at}": (0.5 if at % 2 else 5.0, 0.6) for at in range(MOST_LINES + 1)}
    result = asked(made(make_store, peaks))
    assert result.patients == ()
    assert result.quadrants == (100, 101, 0, 0)
    assert sorted((round(10 * log10(one.enzyme)), one.patients) for one in result.bins) == [(-3, 100), (7, 101)]
    assert len(liver_chart(result).data[0].x) == 2
    assert "counted in bins" in caption(current(), result, TODAY).note
