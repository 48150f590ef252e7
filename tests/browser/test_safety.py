"""The safety slot of a meeting: who had what, in whom more often, when, and who they are."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import SLOW, drawer, open_first

Open = Callable[..., Page]


def lists(page: Page, place: Locator, heading: str, counted: str, first: str) -> None:
    """A card lists who is behind the mark clicked in it, and its first row leads to that patient."""
    expect(place.get_by_role("heading", name=heading)).to_be_visible(timeout=SLOW)
    expect(place).to_contain_text(counted)
    open_first(page, place.locator("[data-testid=stDataFrame]"), first)


def test_events_follow_the_filter_and_name_their_denominator(open_page: Open) -> None:
    page = open_page("/events")
    chart = page.locator(".js-plotly-plot").first
    expect(chart).to_contain_text("16/86")
    expect(page.locator(".card-note").first).to_contain_text("22 of 86 treated patients had adverse events")
    page.locator("[data-facet='sex'] input[value='=F']").check()
    expect(chart).to_contain_text("8/45", timeout=SLOW)
    expect(page.locator(".card-note").first).to_contain_text("9 of 45 treated patients")


def test_none_of_a_kind_has_an_upper_limit(open_page: Open) -> None:
    page = open_page("/events?only=severe")
    expect(page.locator(".card-note").first).to_contain_text("None of 86 treated patients")
    expect(page.locator(".card-note").first).to_contain_text("by the rule of three (exact, one-sided 95%) at most 3.4%")


def test_a_bar_lists_who_had_it_and_a_row_opens_the_patient(open_page: Open) -> None:
    page = open_page("/events")
    page.locator(".js-plotly-plot .barlayer .point path").nth(2).click(force=True)
    expect(page.get_by_role("heading", name="Who had it: Liver enzyme rise")).to_be_visible(timeout=SLOW)
    open_first(page, page.locator("[data-testid=stDataFrame]").first, "SYN-006")
    expect(page.get_by_role("heading", name="SYN-006: SALT and adverse events over time")).to_be_visible(timeout=SLOW)
    expect(page.locator(".card-note").first).to_contain_text("SALT 100 at month 0, 1 at month 9")


def test_two_groups_stand_beside_each_other_and_the_link_keeps_how(open_page: Open, new_page: Callable[..., Page]) -> None:
    page = open_page("/events?by=sex&look=butterfly")
    expect(page.get_by_role("heading", name="Adverse events by term: Male against Female")).to_be_visible()
    expect(page.locator(".js-plotly-plot").nth(1)).to_contain_text("+7.3 (−1.9 to +19.4)")
    other = new_page()
    other.goto(page.url)
    expect(other.locator(".js-plotly-plot").nth(1)).to_contain_text("+7.3 (−1.9 to +19.4)", timeout=30_000)


def test_first_events_over_time_are_a_drawer(open_page: Open) -> None:
    place = drawer(open_page("/events?by=sex"), "When it began")
    expect(place.locator(".js-plotly-plot")).to_contain_text("At risk", timeout=SLOW)
    expect(place).to_contain_text("Female (n = 45): 9 had one, 20.0%")


def test_a_cell_of_the_months_lists_who_is_behind_it(open_page: Open) -> None:
    page = open_page("/events")
    place = drawer(page, "Month by month")
    place.locator(".barlayer .point path").nth(23).click(force=True, timeout=SLOW)
    lists(page, place, "Who had it: Acne, going on in month 6", "1 patient in view, 1 event; 82 were followed then.", "SYN-046")


def test_a_cell_of_nobody_says_so(open_page: Open) -> None:
    place = drawer(open_page("/events"), "Month by month")
    place.locator(".barlayer .point path").nth(20).click(force=True, timeout=SLOW)
    expect(place).to_contain_text("Acne, going on in month 3: nobody of 85 patients then followed.", timeout=SLOW)


def test_the_keyboard_alone_finds_who_is_behind_a_cell(open_page: Open) -> None:
    page = open_page("/events?view-event_months=table")
    place = drawer(page, "Month by month")
    table = place.locator("[data-testid=stDataFrame]")
    expect(table).to_be_visible(timeout=SLOW)
    table.locator("canvas[data-testid=data-grid-canvas]").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(place.get_by_role("heading", name="Who had it: Liver enzyme rise, going on in month 2")).to_be_visible(timeout=SLOW)


def test_a_combination_lists_who_had_exactly_that(open_page: Open) -> None:
    page = open_page("/events")
    place = drawer(page, "In the same patients")
    place.locator(".barlayer .point path").nth(1).click(force=True, timeout=SLOW)
    lists(page, place, "Who had it: Acne alone", "2 patients in view, 2 events.", "SYN-046")


def test_a_mark_of_response_against_tolerability_lists_its_group(open_page: Open) -> None:
    page = open_page("/events?across=aa_type")
    place = page.locator("details", has=page.locator("summary", has_text="Response against tolerability"))
    place.locator(".scatterlayer .point").nth(1).click(force=True, timeout=SLOW)
    lists(page, place, "Who they are: Ophiasis (OA)", "13 patients in view in this group.", "SYN-001")


def test_a_pseudonym_there_is_not_says_so(open_page: Open) -> None:
    page = open_page("/patient?id=%3Cb%3Ex%3C/b%3E")
    expect(page.locator(".notice").first).to_contain_text("There is no patient '<b>x</b>' in these data")
    expect(page.get_by_role("heading", name="SYN-001: SALT and adverse events over time")).to_be_visible()
