"""The predictors page in a real browser: terms, drawers, links."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DRAWN
from tests.browser.steps import at_rest, drawer, serious_violations

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SLOW = 20_000  # ms, for a drawer's first computation on a busy machine


def choice(page: Page, variable: str, value: str) -> None:
    page.locator(f"[data-facet={variable}] input[value='={value}']").click()


def test_a_model_is_refitted_by_a_filter_and_by_the_cut_point(open_page: Open) -> None:
    page = open_page("/predictors?est=ml&pint=wald&ptest=wald")
    chart = page.locator(".js-plotly-plot").first
    expect(chart).to_contain_text("8.11 (1.09 to 60.4)")
    page.get_by_role("slider", name="Disease duration cut 1, years").first.press("ArrowRight")
    expect(chart).to_contain_text("≤4.1 years")
    expect(page).to_have_url(re.compile(r"cuts-duration_years=4\.1"))
    choice(page, "sex", "F")
    note = page.locator(".notice", has_text="38 patients used, 18 responders")
    expect(note).to_contain_text("Sex: Female is left out")


def test_the_published_estimates_stand_beside_their_refits(open_page: Open) -> None:
    page = open_page("/predictors")
    page.get_by_text("Beside the published estimates").click()
    row = page.locator("table.whole tr", has_text="Prior IVMP")
    expect(row).to_contain_text("10.45, p 0.016", timeout=15_000)
    expect(row).to_contain_text("5.51, p 0.023")


def test_terms_are_chosen_in_place_and_kept_in_the_link(open_page: Open, new_page: Callable[..., Page]) -> None:
    page = open_page("/predictors?preset=short&est=firth")
    page.get_by_role("button", name="Terms").first.click()
    page.get_by_role("combobox", name="Sex").click()
    page.get_by_role("option", name="against Female").click()
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Sex: Male")
    expect(page).to_have_url(re.compile(r"terms=aa_type%3DOA%3Bsex%3DF"))
    other = new_page()
    other.goto(page.url)
    other.locator(DRAWN).first.wait_for(timeout=30_000)
    expect(other.locator(".js-plotly-plot").first).to_contain_text("Sex: Male")


def test_a_number_becomes_a_curve_with_its_test_of_linearity(open_page: Open) -> None:
    page = open_page("/predictors?preset=short")
    page.get_by_role("button", name="Terms").first.click()
    page.get_by_role("combobox", name="Disease duration").click()
    page.get_by_role("option", name="a curve, 3 knots").click()
    expect(page.locator(".js-plotly-plot").first).to_contain_text("against")
    expect(page).to_have_url(re.compile(r"duration_years~3"))
    page.keyboard.press("Escape")
    expect(drawer(page, "Tests of whole terms")).to_contain_text("Disease duration: is it a line?", timeout=SLOW)


def test_two_terms_can_change_each_other(open_page: Open) -> None:
    page = open_page("/predictors?terms=sex%3DM%3Bage_years*10%3Bsex*age_years")
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Sex × Age: Female × per 10 years")
    expect(page.locator(".card-note", has_text="the row of both says")).to_have_count(1)


def test_published_estimates_are_laid_over_on_request(open_page: Open) -> None:
    page = open_page("/predictors?pub=1")
    expect(page.locator(".js-plotly-plot").first.locator(".legend")).to_contain_text("Published")
    expect(page.locator(".card-note").first).to_contain_text("Diamonds: published, without intervals")


def test_the_curve_stands_beside_the_scan_of_cut_offs(open_page: Open) -> None:
    place = drawer(open_page("/predictors"), "Which cut-off?")
    expect(place.locator(".js-plotly-plot")).to_have_count(2, timeout=SLOW)
    expect(place).to_contain_text("The preferred reading")
    expect(place).to_contain_text("over all cut-offs, exact")


def test_one_factor_within_subgroups_is_chosen_in_place(open_page: Open) -> None:
    page = open_page("/predictors?factor=ivmp_history&within=sex,aa_type")
    place = page.locator("details", has=page.locator("summary", has_text="Within subgroups"))
    expect(place.locator(".js-plotly-plot")).to_contain_text("8/15 v 10/23", timeout=SLOW)
    expect(place).to_contain_text("Benjamini-Hochberg over 2 variables")
    choice(page, "sex", "F")
    expect(place).to_contain_text("Not shown, for all patients used have one level: sex", timeout=SLOW)


def test_a_profile_has_a_risk_with_its_interval_and_says_how_many_are_alike(open_page: Open) -> None:
    page = open_page("/predictors?preset=short&profile=sex%3DF")
    place = page.locator("details", has=page.locator("summary", has_text="What if?"))
    expect(place).to_contain_text("Predicted for this profile", timeout=SLOW)
    expect(place).to_contain_text("Patients alike in every term")
    expect(place).to_contain_text(re.compile(r"\d+\.\d% \(\d+\.\d–\d+\.\d%\)"))


def test_missing_values_are_imputed_on_request_and_say_how(open_page: Open) -> None:
    page = open_page("/predictors?missing=multiple")
    expect(page.locator(".card-note", has_text="Imputed 20 times by chained equations")).to_have_count(1, timeout=SLOW)


def test_counts_and_method_unfold_by_keyboard_and_stay_unfolded_when_they_change(open_page: Open) -> None:
    page = open_page("/predictors?preset=short")
    fold = page.locator("details", has=page.locator("summary", has_text="Counts and method")).first
    words = fold.locator(".card-note")
    expect(words).not_to_be_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()
    expect(words).to_contain_text("86 of 86 patients in view")
    choice(page, "sex", "F")
    expect(words).to_contain_text("45 of 86 patients in view")


def test_terms_that_cannot_be_read_are_refused_above_the_title(open_page: Open) -> None:
    page = open_page("/predictors?terms=nonsense!!")
    expect(page.locator(".notice").first).to_contain_text("those of the preset")
    expect(page).not_to_have_url(re.compile("nonsense"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation_in_open_drawers(scheme: str, server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(server + "/predictors")
    page.locator(DRAWN).first.wait_for(timeout=SLOW)
    for heading in ("Adjusted risks", "What if?", "Which cut-off?", "Within subgroups", "How far this can be trusted"):
        drawer(page, heading)
        at_rest(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(8, timeout=40_000)
    assert serious_violations(page) == []
