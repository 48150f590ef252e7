"""Adjusted risks of the cohort: those of R, for every filter estimates or a reason, and honest about what nobody has."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.analysis.adjusted import adjusted_risks
from core.catalogue import current
from core.domain.adjusted import AdjustedRisks
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.adjusted import adjusted_summary, adjusted_table
from core.words.adjusted import caption
from tests.building import model, model_spec

R: dict[str, dict[str, list[float]]] = json.loads(
    (Path(__file__).parents[2] / "reference" / "adjusted_risks.json").read_text(encoding="utf-8")
)
"""What tests/reference/adjusted_risks.R prints."""
WHERES = ["sex=F", "sex=M", "aa_type=AM", "aa_type=OA", "aa_type=AT,AU", "age_years=18..40", "duration_years=..4",
          "ivmp_history=1", "atopic_dermatitis=0", "baseline_salt_band=95-100", "age_years=119.."]  # fmt: skip


def adjusted(store: CohortStore, where: str = "", terms: str = "", **more: Any) -> AdjustedRisks:
    return adjusted_risks(store, CohortFilter.from_query(where), model_spec(terms, **more))


@pytest.mark.parametrize("estimator", ["ml", "firth"])
@pytest.mark.parametrize("asked", [key for key in R["ml"] if key.startswith(("risk", "difference"))])
def test_risks_differences_and_limits_are_those_of_r(reference: CohortStore, estimator: str, asked: str) -> None:
    what, variable, value = asked.split(" ")
    found = adjusted(reference, estimator=estimator).risks
    row = next(row for row in found if (row.variable, row.value) == (variable, value))
    one = row.risk if what == "risk" else row.difference
    assert one is not None
    assert [one.value, one.low, one.high] == pytest.approx(R[estimator][asked], abs=1e-8)


def test_every_level_of_every_term_has_a_row_and_every_line_its_difference(reference: CohortStore) -> None:
    found = adjusted(reference)
    assert [(row.variable, row.value) for row in found.risks if row.value] == [
        *[("aa_type", value) for value in ("AM", "OA", "AT", "AU")],
        *[(name, value) for name in ("sex",) for value in "FM"],
        *[("duration_years", value) for value in "01"],
        *[(name, value) for name in ("atopic_dermatitis", "ivmp_history") for value in "10"],
        *[("baseline_salt_band", value) for value in ("50-94", "95-100")],
    ]
    for row in found.risks:
        assert (row.risk is None) == (row.value == "")
        assert (row.difference is None) == bool(row.value and not row.reference)
    by_term = {name: [row for row in found.risks if row.variable == name and row.value] for name in ("aa_type", "sex")}
    assert all(sum(row.n for row in rows) == 70 and sum(row.events for row in rows) == 29 for rows in by_term.values())


def test_the_coding_does_not_change_a_risk(reference: CohortStore) -> None:
    plainly, effect = (adjusted(reference, coding=coding, estimator="ml") for coding in ("treatment", "effect"))
    for one, other in zip(plainly.risks, effect.risks, strict=True):
        for a, b in ((one.risk, other.risk), (one.difference, other.difference)):
            assert (a and (a.value, a.low, a.high)) == (b and pytest.approx((b.value, b.low, b.high), abs=1e-8))


def test_a_line_says_how_many_it_moves_beyond_anybody(reference: CohortStore) -> None:
    found = adjusted(reference, terms="age_years*10;baseline_clinro_eyebrow*1")
    age, brow = found.risks
    assert (age.level, age.n, age.value) == ("per 10 years", 70, "")
    assert brow.beyond == 16  # those at the highest score
    assert "baseline ClinRO eyebrow 16 of 70" in caption(current(), found, date(2026, 8, 1)).note


def test_a_curve_is_told_at_its_quartiles_and_an_interaction_moves_with_its_variables(reference: CohortStore) -> None:
    low, high, *rest = adjusted(reference, terms="age_years~3;sex=M;duration_years:4=1;sex*duration_years").risks
    assert (low.variable, high.variable, high.reference) == ("age_years", "age_years", low.level)
    assert high.difference is not None
    assert low.risk is not None
    assert high.risk is not None
    assert high.difference.value == pytest.approx((high.risk.value or 0) - (low.risk.value or 0), abs=1e-12)
    assert [row.variable for row in rest] == ["sex", "sex", "duration_years", "duration_years"]
    saturated = adjusted(reference, terms="sex=M;duration_years:4=1;sex*duration_years", estimator="ml")
    strata = {sex: model(reference, f"sex={sex}", "duration_years:4=1", estimator="ml") for sex in "FM"}
    short = {sex: next(row for row in one.coefficients).events for sex, one in strata.items()}
    n = {sex: next(row for row in one.coefficients).n for sex, one in strata.items()}
    expected = sum((short[sex] or 0) / n[sex] * strata[sex].n for sex in "FM") / 70  # direct standardisation by sex
    found = next(row.risk for row in saturated.risks if (row.variable, row.value) == ("duration_years", "0"))
    assert found is not None
    assert found.value == pytest.approx(expected, abs=1e-8)


def test_a_term_that_is_left_out_has_no_row(reference: CohortStore) -> None:
    assert "sex" not in {row.variable for row in adjusted(reference, "sex=F").risks}
    assert {row.size for row in adjusted(reference, "sex=F").risks} == {"enough", "small", "tiny"}


@pytest.mark.parametrize("where", ["age_years=119..", "aa_type=AM;ivmp_history=1"])
def test_where_there_is_no_fit_there_are_no_risks_but_a_reason(reference: CohortStore, where: str) -> None:
    found = adjusted(reference, where)
    assert found.status == model(reference, where).status != "ok"
    assert found.risks == ()
    assert len(caption(current(), found, date(2026, 8, 1)).note) > 30


def test_least_squares_has_no_risks(reference: CohortStore) -> None:
    assert adjusted(reference, kind="least_squares").risks == ()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    where=st.lists(st.sampled_from(WHERES), min_size=1, max_size=2, unique_by=lambda one: one.split("=")[0]).map(";".join),
    estimator=st.sampled_from(["auto", "ml", "firth"]),
    terms=st.sampled_from(["", "sex;aa_type;age_years~3;sex*aa_type", "aa_type;duration_years:2,4"]),
)
def test_any_filter_gives_risks_between_0_and_1_or_a_status(
    reference: CohortStore, where: str, estimator: str, terms: str
) -> None:
    found = adjusted(reference, where, terms, estimator=estimator)
    plain(found)  # raises for anything that is not finite
    assert (found.status == "ok") == bool(found.risks)
    for row in found.risks:
        for one, least in ((row.risk, 0.0), (row.difference, -1.0)):
            if one is not None:
                assert one.value is not None
                assert least <= (one.low or least) <= one.value + 1e-12 <= (1.0 if one.high is None else one.high) + 2e-12
    for cells in (*adjusted_table(found), *adjusted_summary(found)):
        assert all("nan" not in str(cell) and "inf" not in str(cell).replace("inf.", "") for cell in cells.values())
