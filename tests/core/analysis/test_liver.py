"""Peak ALT by peak bilirubin."""

from collections.abc import Callable
from datetime import date
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
    rows = []
    for who, (alt, bilirubin) in peaks.items():
        for test, times, unit, limit in (("ALT", alt, "U/L", 40), ("T-Bil", bilirubin, "mg/dL", 1.0)):
            if times is not None:
                value = times * limit
                rows.append(
                    {"patient_id": who, "month": month, "test": test, "value": value, "unit": unit, "upper_limit": limit}
                )
    return make(
        patient=[{"patient_id": who} for who in peaks],
        visit=[{"patient_id": who, "month": 0, "salt": 80} for who in peaks],
        lab=rows,
    )


def test_the_corners_are_those_of_the_law_at_their_edges(make_store: Make) -> None:
    peaks = {"a": (1.0, 1.0), "b": (3.0, 2.0), "c": (2.9, 2.1), "d": (3.0, 2.1), "e": (9.0, None), "f": (None, 5.0)}
    result = asked(made(make_store, peaks))
    assert (result.treated, result.with_enzyme, result.with_bilirubin, result.both) == (6, 5, 5, 4)
    assert result.quadrants == (1, 1, 1, 1)  # three times or more, above twice
    assert [(one.patient_id, one.enzyme, one.bilirubin) for one in result.patients] == [
        (who, pytest.approx(peaks[who][0]), pytest.approx(peaks[who][1])) for who in "abcd"
    ]
    said = caption(current(), result, TODAY)
    assert said.note.startswith("1 of 4 patients with both peaks reached ALT of 3 times its upper limit or more")
    assert "one to look into, not a case" in said.note
    assert liver_chart(result).data[0].customdata[3][0] == 3
    assert [row["Patients"] for row in liver_table(result)] == [1, 1, 1, 1]
    plain(result)


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
    assert "no ALT and no total bilirubin" in nobody(asked(reference, "age_years=119.."))


def test_many_patients_are_counted_in_bins(make_store: Make) -> None:
    peaks = {f"p{at}": (0.5 if at % 2 else 5.0, 0.6) for at in range(MOST_LINES + 1)}
    result = asked(made(make_store, peaks))
    assert result.patients == ()
    assert result.quadrants == (100, 101, 0, 0)
    assert sorted((round(10 * log10(one.enzyme)), one.patients) for one in result.bins) == [(-3, 100), (7, 101)]
    assert len(liver_chart(result).data[0].x) == 2
    assert "counted in bins" in caption(current(), result, TODAY).note
