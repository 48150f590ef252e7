"""The page of data quality in a real browser: filters, the way to a patient, both colour schemes and window sizes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DRAWN
from tests.browser.steps import SLOW, drawer, open_first, serious_violations

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
CUT = (
    "() => [...document.querySelectorAll('.js-plotly-plot .main-svg text')].filter(t => {"
    " const s = t.ownerSVGElement.getBoundingClientRect(), r = t.getBoundingClientRect();"
    " return r.width && (r.left < s.left - 1 || r.right > s.right + 1) }).map(t => t.textContent)"
)


def test_a_filter_changes_every_card(open_page: Open) -> None:
    page = open_page("/quality")
    expect(page.locator(".card-note", has_text="70 completers, 16 not assessed of 86 evaluable")).to_be_visible(timeout=SLOW)
    page.locator("[data-facet=sex] input[value='=F']").click()
    expect(page.locator(".card-note", has_text="of 45 evaluable in view")).to_be_visible(timeout=SLOW)
    expect(
        page.get_by_text("No rule found anything in 45 patients.").or_(page.get_by_text("of the patients in view:"))
    ).to_be_visible()
    expect(page).to_have_url(re.compile(r"where=sex%3DF"))


def test_a_finding_leads_to_its_patient(open_page: Open) -> None:
    page = open_page("/quality")
    found = page.locator("[data-testid=stDataFrame]").first
    found.wait_for(timeout=SLOW)
    open_first(page, found, "SYN-049")
    expect(page.get_by_role("heading", name=re.compile("SYN-049: SALT and adverse events over time"))).to_be_visible(
        timeout=SLOW
    )


def test_a_mark_far_out_leads_to_its_patient(open_page: Open) -> None:
    page = open_page("/quality")
    place = drawer(page, "Outliers")
    expect(place.get_by_text("29 of 1,079 values lie outside their fences, 5 of them far out.", exact=True)).to_be_visible(
        timeout=SLOW
    )
    points = place.locator(".js-plotly-plot .scatterlayer .point")
    rights = points.evaluate_all("found => found.map(point => point.getBoundingClientRect().right)")
    points.nth(rights.index(max(rights))).click(force=True)
    page.get_by_role("button", name="Open this patient: SYN-068").click(timeout=SLOW)
    expect(page).to_have_url(re.compile(r"/patient\?id=SYN-068"), timeout=SLOW)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation_with_every_drawer_open(scheme: str, server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(server + "/quality")
    page.locator(DRAWN).first.wait_for(timeout=SLOW)
    for heading in ("Missing values by variable: none", "Outliers"):
        drawer(page, heading)
    expect(page.locator(".js-plotly-plot")).to_have_count(4, timeout=SLOW)
    assert serious_violations(page) == []


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_runs_out_of_the_window(size: tuple[int, int], server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": size[0], "height": size[1]})
    for address in ("/quality", "/quality?where=aa_type%3DOA&month=6", "/quality?view-completers=table"):
        page.goto(server + address)
        page.locator(DRAWN).first.wait_for(timeout=SLOW)
        page.wait_for_timeout(1500)
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate(CUT) == []
