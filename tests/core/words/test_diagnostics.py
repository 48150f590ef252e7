"""Diagnostics in words: each measure, each plot, and what was left out."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.analysis.diagnostics import diagnose_model
from core.catalogue import current
from core.domain.diagnostics import Diagnostics
from core.domain.model import ModelResult
from core.store.cohort_store import CohortStore
from core.words.diagnostic_plots import HEADINGS, Plot, as_text, plot_caption
from core.words.diagnostics import HEADING, NO_RANGES, RANGES, READS, caption, measures, range_words
from core.words.influence import influence_words, most_influential, too_many
from core.words.numbers import decimals
from tests.building import model

LOGISTIC: tuple[Plot, ...] = ("roc", "calibration")
CATALOGUE, TODAY = current(), date(2026, 8, 1)


def both(store: CohortStore, where: str = "", **more: Any) -> tuple[ModelResult, Diagnostics]:
    result = model(store, where, **more)
    return result, diagnose_model(store, result)


@pytest.mark.parametrize("kind", ["logistic", "least_squares"])
def test_every_measure_has_its_reading_and_stands_in_the_words_for_those_who_cannot_see(
    reference: CohortStore, kind: str
) -> None:
    result, found = both(reference, kind=kind)
    words = caption(CATALOGUE, result, found, HEADING, TODAY)
    for name, shown, _ in measures(found):
        assert READS[name]
        assert f"{name} {shown}" in words.alt
    assert "bootstrap" in words.method if kind == "logistic" else "bootstrap" not in words.method
    assert {heading for heading, _ in words.how} >= {"Whole model", "Condition number", "Overlap"}


def test_tests_of_residuals_are_named_with_statistic_and_p(reference: CohortStore) -> None:
    shown = {name: words for name, words, _ in measures(both(reference, kind="least_squares")[1])}
    assert shown["Equal variances"] == "studentised Breusch-Pagan test, chi-square 12.5 on 11 df, p = 0.33"
    assert shown["Normal errors"] == "Shapiro-Wilk test, W 0.933, p <0.001"
    assert (shown["R²"], shown["Adjusted R²"], shown["Predicted R²"]) == ("0.51", "0.42", "0.30")


@pytest.mark.parametrize("plot", HEADINGS)
def test_every_plot_says_what_it_found_among_whom_on_which_data(reference: CohortStore, plot: Plot) -> None:
    kind = "least_squares" if plot in ("residuals", "quantiles") else "logistic"
    result, found = both(reference, "sex=F", kind=kind)
    words = plot_caption(CATALOGUE, result, found, plot, TODAY)
    assert words.title.endswith(HEADINGS[plot])
    assert words.cohort == "Patients with sex Female."
    assert words.counts.startswith("38 patients used")
    assert words.how
    assert plot in words.file_stem
    for text in (words.note, words.alt, *words.footer, *(said for _, said in words.how)):
        assert text
        assert not {"nan", "inf", "None"} & set(text.replace(",", " ").split())


def test_the_slope_on_the_same_patients_is_said_to_be_one_by_construction(reference: CohortStore) -> None:
    result, found = both(reference, estimator="ml")
    assert found.slope is not None
    assert found.slope.apparent == pytest.approx(1, abs=1e-6)
    said = plot_caption(CATALOGUE, result, found, "calibration", TODAY).method
    assert (
        f"slope {decimals(found.slope.corrected)} at best, corrected for optimism; on these patients it is 1 by construction"
        in said
    )
    assert "FLIC" not in said
    firth = plot_caption(CATALOGUE, *both(reference), "calibration", TODAY).method
    assert "intercept corrected (FLIC)" in firth
    assert "on these patients it is 1.37, as Firth's estimates are shrunk" in firth


def test_who_moves_the_fit_most_is_named_with_what_leaving_them_out_does(reference: CohortStore) -> None:
    result, found = both(reference, kind="least_squares")
    top = most_influential(found)[0]
    assert influence_words(result, found).startswith(
        f"Most moved by {top.patient_id}: Cook's distance {top.cook:.3f}; Disease duration: ≤4 years +9.30 without, +15.26 with"
    )


def test_patients_without_whom_an_odds_ratio_is_not_finite_are_named(reference: CohortStore) -> None:
    result, found = both(reference, estimator="ml")
    assert influence_words(result, found).startswith(
        "Most moved by SYN-055: Cook's distance 0.226, one step towards a fit that does not exist; AA type: Multiplex (AM) "
        "infinite without, 16.8 with this patient. Without SYN-055 or SYN-062 an odds ratio is infinite or 0."
    )
    said = "Infinite or 0: without SYN-055 or SYN-062 maximum likelihood has no finite odds ratio."
    assert said in caption(CATALOGUE, result, found, RANGES, TODAY).method
    shown = {name: range_words(one) for name, one in zip(found.slopes, found.ranges, strict=True)}
    assert shown["AA type: Multiplex (AM)"] == "12.7 to infinite"
    assert shown["Baseline SALT band: 95–100, very severe"] == "0 to 0.0647"
    assert "infinite" not in shown["Sex: Female"]
    none = replace(found, patients=(replace(found.patients[0], dfbetas=(None,) * 11, without=(None,) * 11, endless=()),))
    assert "Without SYN-002 there is no fit to compare with" in influence_words(result, none)
    assert "the fit without SYN-002, which does not exist" in caption(CATALOGUE, result, none, RANGES, TODAY).method


def test_a_correction_that_leaves_out_the_separated_samples_is_said_to_be_too_small(reference: CohortStore) -> None:
    result, found = both(reference, estimator="ml")
    assert found.flattered
    assert found.used + found.separated <= found.drawn
    left = f"At best: {found.separated} of 500 bootstrap samples, the most overfitted, have no finite fit and are left out."
    for said in (
        caption(CATALOGUE, result, found, HEADING, TODAY),
        *(plot_caption(CATALOGUE, result, found, one, TODAY) for one in LOGISTIC),
    ):
        assert left in said.note
    assert "Firth's penalised likelihood leaves none" in caption(CATALOGUE, result, found, HEADING, TODAY).note
    assert [better for _, _, better in measures(found) if better != "–"] == ["0.80 at best", "0.193 at best", "0.49 at best"]
    firth = both(reference)
    assert not firth[1].flattered
    assert "At best" not in as_text(CATALOGUE, *firth, TODAY)


def test_too_many_patients_are_said_and_not_shown(reference: CohortStore) -> None:
    result, found = both(reference)
    many = replace(found, patients=(), ranges=tuple(replace(one, low=None, high=None) for one in found.ranges))
    assert influence_words(replace(result, n=12345), many) == too_many(12345)
    assert "12,345 were used, more than 2,000" in too_many(12345)
    assert NO_RANGES in caption(CATALOGUE, result, many, RANGES, TODAY).method
    assert NO_RANGES not in caption(CATALOGUE, result, found, RANGES, TODAY).method


def test_the_text_of_a_terminal_has_every_measure_or_the_reason_there_is_none(reference: CohortStore) -> None:
    result, found = both(reference)
    text = as_text(CATALOGUE, result, found, TODAY)
    assert all(f"  {name}: " in text for name, _, _ in measures(found))
    assert all(f"  {name}: " in text for name in found.slopes)
    assert as_text(CATALOGUE, *both(reference, "age_years=119.."), TODAY).startswith("Nobody in view")
