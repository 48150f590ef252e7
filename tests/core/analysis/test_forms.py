"""Curves, interactions, HC3 and bootstrap limits: numbers of R and statsmodels, and what is said where they cannot be."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf

from core.analysis.adjusted import adjusted_risks
from core.analysis.diagnostics import diagnose
from core.analysis.terms import preset
from core.catalogue import current
from core.domain.endpoint import AnalysisSet
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.model import BOOTSTRAPS, Held, ModelResult
from core.export.plain import plain
from core.stats.regression.spline import bends, knots_at
from core.store.cohort_store import CohortStore
from core.words.coefficients import coefficient_label, crude_words, sentence, shadow_words
from core.words.model import as_text, counts, title
from core.words.model_method import method
from tests.building import model, model_spec
from tests.core.analysis.test_model import adjusted, one_and_two_way_filters, row
from tests.test_reference_cohort import completers, tables  # noqa: F401  (fixtures)

CATALOGUE = current()
WALD = {"estimator": "ml", "interval": "wald", "test": "wald"}


def p_of(result: ModelResult, key: str, *, linearity: bool = False) -> float:
    found = next(one.test.p for one in result.terms if one.variable == key and one.linearity == linearity)
    assert found is not None
    return found


def test_a_curve_is_told_between_its_quartiles_with_the_test_of_its_bends(
    reference: CohortStore,
    completers: pd.DataFrame,  # noqa: F811
) -> None:
    years = completers.duration_years.to_numpy(float)
    knots = knots_at([(value, 1) for value in years], 3)
    design = np.column_stack([np.ones(len(years)), years, bends(years, knots), (completers.sex == "F").astype(float)])
    full = sm.Logit(completers.responder.astype(float), design).fit(disp=0, tol=1e-12)
    line = sm.Logit(completers.responder.astype(float), design[:, [0, 1, 3]]).fit(disp=0, tol=1e-12)
    result = model(reference, terms="duration_years~3;sex=M", estimator="ml")
    found = row(result, "duration_years")
    high, low = (float(part) for part in found.level.removesuffix(" years").split(" against "))
    step = np.array([0, high - low, float(np.diff(bends([low, high], knots)[:, 0])[0]), 0])
    assert found.adjusted is not None
    assert math.log(found.adjusted.estimate.value or 0) == pytest.approx(float(step @ full.params.to_numpy()), rel=1e-7)
    wald = model(reference, terms="duration_years~3;sex=M", **WALD)  # type: ignore[arg-type]
    se = math.sqrt(float(step @ full.cov_params().to_numpy() @ step))
    assert math.log(adjusted(wald, "duration_years").estimate.high or 0) == pytest.approx(
        float(step @ full.params.to_numpy()) + 1.959963984540054 * se, rel=1e-7
    )
    assert p_of(result, "duration_years", linearity=True) == pytest.approx(math.erfc(math.sqrt(full.llf - line.llf)), rel=1e-6)
    assert result.parameters == 3
    assert len(result.coefficients) == 2


def test_a_curve_of_too_few_values_becomes_a_line_and_says_so(reference: CohortStore) -> None:
    result = model(reference, "age_years=..19", terms="duration_years~4")
    assert [one.what for one in result.changed] == ["straight"]
    assert "so it is a line" in method(result)
    assert not any(one.linearity for one in result.terms)


def test_an_interaction_is_that_of_statsmodels(reference: CohortStore, completers: pd.DataFrame) -> None:  # noqa: F811
    result = model(reference, terms="sex=M;age_years*1;sex*age_years", **WALD)  # type: ignore[arg-type]
    middle = round(float(completers.age_years.median()))
    shifted = completers.assign(
        age=completers.age_years - middle, y=completers.responder.astype(int), f=(completers.sex == "F").astype(int)
    )
    fit = smf.logit("y ~ f * age", shifted).fit(disp=0, tol=1e-12)
    for key, name in (("sex", "f"), ("age_years", "age"), ("sex*age_years", "f:age")):
        found = adjusted(result, key)
        assert math.log(found.estimate.value or 0) == pytest.approx(fit.params[name], rel=1e-6)
        assert found.test.p == pytest.approx(fit.pvalues[name], rel=1e-6)
    assert row(result, "sex").at == (Held(label="Age", value=middle, unit="years"),)
    assert row(result, "age_years").at == (Held(label="Sex", level="Male"),)
    assert row(result, "sex*age_years").crude is None


def test_least_squares_interactions_are_those_of_statsmodels(
    reference: CohortStore,
    completers: pd.DataFrame,  # noqa: F811
) -> None:
    data = completers.assign(f=(completers.sex == "F").astype(int), ivmp=completers.ivmp_history.astype(int))
    fit = smf.ols("improvement ~ f * ivmp", data).fit()
    result = model(reference, terms="sex=M;ivmp_history=0;sex*ivmp_history", kind="least_squares")
    assert adjusted(result, "sex*ivmp_history").estimate.value == pytest.approx(fit.params["f:ivmp"], rel=1e-8)
    robust = smf.ols("improvement ~ f * ivmp", data).fit(cov_type="HC3", use_t=True)
    hc3 = model(reference, terms="sex=M;ivmp_history=0;sex*ivmp_history", kind="least_squares", errors="hc3")
    assert adjusted(hc3, "sex").test.p == pytest.approx(robust.pvalues["f"], rel=1e-8)
    assert adjusted(hc3, "sex").estimate.low == pytest.approx(robust.conf_int()[0]["f"], rel=1e-8)
    assert "HC3" in adjusted(hc3, "sex").test.method


def test_a_pair_of_levels_that_nobody_has_is_left_out_and_named(reference: CohortStore) -> None:
    result = model(reference, "aa_type=AM,AU", terms="aa_type=AU;sex=M;aa_type*sex", estimator="firth")
    cells = {(one.label, one.why) for one in result.aliased}
    whole = model(reference, terms="aa_type=AU;baseline_salt_band=50-94;aa_type*baseline_salt_band")
    assert {one.why for one in (*result.aliased, *whole.aliased)} <= {"empty cell", "told"}
    assert whole.aliased or cells
    assert "left out" in method(whole)


def test_an_interaction_goes_with_its_term(reference: CohortStore) -> None:
    result = model(reference, "sex=F", terms="sex=M;age_years*1;sex*age_years")
    assert [(one.variable, one.why) for one in result.aliased] == [("sex", "constant"), ("sex*age_years", "without its term")]
    assert "Sex × Age is left out with Sex." in method(result)


def test_counts_of_an_interaction_are_those_who_have_both(reference: CohortStore, completers: pd.DataFrame) -> None:  # noqa: F811
    result = model(reference, terms="sex=M;ivmp_history=0;sex*ivmp_history", coding="effect")
    both = completers[(completers.sex == "F") & (completers.ivmp_history == 1)]
    found = row(result, "sex*ivmp_history")
    assert (found.n, found.events) == (len(both), int(both.responder.sum()))


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ("sex;sex*age_years", "needs age_years as a term"),
        ("sex;age_years~3;sex*age_years", "cannot be asked of a spline"),
        ("sex;age_years*1;sex*age_years;age_years*sex", "twice"),
        ("sex;sex*sex", "another variable"),
        ("age_years~7", "3, 4 or 5 knots"),
        ("sex~3", "too few values for a spline"),
        ("sex;stop_month*1;sex*stop_month", "immortal-time"),
    ],
)
def test_a_form_that_cannot_be_is_refused_with_the_remedy(reference: CohortStore, terms: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        model(reference, terms=terms)


def test_bootstrap_limits_are_open_where_samples_have_no_finite_estimate(reference: CohortStore) -> None:
    found = model(reference, terms="aa_type=OA;sex=M", estimator="ml", interval="bootstrap")
    row = next(one for one in found.coefficients if one.level == "Multiplex (AM)").adjusted
    assert row is not None
    assert row.estimate.high is None
    assert 1 < (row.estimate.low or 0) < (row.estimate.value or 0)
    assert row.estimate.note == ""
    assert "An odds ratio without a finite estimate in a sample counts as infinite or 0 there." in method(found)
    firth = model(reference, terms="aa_type=OA;sex=M", estimator="firth", interval="bootstrap")
    assert "counts as infinite" not in method(firth)


def test_bootstrap_limits_say_how_many_samples_they_rest_on(reference: CohortStore) -> None:
    result = model(reference, terms="sex=M;ivmp_history=0", estimator="ml", interval="bootstrap")
    assert result.samples is not None
    assert BOOTSTRAPS * 0.9 < result.samples <= BOOTSTRAPS
    assert f"of which {result.samples:,} could be fitted" in method(result)
    found, profile = adjusted(result, "sex"), adjusted(model(reference, terms="sex=M;ivmp_history=0", estimator="ml"), "sex")
    assert found.estimate.method == "bootstrap percentile"
    assert found.estimate.value == profile.estimate.value
    assert math.log(found.estimate.low or 0) == pytest.approx(math.log(profile.estimate.low or 0), abs=0.7)


def test_every_subgroup_of_a_model_with_all_forms_has_a_fit_or_a_stated_reason(reference: CohortStore) -> None:
    terms = "aa_type=OA;sex=M;age_years~3;duration_years*1;aa_type*sex;sex*duration_years"
    for kind in ("logistic", "least_squares"):
        for where in one_and_two_way_filters():
            result = model(reference, where, terms=terms, kind=kind, errors="hc3")
            plain(result)
            assert result.status not in ("not converged", "separated"), where


def test_a_reference_that_nobody_has_gives_way_in_words(reference: CohortStore) -> None:
    result = model(reference, "aa_type=AM,OA,AU", "aa_type=AT")
    assert "AA type is compared with Multiplex (AM), for none of the patients used is Totalis (AT)." in method(result)


def test_crude_only_is_every_term_in_a_model_of_its_own(reference: CohortStore) -> None:
    result = model(reference, terms=preset(CATALOGUE, "crude").terms, together=False)
    assert (result.n, result.events, result.parameters) == (70, 29, 3)
    assert (result.estimator, result.why) == ("ml", ())
    for one in result.coefficients:
        assert one.adjusted is None
        assert one.crude is not None
    alone = model(reference, terms="sex=M")
    crude = row(result, "sex").crude
    assert crude is not None
    assert adjusted(alone, "sex").estimate.high == pytest.approx(crude.estimate.high, rel=1e-9)
    assert p_of(result, "sex") == pytest.approx(p_of(alone, "sex"))
    with pytest.raises(RequestError, match="together in one model"):
        model(reference, terms="sex;age_years*1;sex*age_years", together=False)


def test_crude_estimates_of_two_levels_are_those_of_the_two_by_two_table(
    reference: CohortStore,
    completers: pd.DataFrame,  # noqa: F811
) -> None:
    result = model(reference, terms="ivmp_history=0;aa_type=OA", together=False, kind="logistic")
    table = pd.crosstab(completers.ivmp_history, completers.responder).to_numpy()
    odds = table[1, 1] * table[0, 0] / (table[1, 0] * table[0, 1])
    found = row(result, "ivmp_history").crude
    assert found is not None
    assert found.estimate.value == pytest.approx(odds, rel=1e-8)


def test_every_subgroup_has_crude_estimates_or_a_stated_reason(reference: CohortStore) -> None:
    for kind in ("logistic", "least_squares"):
        for where in one_and_two_way_filters():
            result = model(reference, where, together=False, kind=kind, coding="effect")
            plain(result)
            assert result.status not in ("not converged", "separated"), where


def test_under_separation_only_the_endless_estimates_are_said_to_be(reference: CohortStore) -> None:
    result = model(reference, "aa_type=AM", "sex;ivmp_history", estimator="firth")
    marked = {one.label: one.endless for one in result.coefficients}
    assert any(marked.values())
    assert {shadow_words(one) for one in result.coefficients} <= {"infinite", "zero", "no finite fit"}
    assert "Maximum likelihood has no finite odds ratio for " in method(result)


def test_published_estimates_stand_beside_the_rows_they_are_of(reference: CohortStore) -> None:
    result = model(reference)
    assert {(one.variable, one.estimate) for one in result.published} == {
        ("duration_years", 8.11),
        ("ivmp_history", 10.45),
        ("baseline_salt_band", 0.013),
    }
    assert {one.estimate for one in model(reference, kind="least_squares", coding="effect").published} == {10.16, -24.72}


@pytest.mark.parametrize(
    "other",
    [{"terms": "duration_years:2=last;sex"}, {"month": 6}, {"coding": "effect"}, {"terms": "duration_years:4=0;sex"}],
)
def test_an_estimate_of_another_form_is_not_laid_over(reference: CohortStore, other: dict[str, object]) -> None:
    assert not model(reference, **other).published  # type: ignore[arg-type]


def test_a_landmark_compares_those_still_followed(reference: CohortStore, tables: dict[str, pd.DataFrame]) -> None:  # noqa: F811
    visit = tables["visit"]
    third, ninth = (visit[visit.month == month].set_index("patient_id").salt.dropna() for month in (3, 9))
    both = pd.DataFrame({"early": third, "late": ninth}).dropna()
    fit = sm.Logit((both.late <= 20).astype(float), sm.add_constant(both.early)).fit(disp=0, tol=1e-12)
    result = model(reference, terms="salt@3*1", **WALD)  # type: ignore[arg-type]
    assert result.n == len(both)
    found = adjusted(result, "salt@3")
    assert math.log(found.estimate.value or 0) == pytest.approx(fit.params["early"], rel=1e-6)
    assert found.test.p == pytest.approx(fit.pvalues["early"], rel=1e-6)
    assert "Landmark month 3: only patients assessed then are used" in method(result)


def test_patients_who_left_before_the_landmark_are_counted_out(reference: CohortStore) -> None:
    result = model(reference, terms="salt@6*10", analysis_set=AnalysisSet.NRI)
    assert result.n + sum(one.n for one in result.left_out) == 86
    assert [one.variable for one in result.left_out] == ["SALT at month 6"]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ("salt@9*1", "not known before the response"),
        ("salt@12*1", "not known before the response"),
        ("hair@3*1", "no variable"),
        ("salt@3", "is a number"),
        ("stop_month*1", "salt@3"),
    ],
)
def test_a_landmark_that_cannot_be_is_refused_with_the_remedy(reference: CohortStore, terms: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        model(reference, terms=terms)


def test_terms_in_models_of_their_own_have_no_joint_risks_and_diagnostics(reference: CohortStore) -> None:
    asked = model_spec(together=False)
    for analysis in (adjusted_risks, diagnose):
        with pytest.raises(RequestError, match="fitted together"):
            analysis(reference, CohortFilter(), asked)


def test_a_line_is_tested_against_the_curve_it_could_be(reference: CohortStore) -> None:
    line = model(reference, terms="age_years*10;sex=M", estimator="ml")
    curve = model(reference, terms="age_years~3;sex=M", estimator="ml")
    assert p_of(line, "age_years", linearity=True) == pytest.approx(p_of(curve, "age_years", linearity=True), rel=1e-6)
    slopes = model(reference, terms="age_years*10;sex=M", kind="least_squares")
    bent = model(reference, terms="age_years~3;sex=M", kind="least_squares")
    assert p_of(slopes, "age_years", linearity=True) == pytest.approx(p_of(bent, "age_years", linearity=True), rel=1e-6)


def test_lines_apart_are_tested_each_in_its_own_model(reference: CohortStore) -> None:
    apart = model(reference, terms="age_years*10;duration_years*1", together=False)
    alone = model(reference, terms="duration_years*1")
    assert p_of(apart, "duration_years", linearity=True) == pytest.approx(
        p_of(alone, "duration_years", linearity=True), rel=1e-6
    )


def test_least_squares_can_be_of_the_score_itself(reference: CohortStore, completers: pd.DataFrame) -> None:  # noqa: F811
    data = completers.assign(f=(completers.sex == "F").astype(int))
    fit = smf.ols("salt_9 ~ f + age_years", data).fit()
    result = model(reference, terms="sex=M;age_years*1", kind="least_squares", linear_of="value")
    for key, name in (("sex", "f"), ("age_years", "age_years")):
        assert adjusted(result, key).estimate.value == pytest.approx(fit.params[name], rel=1e-8)
        assert adjusted(result, key).test.p == pytest.approx(fit.pvalues[name], rel=1e-8)
    assert title(result) == "SALT at month 9: least squares"
    assert "Points of SALT with 95% t intervals" in method(result)
    assert "lower" in sentence(result, row(result, "sex"))
    assert {(one.reason, one.n) for one in result.left_out} == {("not assessed", 16)}
    assert not model(reference, kind="least_squares", linear_of="value", coding="effect").published


def test_one_visit_cannot_be_both_landmark_and_response(reference: CohortStore) -> None:
    for month, window in ((8, 0.5), (7, 1.0), (5, 2.0)):
        with pytest.raises(RequestError, match="one visit could be both"):
            model(reference, terms=f"salt@{month}*10", window=window)
    assert model(reference, terms="salt@7*10", window=0.5).status == "ok"


def test_a_crude_estimate_that_is_not_finite_says_so(reference: CohortStore) -> None:
    result = model(reference, "aa_type=AT,AU;age_years=..30", preset(CATALOGUE, "crude").terms, together=False, estimator="ml")
    separated = [one for one in result.coefficients if one.crude_status == "separated"]
    assert separated
    for one in separated:
        assert crude_words(one, "logistic") == "no finite estimate"
        assert coefficient_label(one) in method(result)


def test_the_terminal_has_the_tests_of_whole_terms(reference: CohortStore) -> None:
    said = as_text(CATALOGUE, model(reference, terms="age_years~3;sex=M"), date(2026, 8, 1))
    assert "  Age: is it a line?: " in said
    assert "The 2 p-values are not adjusted for their number." in said
    assert "in the largest model" in counts(model(reference, together=False))
