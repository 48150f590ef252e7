"""A model of more kinds of patients than can be listed: the numbers of patterns and of rows, or a reason in words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from core.analysis import gathered
from core.analysis.adjusted import adjusted_risks
from core.analysis.diagnostics import diagnose
from core.analysis.model import fit_model
from core.analysis.subgroups import subgroups, usual_subgroups
from core.analysis.terms import parse_terms
from core.analysis.what_if import what_if
from core.catalogue import current
from core.domain.filters import CohortFilter
from core.domain.model import Fit, ModelResult
from core.domain.subgroups import SubgroupSpec
from core.domain.what_if import Profile
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore, in_force
from core.store.location import Location
from core.synthesis import synthesize
from core.words.model_method import STREAMED, method
from tests.building import model, model_spec
from tests.core.analysis.test_model import one_and_two_way_filters

PATIENTS = 20_000
WALD: dict[str, Any] = {"interval": "wald", "test": "wald"}
TERMS = "aa_type=OA;sex=M;age_years*10;duration_years~4;atopic_dermatitis;baseline_salt*10;baseline_clinro_eyebrow*1"
CROSSED = f"{TERMS};sex*age_years;aa_type*baseline_salt;sex*aa_type"
TOLD = "age_years*10;baseline_salt*10;baseline_salt_band;drug;dose_mg;sex"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> CohortStore:
    """A synthetic registry."""
    folder = tmp_path_factory.mktemp("registry")
    synthesize(PATIENTS, 11, folder / "tables", labs=False)
    bring_in([folder / "tables"], current(), Location(folder))
    return CohortStore(in_force(Location(folder)), current())


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if so many patients were very many, and so few patterns too many."""
    monkeypatch.setattr(gathered, "MANY_PATIENTS", 1000)
    monkeypatch.setattr(gathered, "MOST_PATTERNS", 1)
    yield


def by_pattern(store: CohortStore, where: str, terms: str, **more: Any) -> ModelResult:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathered, "MANY_PATIENTS", PATIENTS)
        return model(store, where, terms, **more)


def numbers(fit: Fit | None) -> list[float]:
    """Estimate, limits and p of a fit, none where there is none."""
    if fit is None:
        return []
    found = [fit.estimate.value, fit.estimate.low, fit.estimate.high, fit.test.p, fit.test.statistic]
    return [float("nan") if one is None else one for one in found]


def whole_terms(result: ModelResult) -> dict[tuple[str, bool], float | None]:
    """The statistic of every test of a term, and of the bends of a spline; a line is tested for bends by pattern only."""
    lines = {term.key for term in result.spec.terms if term.form == "linear"}
    kept = [one for one in result.terms if not (one.linearity and one.variable in lines)]
    return {(one.variable, one.linearity): one.test.statistic for one in kept}


@pytest.mark.parametrize(
    ("terms", "where", "more"),
    [
        (TERMS, "", {}),
        (TERMS, "sex=F", {"coding": "effect"}),
        (CROSSED, "", {}),
        (CROSSED, "", {"coding": "effect"}),
        (CROSSED, "", {"kind": "least_squares"}),
        (TERMS, "", {"kind": "least_squares", "errors": "hc3", "coding": "effect"}),
        (TERMS, "", {"together": False, "estimator": "firth"}),
        (TERMS, "", {"estimator": "firth"}),
        (TOLD, "", {}),
        (TOLD, "", {"kind": "least_squares"}),
        ("age_years*10", "", {}),
        ("age_years~5", "", {"kind": "least_squares"}),
    ],
)
def test_the_numbers_are_those_by_pattern(
    registry: CohortStore, crowded: None, terms: str, where: str, more: dict[str, Any]
) -> None:
    ours, other = model(registry, where, terms, **more | WALD), by_pattern(registry, where, terms, **more | WALD)
    assert (ours.status, ours.streamed, other.status, other.streamed) == ("ok", True, "ok", False)
    bare = [replace(one, coefficients=(), terms=(), streamed=False, r2=None, residual_sd=None) for one in (ours, other)]
    assert bare[0] == bare[1]
    assert [ours.r2 or 0, ours.residual_sd or 0] == pytest.approx([other.r2 or 0, other.residual_sd or 0], rel=1e-10)
    told = [
        [(one.label, one.level, one.reference, one.at, one.n, one.events) for one in made.coefficients]
        for made in (ours, other)
    ]
    assert told[0] == told[1]
    for one, that in zip(ours.coefficients, other.coefficients, strict=True):
        for mine, its in ((one.adjusted, that.adjusted), (one.crude, that.crude)):
            assert numbers(mine) == pytest.approx(numbers(its), rel=2e-7, abs=1e-9)
    tested, listed = whole_terms(ours), whole_terms(other)
    assert tested.keys() == listed.keys()
    assert list(tested.values()) == pytest.approx(list(listed.values()), rel=1e-6)


def test_coefficients_and_errors_are_those_of_the_rows_to_eight_digits(registry: CohortStore, crowded: None) -> None:
    found = model(registry, "", "sex=M;age_years*10;baseline_salt*10;duration_years*1", **WALD)
    sql = """
        SELECT sex = 'F', age_years / 10, baseline_salt / 10, duration_years, salt_m9 <= 20
        FROM cohort WHERE salt_m9_off <= 0.5
    """
    rows = np.array([row for row in registry.rows(sql, {}) if None not in row], dtype=float)
    fit = sm.Logit(rows[:, -1], sm.add_constant(rows[:, :-1])).fit(disp=0, tol=1e-11, maxiter=50)
    assert found.n == len(rows)
    low, high = np.exp(fit.conf_int().T)
    for at, one in enumerate(found.coefficients, start=1):
        assert numbers(one.adjusted)[:3] == pytest.approx([np.exp(fit.params[at]), low[at], high[at]], rel=1e-8)


def test_few_values_of_few_terms_are_still_counted_by_pattern(registry: CohortStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "MANY_PATIENTS", 1000)
    rates = model(registry, "", "sex;aa_type;age_years:40", kind="least_squares")
    assert not rates.streamed
    same = by_pattern(registry, "", "sex;aa_type;age_years:40", kind="least_squares")
    assert (rates.n, rates.left_out) == (same.n, same.left_out)
    for one, that in zip(rates.coefficients, same.coefficients, strict=True):
        assert numbers(one.adjusted) == pytest.approx(numbers(that.adjusted), rel=1e-9, abs=1e-12)
    assert not model(registry, "", "sex;age_years*10").streamed
    assert model(registry, "", "age_years*10;baseline_salt*1;duration_years*1").streamed


@pytest.mark.parametrize("kind", ["logistic", "least_squares"])
def test_every_subgroup_of_the_bundled_cohort_ends_as_by_pattern(
    reference: CohortStore, monkeypatch: pytest.MonkeyPatch, kind: Any
) -> None:
    """Separated ones by Firth's likelihood, and each that cannot be fitted for the same reason."""
    monkeypatch.setattr(gathered, "MOST_PATTERNS", 0)
    seen = set()
    for where in one_and_two_way_filters()[::3]:
        monkeypatch.setattr(gathered, "MANY_PATIENTS", 0)
        ours = model(reference, where, kind=kind, **WALD)
        monkeypatch.setattr(gathered, "MANY_PATIENTS", 100)
        other = model(reference, where, kind=kind, **WALD)
        seen.add((ours.status, ours.separated))
        ends = [(one.status, one.n, one.events, one.left_out, one.aliased, one.why, one.estimator) for one in (ours, other)]
        assert ends[0] == ends[1], where
        for one, that in zip(ours.coefficients, other.coefficients, strict=True):
            assert numbers(one.adjusted) == pytest.approx(numbers(that.adjusted), rel=1e-5, abs=1e-7), where
    assert ("ok", False) in seen
    assert kind != "logistic" or ("ok", True) in seen


def test_nobody_and_one_outcome_are_statuses_with_everyone_counted(registry: CohortStore, crowded: None) -> None:
    spec = model_spec(TERMS)
    everyone = fit_model(registry, CohortFilter(), replace(spec, endpoint=replace(spec.endpoint, at_most=100.0)))
    assert (everyone.status, everyone.events) == ("one outcome", everyone.n)
    assert everyone.n + sum(one.n for one in everyone.left_out) == PATIENTS
    assert model(registry, "", TERMS, missing="multiple").imputation.state == "too many"  # type: ignore[union-attr]


def test_an_interaction_of_too_many_pairs_ends_in_words(
    registry: CohortStore, crowded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.analysis import streamed

    monkeypatch.setattr(streamed, "MOST_CODES", 5000)
    found = model(registry, "", "age_years*1;baseline_salt*1;age_years*baseline_salt")
    assert (found.status, found.coefficients) == ("too many patterns", ())
    assert "between cut points" in method(found)


def test_what_needs_patterns_says_that_they_are_too_many(registry: CohortStore, crowded: None) -> None:
    cohort, spec = CohortFilter(), model_spec(TERMS)
    assert adjusted_risks(registry, cohort, spec).model.status == "too many patterns"
    assert what_if(registry, cohort, spec, Profile(())).model.status == "too many patterns"
    assert diagnose(registry, cohort, spec).status == "too many patterns"
    factor = parse_terms(registry.catalogue, "baseline_salt*10")
    asked = SubgroupSpec(model=replace(spec, terms=factor), by=usual_subgroups(registry.catalogue, factor[0]))
    assert subgroups(registry, cohort, asked).status == "too many patterns"


def test_the_method_names_what_ran(registry: CohortStore, crowded: None) -> None:
    odds, slopes = model(registry, "", TERMS), model(registry, "", TERMS, kind="least_squares")
    assert STREAMED["logistic"] in method(odds)
    assert "Wald intervals; p by Wald test" in method(odds)
    assert STREAMED["least_squares"] in method(slopes)
    assert "passes" not in method(by_pattern(registry, "", "sex"))
