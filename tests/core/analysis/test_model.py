"""The model of the patients in view: the published figures, statsmodels' numbers, and a stated reason where there is no fit."""

import itertools
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from core.analysis.model import fit_model
from core.analysis.terms import parse_terms, preset
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.domain.endpoint import AnalysisSet
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.model import Coefficient, Fit, ModelResult
from core.domain.terms import Term
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.words.numbers import ratio_with_interval
from tests.building import model, model_spec, read
from tests.test_reference_cohort import completers, tables, treatment_coded  # noqa: F401  (fixtures)

CATALOGUE = current()
WALD: dict[str, Any] = {"estimator": "ml", "interval": "wald", "test": "wald"}


PUBLISHED = preset(CATALOGUE, "published")


def row(result: ModelResult, variable: str, level: str = "") -> Coefficient:
    return next(one for one in result.coefficients if one.variable == variable and level in one.level)


def adjusted(result: ModelResult, variable: str, level: str = "") -> Fit:
    found = row(result, variable, level).adjusted
    assert found is not None
    return found


@pytest.mark.parametrize("figure", CATALOGUE.published[0].estimates[:3], ids=lambda figure: figure.label)
def test_the_published_odds_ratios_come_back_by_maximum_likelihood_and_wald(reference: CohortStore, figure: Any) -> None:
    result = model(reference, **WALD)
    found = adjusted(result, figure.variable, {"0": "≤4", "1": "Yes"}.get(figure.level, figure.level[:2]))
    assert round(found.estimate.value or 0, figure.digits) == figure.value
    assert round(found.test.p or 0, 3) == figure.p
    assert (result.n, result.events, result.parameters) == (70, 29, 11)


def test_every_wald_number_is_that_of_statsmodels(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    fit = sm.Logit(completers.responder.astype(float), treatment_coded(completers)).fit(disp=0, tol=1e-12)
    names = ["AM", "AT", "AU", "female", "age_years", "duration_le_4", "atopic_dermatitis", "ivmp_history", "salt_ge_95",
             "clinro_eyebrow", "clinro_eyelash"]  # fmt: skip
    low, high = np.exp(fit.conf_int()[0]), np.exp(fit.conf_int()[1])
    for name, one in zip(names, model(reference, **WALD).coefficients, strict=True):
        assert one.adjusted is not None
        found = one.adjusted
        assert found.estimate.value == pytest.approx(np.exp(fit.params[name]), rel=1e-8)
        assert (found.estimate.low, found.estimate.high) == (
            pytest.approx(low[name], rel=1e-8),
            pytest.approx(high[name], rel=1e-8),
        )
        assert found.test.p == pytest.approx(fit.pvalues[name], rel=1e-8)


def test_few_events_propose_firth_and_the_maximum_likelihood_fit_stands_beside(reference: CohortStore) -> None:
    result = model(reference)
    assert (result.estimator, result.why) == ("firth", ("few events",))
    assert result.events_per_parameter == pytest.approx(29 / 11)
    shadow = row(result, "duration_years").shadow
    assert shadow is not None
    assert round(shadow.estimate.value or 0, 2) == 8.11
    assert adjusted(result, "duration_years").test.method == "penalised likelihood-ratio test"


def test_one_term_with_enough_events_is_fitted_by_maximum_likelihood(reference: CohortStore) -> None:
    result = model(reference, terms="sex=M")
    assert (result.estimator, result.why) == ("ml", ())
    female = row(result, "sex")
    assert female.crude == female.adjusted
    women = [one for one in read("patient") if one["sex"] == "F"]
    seen = {one["patient_id"]: float(one["salt"]) for one in read("visit") if float(one["month"]) == 9}
    month_9 = [seen[one["patient_id"]] for one in women if one["patient_id"] in seen]
    assert (female.reference, female.n, female.events) == ("Male", len(month_9), sum(salt <= 20 for salt in month_9))


def test_a_level_and_its_counts_are_those_of_the_rates(reference: CohortStore) -> None:
    result = model(reference, terms="aa_type=AU")
    assert [(one.level, one.n, one.events) for one in result.coefficients] == [
        ("Multiplex (AM)", 11, 10), ("Ophiasis (OA)", 10, 3), ("Totalis (AT)", 25, 10),
    ]  # fmt: skip
    expected = (10 / 1) / (6 / 18)
    ml = model(reference, terms="aa_type=AU", estimator="ml")
    assert adjusted(ml, "aa_type", "AM").estimate.value == pytest.approx(expected, rel=1e-8)


def test_the_reference_can_be_any_level_and_one_that_is_absent_gives_way(reference: CohortStore) -> None:
    assert {one.reference for one in model(reference, terms="aa_type=AT").coefficients} == {"Totalis (AT)"}
    assert {one.reference for one in model(reference, "aa_type=AM,OA,AU", "aa_type=AT").coefficients} == {"Multiplex (AM)"}


def test_effect_coding_of_two_levels_is_half_of_the_difference(reference: CohortStore) -> None:
    difference = adjusted(model(reference, estimator="ml"), "sex").estimate.value or 0
    half = adjusted(model(reference, estimator="ml", coding="effect"), "sex").estimate.value or 0
    assert math.log(difference) == pytest.approx(2 * math.log(half), rel=1e-8)


def test_a_slope_told_per_ten_units_is_ten_times_that_of_one(reference: CohortStore) -> None:
    one = adjusted(model(reference, terms="age_years*1;sex"), "age_years").estimate.value or 0
    ten = adjusted(model(reference, terms="age_years*10;sex"), "age_years").estimate.value or 0
    assert math.log(ten) == pytest.approx(10 * math.log(one), rel=1e-8)


def test_everyone_left_out_is_counted_with_the_reason(make_store: Any) -> None:
    people = [
        {"patient_id": f"p{at}", "sex": "F" if at % 2 else "M", "age_years": "" if at == 0 else 20 + at, "aa_type": "OA"}
        for at in range(12)
    ]
    visits = [
        {"patient_id": f"p{at}", "month": month, "salt": 10 if at % 3 and month else 90}
        for at in range(12)
        for month in ((0, 9) if at != 5 else (0,))
    ]
    result = model(make_store(patient=people, visit=visits), terms="sex;age_years*1")
    assert sum(one.n for one in result.left_out) + result.n == 12
    assert {(one.reason, one.variable, one.n) for one in result.left_out} == {
        ("not assessed", "", 1), ("not recorded", "Age", 1),
    }  # fmt: skip


@pytest.mark.parametrize("analysis_set", list(AnalysisSet))
def test_every_analysis_set_has_the_denominator_of_the_rates(reference: CohortStore, analysis_set: AnalysisSet) -> None:
    result = model(reference, analysis_set=analysis_set)
    expected = {"observed": (70, 29), "nri": (86, 29), "best": (86, 45), "worst": (86, 29)}.get(analysis_set.value)
    assert expected is None or (result.n, result.events) == expected


def one_and_two_way_filters() -> list[str]:
    choices = {
        "aa_type": ["AM", "OA", "AT", "AU"], "sex": ["F", "M"], "ivmp_history": ["0", "1"], "atopic_dermatitis": ["0", "1"],
        "baseline_salt_band": ["50-94", "95-100"], "prior_jak_inhibitor": ["0", "1"],
    }  # fmt: skip
    single = [f"{name}={value}" for name, values in choices.items() for value in values]
    pairs = [f"{one};{other}" for one, other in itertools.combinations(single, 2) if one.split("=")[0] != other.split("=")[0]]
    return single + pairs + ["age_years=..25", "age_years=119..", "duration_years=..1"]


def test_every_subgroup_has_a_fit_or_a_stated_reason(reference: CohortStore) -> None:
    seen = set()
    for where in one_and_two_way_filters():
        result = model(reference, where)
        seen.add(result.status)
        for one in result.coefficients:
            for fit in filter(None, (one.crude, one.adjusted, one.shadow)):
                assert fit.estimate.value is None or abs(math.log(fit.estimate.value)) < 15
                assert fit.test.p is None or 0 <= fit.test.p <= 1
        plain(result)  # raises for anything that is not finite
        assert result.status != "ok" or len(result.coefficients) == result.parameters
        assert result.status not in ("not converged", "separated"), where
    assert {"ok", "nobody", "one outcome"} <= seen


def test_a_constant_term_is_dropped_named_and_the_fit_goes_on(reference: CohortStore) -> None:
    result = model(reference, "sex=F")
    assert result.status == "ok"
    assert "Sex: Female" in [one.label for one in result.aliased if not one.of]
    assert "sex" not in {one.variable for one in result.coefficients}


def test_a_term_that_others_tell_is_dropped_with_what_tells_it(make_store: Any) -> None:
    people = [
        {
            "patient_id": f"p{at}",
            "sex": "F" if at % 3 else "M",
            "ivmp_history": "1" if at % 3 else "0",
            "atopic_dermatitis": at % 2,
        }
        for at in range(24)
    ]
    visits = [
        {"patient_id": f"p{at}", "month": month, "salt": 10 if (at % 4 == 0) and month else 90}
        for at in range(24)
        for month in (0, 9)
    ]
    result = model(make_store(patient=people, visit=visits), terms="sex=M;ivmp_history=0;atopic_dermatitis=0")
    assert result.status == "ok"
    assert [(one.term, one.label, one.of) for one in result.aliased] == [("Prior IVMP", "Prior IVMP: Yes", ("Sex: Female",))]
    assert {one.variable for one in result.coefficients} == {"sex", "atopic_dermatitis"}


def test_a_term_of_which_others_tell_one_level_goes_whole(reference: CohortStore) -> None:
    asked: dict[str, Any] = {"kind": "least_squares", "where": "atopic_dermatitis=1"}
    result = model(reference, terms="baseline_salt_band;aa_type=AM", **asked)
    assert [one.term for one in result.aliased] == ["AA type"]
    assert {one.variable for one in result.coefficients} == {"baseline_salt_band"}
    alone = model(reference, terms="baseline_salt_band", **asked)
    for one, other in zip(result.coefficients, alone.coefficients, strict=True):
        assert one.adjusted is not None
        assert other.adjusted is not None
        assert one.adjusted.estimate.value == pytest.approx(other.adjusted.estimate.value, rel=1e-9)


def test_effect_coding_has_a_row_for_every_level_though_another_term_is_constant(reference: CohortStore) -> None:
    result = model(reference, "sex=F", kind="least_squares", coding="effect")
    assert [one.level for one in result.coefficients if one.variable == "duration_years"] == ["≤4 years", ">4 years"]
    assert len([one for one in result.coefficients if one.variable == "aa_type"]) == 4


def test_least_squares_says_why_patients_have_no_improvement_rate(reference: CohortStore) -> None:
    result = model(reference, kind="least_squares", endpoint=endpoint(CATALOGUE, "eyebrow1"), terms="sex")
    assert {one.reason for one in result.left_out} == {"no improvement rate"}
    assert result.n + sum(one.n for one in result.left_out) == 86


def test_a_limit_that_was_not_found_is_no_limit_of_nothing(reference: CohortStore) -> None:
    for where in one_and_two_way_filters()[:20]:
        for one in model(reference, where).coefficients:
            for fit in filter(None, (one.crude, one.adjusted)):
                if "lower" in fit.estimate.note:
                    assert "not found" in ratio_with_interval(fit.estimate)
                elif fit.estimate.value is not None:
                    assert fit.estimate.low is not None


def test_separated_data_are_fitted_by_firth_and_say_so(reference: CohortStore) -> None:
    found = [model(reference, f"aa_type={kind}", "sex;ivmp_history;atopic_dermatitis") for kind in ("AM", "OA", "AT", "AU")]
    separated = [one for one in found if one.separated]
    assert separated
    for one in separated:
        assert (one.estimator, one.why[0]) == ("firth", "separated")
        assert all(coefficient.shadow is None for coefficient in one.coefficients)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("stop_month*1", "immortal-time"),
        ("age_years", "is a number"),
        ("sex*2", "no line"),
        ("nothing", "no variable"),
        ("sex=F;sex=M", "twice"),
        ("age_years*0", "0.001 to 1000"),
        ("age_years*0.0000001", "0.001 to 1000"),
        ("sex=X", "no level"),
        ("duration_years:2,4=9", "no level"),
        ("age_years:200", "cut points"),
        ("sex!", "Cannot read"),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_the_remedy(reference: CohortStore, text: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        model(reference, terms=text)


def test_least_squares_refuses_a_set_that_imputes(reference: CohortStore) -> None:
    with pytest.raises(RequestError, match="assessed only"):
        model(reference, kind="least_squares", analysis_set=AnalysisSet.NRI)


def test_terms_survive_the_way_through_a_link() -> None:
    for one in CATALOGUE.presets:
        assert parse_terms(CATALOGUE, ";".join(term.to_text() for term in one.terms)) == one.terms


def test_the_order_of_terms_changes_no_estimate(reference: CohortStore) -> None:
    there, back = model(reference), model(reference, terms=PUBLISHED.terms[::-1])
    for one in there.coefficients:
        other = adjusted(back, one.variable, one.level)
        assert one.adjusted is not None
        assert other.estimate.value == pytest.approx(one.adjusted.estimate.value, rel=1e-7)


def test_the_result_says_what_was_asked(reference: CohortStore) -> None:
    asked = model_spec()
    result = fit_model(reference, CohortFilter(), asked)
    assert result.spec == asked
    assert replace(result) == result


@pytest.mark.parametrize("figure", CATALOGUE.published[0].estimates[3:], ids=lambda figure: figure.label)
def test_the_published_slopes_come_back_effect_coded(reference: CohortStore, figure: Any) -> None:
    result = model(reference, kind="least_squares", coding="effect")
    found = adjusted(result, figure.variable, figure.label)
    assert round(found.estimate.value or 0, figure.digits) == figure.value
    assert round(found.test.p or 0, 3) == figure.p
    assert result.r2 == pytest.approx(0.51, abs=0.005)
    assert result.residual_sd == pytest.approx(30.8, abs=0.05)


def test_treatment_coding_prints_twice_the_effect_of_two_levels(reference: CohortStore) -> None:
    result = model(reference, kind="least_squares")
    female = adjusted(result, "sex")
    assert female.estimate.value == pytest.approx(20.32, abs=0.005)
    assert round(female.test.p or 0, 3) == 0.015
    ophiasis = adjusted(model(reference, kind="least_squares", terms=with_reference("aa_type", "AM")), "aa_type", "Ophiasis")
    assert ophiasis.estimate.value == pytest.approx(-33.28, abs=0.005)
    assert round(ophiasis.test.p or 0, 3) == 0.022


def with_reference(variable: str, level: str) -> tuple[Term, ...]:
    return tuple(replace(term, reference=level) if term.variable == variable else term for term in PUBLISHED.terms)


def test_effect_coded_levels_add_up_to_nothing(reference: CohortStore) -> None:
    result = model(reference, kind="least_squares", coding="effect")
    values = [one.adjusted.estimate.value for one in result.coefficients if one.variable == "aa_type" and one.adjusted]
    assert len(values) == 4
    assert sum(value or 0 for value in values) == pytest.approx(0, abs=1e-9)


def test_every_slope_is_that_of_statsmodels(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    fit = sm.OLS(completers.improvement, treatment_coded(completers)).fit()
    names = ["AM", "AT", "AU", "female", "age_years", "duration_le_4", "atopic_dermatitis", "ivmp_history", "salt_ge_95",
             "clinro_eyebrow", "clinro_eyelash"]  # fmt: skip
    for name, one in zip(names, model(reference, kind="least_squares").coefficients, strict=True):
        assert one.adjusted is not None
        assert one.events is None
        found = one.adjusted
        assert found.estimate.value == pytest.approx(fit.params[name], rel=1e-8)
        assert found.estimate.low == pytest.approx(fit.conf_int()[0][name], rel=1e-8)
        assert found.test.p == pytest.approx(fit.pvalues[name], rel=1e-8)
