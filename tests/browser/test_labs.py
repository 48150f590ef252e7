"""The laboratory page in a real browser: links, filters, drawers, both colour schemes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DRAWN
from tests.browser.steps import drawer, serious_violations

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SLOW = 20_000  # ms, for a first computation on a busy machine


def test_a_filter_changes_the_course_and_the_grades(open_page: Open) -> None:
    page = open_page("/labs?test=alt")
    expect(page.locator(".card-note", has_text="86 of 86 treated patients measured")).to_be_visible()
    page.locator("[data-facet=sex] input[value='=F']").click()
    expect(page.locator(".card-note", has_text="45 of 45 treated patients measured")).to_be_visible()
    expect(page.locator(".card-note", has_text="Everyone treated counts (45).")).to_be_visible()
    expect(page).to_have_url(re.compile(r"where=sex%3DF"))


def test_a_point_of_a_line_leads_to_its_patient(open_page: Open) -> None:
    page = open_page("/labs?test=alt")
    points = page.locator(".js-plotly-plot").first.locator(".scatterlayer .point")
    tops = points.evaluate_all("found => found.map(point => point.getBoundingClientRect().top)")
    points.nth(tops.index(min(tops))).click(force=True)
    page.get_by_role("button", name=re.compile("Open this patient: SYN-")).click(timeout=SLOW)
    expect(page).to_have_url(re.compile(r"/patient\?id=SYN-"), timeout=SLOW)
    expect(page.get_by_role("heading", name=re.compile("SYN-.*: SALT and adverse events over time"))).to_be_visible(
        timeout=SLOW
    )


def test_another_test_opens_the_drawer_of_its_organ(open_page: Open) -> None:
    page = open_page("/labs")
    expect(page.locator(".card-note", has_text="16 of 86 by the Japanese equation, 0 by CKD-EPI 2021")).to_be_visible(
        timeout=SLOW
    )
    page.goto(page.url.split("?")[0] + "?test=ast")
    expect(page.get_by_text("the corners of Hy's law need both tests")).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation_with_every_drawer_open(scheme: str, server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(server + "/labs")
    page.locator(DRAWN).first.wait_for(timeout=SLOW)
    for heading in ("Liver: peak ALT or AST by peak bilirubin", "Values far out"):
        drawer(page, heading)
    expect(page.locator(".js-plotly-plot")).to_have_count(4, timeout=SLOW)
    expect(page.get_by_text("18 of 6,090 values lie far out.")).to_be_visible(timeout=SLOW)
    assert serious_violations(page) == []


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_runs_out_of_the_window(size: tuple[int, int], server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": size[0], "height": size[1]})
    for address in ("/labs", "/labs?test=neutrophils&by=aa_type", "/labs?test=egfr&scale=value"):
        page.goto(server + address)
        page.locator(DRAWN).first.wait_for(timeout=SLOW)
        page.wait_for_timeout(1000)
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        cut = page.evaluate(
            "() => [...document.querySelectorAll('.js-plotly-plot .main-svg text')].filter(t => {"
            " const s = t.ownerSVGElement.getBoundingClientRect(), r = t.getBoundingClientRect();"
            " return r.width && (r.left < s.left - 1 || r.right > s.right + 1) }).map(t => t.textContent)"
        )
        assert cut == []
