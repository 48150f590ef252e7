"""A model with imputed values: everybody is used, nothing is imputed in silence, and where it cannot be done that is said."""

import math
import random
from pathlib import Path
from typing import Any

import pytest

from core.analysis.adjusted import adjusted_risks
from core.analysis.diagnostics import diagnose
from core.analysis.model import fit_model
from core.analysis.subgroups import subgroups
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.domain.model import Fit, ModelResult
from core.domain.subgroups import SubgroupSpec
from core.export.plain import plain
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore, current_store
from core.store.location import Location
from tests.building import model, model_spec, read
from tests.core.analysis.test_model import adjusted, one_and_two_way_filters, row

CATALOGUE = current()
FORMS = "aa_type=OA;sex=M;age_years~3;duration_years*1;aa_type*sex;sex*duration_years"
GAPS = {"aa_type": 0.06, "age_years": 0.08, "duration_years": 0.1, "atopic_dermatitis": 0.12, "ivmp_history": 0.08}


def blanked() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The bundled patients and visits with cells taken away at random."""
    dice, people, visits = random.Random(4), read("patient"), read("visit")
    for one in people:
        one |= {name: "" for name, share in GAPS.items() if dice.random() < share}
    for one in visits:
        if float(one["month"]) == 0 and dice.random() < 0.06:
            one["clinro_eyebrow"] = ""
    return people, visits


@pytest.fixture(scope="module")
def gappy(tmp_path_factory: pytest.TempPathFactory) -> CohortStore:
    """The bundled cohort with cells taken away."""
    folder, where = tmp_path_factory.mktemp("tables"), Location(tmp_path_factory.mktemp("published"))
    for name, rows in zip(("patient", "visit"), blanked(), strict=True):
        lines = [",".join(rows[0]), *(",".join(one.values()) for one in rows)]
        Path(folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    bring_in([folder], CATALOGUE, where)
    return current_store(CATALOGUE, where)


def imputed(store: CohortStore, where: str = "", terms: Any = "", **more: Any) -> ModelResult:
    return model(store, where, terms, missing="multiple", **more)


def fits(result: ModelResult) -> list[Fit]:
    return [fit for one in result.coefficients for fit in (one.crude, one.adjusted, one.shadow) if fit]


def test_everybody_evaluable_is_used_and_what_was_imputed_is_counted(gappy: CohortStore) -> None:
    result, people = imputed(gappy), blanked()[0]
    assert (result.status, result.n, result.events, result.left_out) == ("ok", 86, 29, ())
    done = result.imputation
    assert done is not None
    assert (done.state, done.sets, done.cycles, done.seed, done.outcomes) == ("done", 20, 10, 20250127, 16)
    assert done.complete == model(gappy).n
    expected = {name: sum(one[name] == "" for one in people) for name in GAPS}
    names = {"aa_type": "AA type", "age_years": "Age", "duration_years": "Disease duration",
             "atopic_dermatitis": "Atopic dermatitis", "ivmp_history": "Prior IVMP"}  # fmt: skip
    counted = {one.label: one.n for one in done.values}
    assert {name: counted[label] for name, label in names.items()} == expected


def test_estimates_come_near_those_of_the_data_from_which_cells_were_taken(reference: CohortStore, gappy: CohortStore) -> None:
    full, found, complete = imputed(reference), imputed(gappy), model(gappy)
    near, far = (
        [
            abs(
                math.log(adjusted(one, each.variable, each.level).estimate.value or 1) - math.log(each.main.estimate.value or 1)
            )
            for each in full.coefficients
            if each.main
        ]
        for one in (found, complete)
    )
    assert sum(near) < sum(far) / 2


def test_with_nothing_missing_the_fit_is_that_of_complete_cases(reference: CohortStore) -> None:
    asked: dict[str, Any] = {"analysis_set": AnalysisSet.NRI}
    result, complete = imputed(reference, **asked), model(reference, **asked)
    assert result.imputation is not None
    assert result.imputation.state == "nothing missing"
    assert (result.coefficients, result.terms) == (complete.coefficients, complete.terms)
    assert (result.n, result.events, result.left_out) == (complete.n, complete.events, complete.left_out)


def test_the_same_question_has_the_same_answer(gappy: CohortStore) -> None:
    assert imputed(gappy) == imputed(gappy)


def test_counts_of_a_level_are_of_what_is_recorded(gappy: CohortStore) -> None:
    people, visits = blanked()
    salt = {one["patient_id"]: float(one["salt"]) for one in visits if float(one["month"]) == 9}
    having = [salt[one["patient_id"]] for one in people if one["aa_type"] == "AT" and one["patient_id"] in salt]
    for asked in ({}, {"coding": "effect"}):
        found = row(imputed(gappy, **asked), "aa_type", "AT")  # type: ignore[arg-type]
        assert (found.n, found.events) == (len(having), sum(value <= 20 for value in having))
    both = imputed(gappy, terms="sex=M;ivmp_history=0;sex*ivmp_history")
    pairs = [one for one in people if (one["sex"], one["ivmp_history"]) == ("F", "1") and one["patient_id"] in salt]
    assert row(both, "sex*ivmp_history").n == len(pairs)


def test_the_methods_are_named_and_information_is_lost(gappy: CohortStore) -> None:
    for kind in ("logistic", "least_squares"):
        for fit in fits(imputed(gappy, kind=kind)):
            assert (fit.estimate.method, fit.test.method) == ("Rubin t", "Rubin t test")
            assert 0 < (fit.missing_information or 0) < 0.6
    assert {one.test.method for one in imputed(gappy).terms} == {"Rubin D1 test"}
    assert all(fit.missing_information is None for fit in fits(model(gappy)))


def test_the_test_of_a_term_of_one_column_is_that_of_its_coefficient(gappy: CohortStore) -> None:
    result = imputed(gappy)
    for one in (term for term in result.terms if not term.linearity):
        if one.test.df == 1:
            assert one.test.p == pytest.approx(adjusted(result, one.variable).test.p, rel=1e-9)


def test_firth_is_taken_where_any_data_set_needs_it_and_events_are_those_recorded(gappy: CohortStore) -> None:
    result = imputed(gappy)
    assert (result.estimator, result.why) == ("firth", ("few events",))
    assert result.events_per_parameter == pytest.approx(29 / 11)
    assert imputed(gappy, terms="sex=M;age_years*10").estimator == "ml"
    parted = imputed(gappy, "aa_type=AM", "sex;ivmp_history")
    assert parted.imputation is not None
    assert parted.imputation.state == "few complete"


def test_separated_data_sets_are_fitted_by_firth_or_say_that_they_are_separated(make_store: Any) -> None:
    people = [
        {
            "patient_id": f"p{at}",
            "sex": "F" if at % 2 else "M",
            "aa_type": "OA",
            "ivmp_history": "" if at in (6, 7) else at % 3 % 2,
        }
        for at in range(48)
    ]
    visits = [
        {"patient_id": f"p{at}", "month": month, "salt": 10 if month and at % 2 and at % 5 else 90}
        for at in range(48)
        for month in (0, 9)
    ]
    store = make_store(patient=people, visit=visits)
    result = imputed(store, terms="sex=M;ivmp_history=0")
    assert (result.status, result.estimator, result.separated) == ("ok", "firth", True)
    assert all(one.shadow is None for one in result.coefficients)
    assert imputed(store, terms="sex=M;ivmp_history=0", estimator="ml").status == "separated"


def test_outcomes_are_imputed_among_observed_completers_only(gappy: CohortStore) -> None:
    for chosen in AnalysisSet:
        result, complete = imputed(gappy, analysis_set=chosen), model(gappy, terms="sex", analysis_set=chosen)
        assert result.imputation is not None
        assert result.imputation.outcomes == (16 if chosen is AnalysisSet.OBSERVED else 0)
        assert (result.n - result.imputation.outcomes, result.events) == (complete.n, complete.events)


def test_who_is_not_evaluable_stays_out(gappy: CohortStore) -> None:
    asked: dict[str, Any] = {"endpoint": endpoint(CATALOGUE, "eyebrow1"), "terms": "sex=M;age_years*10"}
    result, complete = imputed(gappy, **asked), model(gappy, **asked)
    out = [one.n for one in complete.left_out if one.reason == "not evaluable"]
    assert [(one.reason, one.n) for one in result.left_out] == [("not evaluable", sum(out))]
    rate = imputed(gappy, kind="least_squares", **asked)
    starts = [one["clinro_eyebrow"] for one in blanked()[1] if float(one["month"]) == 0]
    assert [(one.reason, one.n) for one in rate.left_out] == [
        ("no baseline", sum(one == "" or float(one) == 0 for one in starts))
    ]


def test_crude_only_is_every_term_alone_on_the_same_data_sets(gappy: CohortStore) -> None:
    alone, together = imputed(gappy, together=False), imputed(gappy, estimator="ml")
    assert alone.estimator == "ml"
    for one in alone.coefficients:
        assert one.crude is not None
        assert one.crude == row(together, one.variable, one.level).crude


def test_a_complete_variable_alone_is_pooled_over_imputed_outcomes(gappy: CohortStore) -> None:
    """With the outcome alone missing, an odds ratio is near that of those assessed (missing at random given sex)."""
    result, complete = imputed(gappy, terms="sex=M"), model(gappy, terms="sex=M")
    found, known = adjusted(result, "sex").estimate, adjusted(complete, "sex").estimate
    error = math.log((known.high or 1) / (known.low or 1)) / (2 * 1.96)
    assert abs(math.log(found.value or 1) - math.log(known.value or 1)) < error / 2


@pytest.mark.parametrize("asked", [
    {}, {"kind": "least_squares"}, {"terms": FORMS}, {"terms": FORMS, "kind": "least_squares", "errors": "hc3"},
    {"together": False, "coding": "effect"}, {"terms": "sex;duration_years:2,4,10", "analysis_set": AnalysisSet.LOCF},
], ids=str)  # fmt: skip
def test_every_subgroup_has_a_fit_or_a_stated_reason(gappy: CohortStore, asked: dict[str, Any]) -> None:
    for where in one_and_two_way_filters():
        result = imputed(gappy, where, **asked)
        plain(result)  # raises for anything that is not finite
        assert result.status not in ("not converged", "separated"), where
        assert result.imputation is not None
        if result.imputed:
            assert result.n + sum(one.n for one in result.left_out) == result.provenance.in_view
        for fit in fits(result):
            assert fit.test.p is None or 0 <= fit.test.p <= 1


def test_what_cannot_be_imputed_is_left_with_the_reason(
    gappy: CohortStore, make_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state(store: CohortStore, where: str = "", **asked: Any) -> tuple[str, str]:
        result = imputed(store, where, **asked)
        assert result.imputation is not None
        assert result.coefficients == model(store, where, **asked).coefficients
        return result.imputation.state, result.imputation.variable

    assert state(gappy, "aa_type=AM") == ("few complete", "")
    people = [
        {
            "patient_id": f"p{at}",
            "sex": "F" if at % 2 else "M",
            "age_years": 30 + at % 9 if at % 6 == 0 else "",
            "aa_type": "OA",
        }
        for at in range(150)
    ]
    visits = [
        {"patient_id": f"p{at}", "month": month, "salt": 10 if at % 4 == 0 and month else 90}
        for at in range(150)
        for month in (0, 9)
    ]
    store = make_store(patient=people, visit=visits)
    assert state(store, terms="sex;age_years*10") == ("hardly recorded", "Age")
    monkeypatch.setattr("core.analysis.imputed.MOST_PATIENTS", 85)
    assert state(gappy) == ("too many", "")


def test_a_measure_at_a_landmark_is_never_imputed(gappy: CohortStore) -> None:
    result = imputed(gappy, terms="sex=M;salt@3*10;age_years*10")
    complete = model(gappy, terms="sex=M;salt@3*10")
    assert result.imputation is not None
    assert [one.label for one in result.imputation.values] == ["Age"]
    assert {one.reason for one in result.left_out} == {"not recorded"}
    assert result.n >= complete.n


def test_cards_that_do_not_impute_speak_of_complete_cases(gappy: CohortStore) -> None:
    everyone, asked = CohortFilter(), model_spec("sex=M;ivmp_history=0;age_years*10", missing="multiple")
    complete = fit_model(gappy, everyone, asked.complete_cases)
    risks = adjusted_risks(gappy, everyone, asked)
    assert (risks.model.n, risks.model.imputation) == (complete.n, None)
    assert diagnose(gappy, everyone, asked) == diagnose(gappy, everyone, asked.complete_cases)
    factor = model_spec("sex=M", missing="multiple")
    within = (model_spec("ivmp_history=0").terms[0],)
    found = subgroups(gappy, everyone, SubgroupSpec(model=factor, by=within))
    assert found.overall is not None
    assert found.overall.n == model(gappy, terms="sex=M").n
