"""Diagnostics of a model: those of statsmodels and of definitions written out, or nothing where there is no fit."""

from datetime import date
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from core.analysis.diagnostics import diagnose
from core.analysis.model import fit_model
from core.analysis.terms import preset
from core.domain.diagnostics import DRAWS
from core.domain.filters import CohortFilter
from core.domain.model import SEED
from core.export.plain import plain
from core.stats.regression.separation import find_separation
from core.store.cohort_store import CohortStore
from core.tables.diagnostics import measures_table, ranges_table
from core.words.diagnostics import HEADING, caption
from tests.building import model, model_spec
from tests.test_reference_cohort import completers, tables, treatment_coded  # noqa: F401  (fixtures)

ML: dict[str, Any] = {"estimator": "ml"}


def test_the_whole_model_shrinkage_and_discrimination_are_those_of_statsmodels(
    reference: CohortStore,
    completers: Any,  # noqa: F811
) -> None:
    found = diagnose(reference, CohortFilter(), model_spec(**ML))
    y = completers.responder.astype(float)
    fit = sm.Logit(y, treatment_coded(completers)).fit(disp=0, tol=1e-12)
    assert found.whole is not None
    assert (found.whole.statistic, found.whole.df) == (pytest.approx(fit.llr, rel=1e-8), 11)
    assert found.shrinkage == pytest.approx((fit.llr - 11) / fit.llr, rel=1e-8)
    p = fit.predict()
    pairs = p[y == 1][:, None] - p[y == 0][None, :]
    assert found.auc is not None
    assert found.auc.value == pytest.approx(((pairs > 1e-12) + 0.5 * (abs(pairs) <= 1e-12)).mean(), rel=1e-8)
    assert found.brier is not None
    assert found.brier == pytest.approx(((y - p) ** 2).mean(), rel=1e-8)


def test_predictions_are_worse_for_new_patients(reference: CohortStore) -> None:
    found = diagnose(reference, CohortFilter(), model_spec())
    assert (found.seed, found.drawn) == (SEED, DRAWS)
    assert 0 < found.used <= found.drawn
    assert found.auc is not None
    assert found.auc_corrected is not None
    assert found.auc_corrected < (found.auc.value or 0)
    assert found.slope is not None
    assert (found.slope.corrected or 0) < 1
    assert diagnose(reference, CohortFilter(), model_spec()) == found  # the seed makes it so


def test_leaving_any_one_out_is_what_refitting_without_each_gives(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    found = diagnose(reference, CohortFilter(), model_spec("sex=M;ivmp_history=0", **ML))
    x = np.column_stack([np.ones(len(completers)), completers.sex == "F", completers.ivmp_history]).astype(float)
    y = completers.responder.to_numpy(float)
    refits = np.array([sm.Logit(np.delete(y, i), np.delete(x, i, 0)).fit(disp=0, tol=1e-12).params for i in range(len(y))])
    for at, one in enumerate(found.ranges, start=1):
        assert (one.low, one.high) == (
            pytest.approx(np.exp(refits[:, at].min()), rel=1e-6), pytest.approx(np.exp(refits[:, at].max()), rel=1e-6),
        )  # fmt: skip


def test_without_a_patient_whose_absence_separates_the_range_has_no_end(reference: CohortStore, completers: Any) -> None:  # noqa: F811
    found = diagnose(reference, CohortFilter(), model_spec(**ML))
    x, y = treatment_coded(completers).to_numpy(float), completers.responder.to_numpy(float)
    apart = {}
    for row, name in enumerate(completers.index):
        one = find_separation(np.delete(x, row, 0), np.ones(len(y) - 1), np.delete(y, row))
        if one.columns:
            apart[name] = {at - 1: sign for at, sign in zip(one.columns, one.signs, strict=True) if at}
    assert {one.patient_id: set(one.endless) for one in found.patients if one.endless} == {n: set(s) for n, s in apart.items()}
    for at, one in enumerate(found.ranges):
        signs = {signs[at] for signs in apart.values() if at in signs}
        assert (one.high is None, one.low == 0) == (1 in signs, -1 in signs)


def test_by_firth_predicted_risks_average_to_the_observed_rate(reference: CohortStore) -> None:
    found = diagnose(reference, CohortFilter(), model_spec(estimator="firth"))
    risk = np.array([one.fitted for one in found.patients])
    y = np.array([one.observed for one in found.patients])
    assert risk.mean() == pytest.approx(y.mean(), abs=1e-9)
    assert found.brier is not None
    assert found.brier == pytest.approx(((y - risk) ** 2).mean(), rel=1e-9)
    assert found.calibration is not None
    assert sum(one.n * one.predicted for one in found.calibration.groups) == pytest.approx(y.sum(), rel=1e-9)


def test_overlap_of_single_columns_is_at_least_one_and_grows_with_what_is_shared(reference: CohortStore) -> None:
    found = {one.label: one.inflation or 0 for one in diagnose(reference, CohortFilter(), model_spec()).overlaps}
    assert min(found.values()) >= 1
    assert max(found, key=lambda label: found[label]) == "Baseline SALT band"


@pytest.mark.parametrize("where", ["age_years=119..", "aa_type=AM;ivmp_history=1"])
def test_where_there_is_no_fit_nothing_is_measured(reference: CohortStore, where: str) -> None:
    found = diagnose(reference, CohortFilter.from_query(where), model_spec())
    assert found.status == model(reference, where).status != "ok"
    assert (found.auc, found.ranges, found.used) == (None, (), 0)


@pytest.mark.parametrize("where", ["", "sex=F", "aa_type=AM", "aa_type=AT,AU;sex=M", "aa_type=OA"])
def test_every_number_is_finite_and_every_row_told(reference: CohortStore, where: str) -> None:
    found = diagnose(reference, CohortFilter.from_query(where), model_spec())
    plain(found)  # raises for anything that is not finite
    for row in (*measures_table(found), *ranges_table(found)):
        assert all("nan" not in str(cell) and "inf" not in str(cell) for cell in row.values())


def test_the_whole_of_separated_data_is_tested_by_the_penalised_likelihood(reference: CohortStore) -> None:
    """Ophiasis: 10 patients, 3 responders, separated; by permutation of all 120 orders p is 0.133, by the plain test 0.033."""
    ophiasis = CohortFilter.from_query("aa_type=OA")
    found = diagnose(reference, ophiasis, model_spec(terms=preset(reference.catalogue, "short").terms))
    assert found.whole is not None
    assert (found.whole.method, found.whole.p) == ("penalised likelihood-ratio test", pytest.approx(0.129, abs=5e-4))
    assert found.shrinkage is None
    assert (found.used, found.brier_corrected) == (0, None)
    assert found.brier is not None
    model = fit_model(reference, ophiasis, found.spec)
    assert "Not corrected for optimism" in caption(reference.catalogue, model, found, HEADING, date(2026, 1, 1)).method


def test_shrinkage_is_that_of_maximum_likelihood_whatever_the_fit(reference: CohortStore) -> None:
    firth, plain = (diagnose(reference, CohortFilter(), model_spec(**kind)) for kind in ({"estimator": "firth"}, ML))
    assert firth.shrinkage == pytest.approx(plain.shrinkage, rel=1e-9)
    assert firth.whole != plain.whole
