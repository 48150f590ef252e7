"""Printed estimates come back as printed, and move as the sources of the bundled cohort say they do."""

from dataclasses import replace

import pytest

from core.analysis.published_models import published_fits
from core.catalogue import current
from core.domain.filters import CohortFilter
from core.domain.published_fits import PublishedFit, Variant
from core.store.cohort_store import CohortStore
from core.tables.published_models import published_models_table
from core.words.numbers import NONE
from core.words.published_models import printed_words, refit_words, variant_names

# From the README of the bundled cohort: value and p of each refit, as printed there.
MOVED: dict[str, dict[Variant, str]] = {
    "Duration ≤4 years": {"likelihood": "8.11, p 0.021", "fewer terms": "6.38, p 0.029"},
    "Prior IVMP": {"likelihood": "10.45, p 0.007", "fewer terms": "6.05, p 0.033"},
    "Baseline SALT 95–100": {"likelihood": "0.013, p 0.022", "fewer terms": "0.031, p 0.058"},
    "Female": {"coding": "+20.32, p 0.015"},
    "Ophiasis": {"coding": "−33.28, p 0.022"},
}


@pytest.fixture
def fits(reference: CohortStore) -> tuple[PublishedFit, ...]:
    return published_fits(reference, CohortFilter())


def test_every_printed_estimate_and_p_comes_back(fits: tuple[PublishedFit, ...]) -> None:
    assert len(fits) == 5
    for one in fits:
        assert one.refits[0].variant == "printed"
        assert refit_words(one, one.refits[0].fit) == printed_words(one)


@pytest.mark.parametrize("label", MOVED)
def test_other_methods_move_the_estimates_as_documented(fits: tuple[PublishedFit, ...], label: str) -> None:
    one = next(one for one in fits if one.label == label)
    shown = {refit.variant: refit_words(one, refit.fit) for refit in one.refits}
    assert {variant: shown[variant] for variant in MOVED[label]} == MOVED[label]


def test_least_squares_has_no_columns_for_likelihoods(fits: tuple[PublishedFit, ...]) -> None:
    female = next(one for one in fits if one.label == "Female")
    assert [refit_words(female, refit.fit) for refit in female.refits if refit.variant in ("likelihood", "firth")] == [
        NONE,
        NONE,
    ]


def test_without_a_preset_of_fewer_terms_that_column_is_empty(reference: CohortStore, monkeypatch: pytest.MonkeyPatch) -> None:
    found = replace(current(), published=tuple(replace(one, fewer_terms="") for one in current().published))
    monkeypatch.setattr(reference, "catalogue", found)
    assert {refit_words(one, one.refits[-1].fit) for one in published_fits(reference, CohortFilter())} == {NONE}


def test_the_table_has_a_column_a_way_to_fit(fits: tuple[PublishedFit, ...]) -> None:
    names = variant_names(current())
    rows = published_models_table(fits, names)
    assert [row["Estimate"] for row in rows] == [one.label for one in fits]
    assert list(rows[0]) == ["Estimate", "Published", *names.values()]
    assert names["fewer terms"] == "Without ClinRO"


def test_a_clinics_own_cohort_is_not_set_beside_the_paper(make_store) -> None:  # type: ignore[no-untyped-def]
    visits = [{"patient_id": "a", "month": month, "salt": salt} for month, salt in ((0, 90), (9, 10))]
    store = make_store(patient=[{"patient_id": "a", "sex": "F"}], visit=visits)
    assert published_fits(store, CohortFilter()) == ()
