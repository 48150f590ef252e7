"""What single patients do to the model of the page: by pseudonym, as statsmodels has it of the same patients."""

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.diagnostic import het_breuschpagan

from core.analysis import single_patients
from core.analysis.diagnostics import diagnose
from core.domain.diagnostics import Diagnostics
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.stats import logistic_diagnostics
from core.store.cohort_store import CohortStore
from tests.building import model, model_spec
from tests.test_reference_cohort import completers, tables, treatment_coded  # noqa: F401  (fixtures)

ML: dict[str, Any] = {"estimator": "ml"}
LINEAR: dict[str, Any] = {"kind": "least_squares"}


def diagnosed(store: CohortStore, where: str = "", terms: str = "", **more: Any) -> Diagnostics:
    return diagnose(store, CohortFilter.from_query(where), model_spec(terms, **more))


def test_every_patient_used_has_the_influence_that_statsmodels_gives(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    found = diagnosed(reference, **ML)
    y = completers.responder.astype(float)
    fit = sm.GLM(y, treatment_coded(completers), family=sm.families.Binomial()).fit(tol=1e-14)
    other = fit.get_influence()
    expected = dict(zip(completers.index, other.cooks_distance[0], strict=True))
    fitted = dict(zip(completers.index, fit.fittedvalues, strict=True))
    assert sorted(one.patient_id for one in found.patients) == sorted(expected)
    for one in found.patients:
        assert one.cook == pytest.approx(expected[one.patient_id], rel=1e-7)
        assert one.fitted == pytest.approx(fitted[one.patient_id], rel=1e-7)
        assert one.observed == y[one.patient_id]


def test_without_a_patient_is_the_fit_to_all_the_others(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    found = diagnosed(reference, **ML)
    top = max((one for one in found.patients if not one.endless), key=lambda one: one.cook or 0)
    data = completers.drop(index=top.patient_id)
    without = sm.Logit(data.responder.astype(float), treatment_coded(data)).fit(disp=0, tol=1e-12).params.to_numpy()[1:]
    whole = sm.Logit(completers.responder.astype(float), treatment_coded(completers)).fit(disp=0, tol=1e-12)
    assert top.without == pytest.approx(np.exp(without), rel=1e-6)
    changes = (whole.params.to_numpy()[1:] - without) / whole.bse.to_numpy()[1:]
    assert top.dfbetas == pytest.approx(changes, rel=1e-5, abs=1e-8)
    assert top.largest == np.abs(changes).argmax()


def test_least_squares_has_the_residuals_and_tests_of_statsmodels(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    found = diagnosed(reference, **LINEAR)
    x = treatment_coded(completers)
    fit = sm.OLS(completers.improvement, x).fit()
    other = fit.get_influence()
    place = {name: at for at, name in enumerate(completers.index)}
    for one, residual in zip(found.patients, found.residuals, strict=True):
        at = place[one.patient_id]
        assert one.patient_id == residual.patient_id
        assert one.cook == pytest.approx(other.cooks_distance[0][at], rel=1e-7)
        assert one.dfbetas == pytest.approx(other.dfbetas[at][1:], rel=1e-6, abs=1e-10)
        assert residual.studentised == pytest.approx(other.resid_studentized_external[at], rel=1e-7)
        assert one.observed == pytest.approx(one.fitted + residual.residual)
    assert found.linear is not None
    assert (found.linear.r2, found.linear.adjusted_r2) == pytest.approx((fit.rsquared, fit.rsquared_adj), rel=1e-8)
    press = (other.resid_press**2).sum()
    assert found.linear.predicted_r2 == pytest.approx(1 - press / fit.centered_tss, rel=1e-8)
    statistic, p, _, _ = het_breuschpagan(fit.resid, x)
    assert found.linear.equal_variances is not None
    assert (found.linear.equal_variances.statistic, found.linear.equal_variances.p) == pytest.approx((statistic, p), rel=1e-7)
    refits = [
        sm.OLS(completers.improvement.drop(name), x.drop(index=name)).fit().params.to_numpy() for name in completers.index
    ]
    for at, one in enumerate(found.ranges, start=1):
        values = [params[at] for params in refits]
        assert (one.low, one.high) == pytest.approx((min(values), max(values)), rel=1e-7)


@pytest.mark.parametrize("kind", ["logistic", "least_squares"])
@pytest.mark.parametrize("where", ["", "sex=F", "aa_type=AT,AU;sex=M", "aa_type=OA", "age_years=119.."])
def test_everyone_used_is_there_and_every_number_is_finite(reference: CohortStore, where: str, kind: Any) -> None:
    result, found = model(reference, where, kind=kind), diagnosed(reference, where, kind=kind)
    plain(found)  # raises for anything that is not finite
    assert len(found.patients) == (result.n if result.status == "ok" else 0)
    assert len(found.residuals) == (len(found.patients) if kind == "least_squares" else 0)
    assert all(len(one.dfbetas) == len(one.without) == len(found.slopes) for one in found.patients)


def test_curves_and_interactions_have_the_influence_of_what_can_be_read(reference: CohortStore) -> None:
    found = diagnosed(reference, terms="sex=M;age_years~3;atopic_dermatitis=0;sex*atopic_dermatitis")
    assert len(found.slopes) == len(set(found.slopes)) == 4  # the bend of a curve says nothing by itself
    assert len(found.patients) == model(reference, terms="sex=M").n


def test_responders_count_as_the_analysis_set_counts_them(reference: CohortStore) -> None:
    found = diagnosed(reference, terms="sex=M", analysis_set=model_spec().analysis_set.__class__("nri"))
    assert sum(one.observed for one in found.patients) == found.roc[-1].responders
    assert len(found.patients) == found.roc[-1].responders + found.roc[-1].others == 86


def test_beyond_what_can_be_shown_single_patients_are_not_asked_for(
    reference: CohortStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_patients, "MOST_SINGLE", 50)
    monkeypatch.setattr(single_patients, "pattern_patients", lambda *_: pytest.fail("asked"))
    found = diagnosed(reference, **LINEAR)
    assert found.linear is not None
    assert (found.patients, found.residuals, found.linear.predicted_r2, found.linear.normality) == ((), (), None, None)
    assert found.linear.r2 > 0
    monkeypatch.setattr(logistic_diagnostics, "MOST_SINGLE", 50)
    logit = diagnosed(reference)
    assert logit.patients == ()
    assert all(one.low is None and one.estimate is not None for one in logit.ranges)
    assert len(logit.roc) == logit.scores + 1
